// Runs the browser tests against one shared server: starts it, hands its address to node's test runner, stops it.
// usage: node run.mjs [FILE.test.mjs …]; with GONGZHI_E2E_TAP=FILE a TAP report is written there too.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServer } from './lib/server.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const wanted = process.argv.slice(2);
const files = wanted.length > 0 ? wanted : readdirSync(here, { recursive: true }).filter((name) => name.endsWith('.test.mjs') && !name.includes('node_modules')).sort();

const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
if (process.env.GONGZHI_E2E_TAP) {
  reporters.push('--test-reporter=tap', `--test-reporter-destination=${process.env.GONGZHI_E2E_TAP}`);
}

console.log('e2e: starting the server');
const server = await startServer();
// Scenarios need every officer at their post, whom the pages' tests send on leave: they have a server of their own.
const office = files.some((name) => name.includes('scenarios/')) ? await startServer() : server;
console.log(`e2e: testing ${server.url}, scenarios ${office.url}`);
const stop = () => Promise.all([server.stop(), office === server ? undefined : office.stop()]);
for (const signal of ['SIGINT', 'SIGTERM']) {
  // Whoever ends the run early leaves no server behind.
  process.once(signal, () => void stop().then(() => process.exit(1)));
}
try {
  process.exitCode = await run(['--test', '--test-concurrency=1', '--test-timeout=600000', ...reporters, ...files]);
  if (process.exitCode !== 0) console.error(`e2e: the server's last lines:\n${server.output.slice(-30).join('\n')}`);
} finally {
  await stop();
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: here,
      stdio: 'inherit',
      env: { ...process.env, GONGZHI_E2E_URL: server.url, GONGZHI_E2E_SCENARIOS_URL: office.url },
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
