// The built binary as a child process on a free port of this machine, with a data folder of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BINARY = process.env.GONGZHI_BINARY ?? fileURLToPath(new URL('../../bin/gongzhi', import.meta.url));

// The first start on a bare machine fetches PostgreSQL and Redis and imports the demonstration: allow minutes.
const READY_MS = 240_000;
const STOP_MS = 20_000;

// useServer gives the server that run.mjs shares among all test files, or starts one when a file is run alone.
// Always call `stop` afterwards: it leaves a shared server running.
export async function useServer() {
  const scenario = process.argv[1]?.includes('/scenarios/');
  const shared = (scenario && process.env.GONGZHI_E2E_SCENARIOS_URL) || process.env.GONGZHI_E2E_URL;
  return shared ? handle(shared, async () => {}) : startServer();
}

// startServer starts a server of its own with the demonstration's data. Throws with the end of its output when it
// stops or stays silent instead of printing its `listening on http://…` line.
export async function startServer({ args = ['--demo'], env = {} } = {}) {
  const home = await mkdtemp(join(tmpdir(), 'gongzhi-e2e-'));
  await chmod(home, 0o711); // as root the database runs as another user, who has to pass through here
  const child = spawn(BINARY, ['serve', '--addr', '127.0.0.1:0', '--data', join(home, 'data'), ...args], {
    env: { ...withoutSettings(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  const stop = async () => {
    await stopChild(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return Object.assign(handle(await listeningURL(child, output), stop), { pid: child.pid, output });
  } catch (error) {
    await stop();
    throw error;
  }
}

function handle(url, stop) {
  const accounts = async () => {
    const answer = await fetch(new URL('/demo/accounts.json', url));
    assert.equal(answer.status, 200, 'GET /demo/accounts.json');
    return answer.json();
  };
  // account finds the first demonstration account of a role (and, if given, of a post).
  const account = async (role, post) => {
    const found = (await accounts()).find((one) => one.role === role && (!post || one.post === post));
    assert.ok(found, `no demonstration account with role ${role}${post ? ` and post ${post}` : ''}`);
    return found;
  };
  return { url, stop, accounts, account };
}

function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('GONGZHI_')));
}

function listeningURL(child, output) {
  return new Promise((resolve, reject) => {
    const give = (settle, value) => {
      clearTimeout(timer);
      settle(value);
    };
    const fail = (why) => give(reject, new Error(`${why}; its last lines:\n${output.slice(-30).join('\n')}`));
    const timer = setTimeout(() => fail(`the server was not ready after ${READY_MS / 1000} s`), READY_MS);
    child.once('error', (error) => fail(`the server did not start: ${error.message}`));
    child.once('exit', (code, signal) => fail(`the server stopped with ${signal ?? `exit ${code}`}`));
    const read = (line) => {
      output.push(line);
      const match = /listening on (https?:\/\/[^\s"]+)/.exec(line);
      if (match) give(resolve, match[1]);
    };
    eachLine(child.stdout, read);
    eachLine(child.stderr, read);
  });
}

function eachLine(stream, take) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    lines.forEach(take);
  });
}

async function stopChild(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(late);
}
