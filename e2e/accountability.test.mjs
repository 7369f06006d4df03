// A late case: the trace names office, person and minutes, the scorecards show it from a public table, and whoever reads
// a sealed field is on the filer's page, with the reason. The server runs on a rulebook whose clocks take seconds.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { post, report, token } from './lib/partners.mjs';
import { asPerson } from './lib/people.mjs';
import { startServer } from './lib/server.mjs';

const RULES = fileURLToPath(new URL('../workflow/clock/rules/cn.yaml', import.meta.url));
const hurried = (rules) => rules.replaceAll(/n: \d+, unit: seconds/g, 'n: 2, unit: seconds');

let folder;
let server;
let browser;
let filed;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongzhi-e2e-rules-'));
  const rules = join(folder, 'rules.yaml');
  await writeFile(rules, hurried(await readFile(RULES, 'utf8')));
  server = await startServer({ env: { GONGZHI_RULES: rules } });
  browser = await launch();
  filed = await report(server, { title: '驾校学员信息被公开张贴', region: '510107', sector: 'education', filer: { kind: 'named', name: '柳先生（虚构）', contact: '13800138000' } });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

// until reloads the page until its main text matches; the loop is bounded and so is each turn.
async function until(page, path, pattern, turns = 60) {
  for (let turn = 0; turn < turns; turn++) {
    await page.goto(path);
    const text = await page.locator('main').innerText();
    if (pattern.test(text)) return text;
    await page.waitForTimeout(1000);
  }
  assert.fail(`${path} did not show ${pattern} within ${turns} turns`);
}

test('the trace of a late case names office, person and superior, on every screen', async () => {
  const path = `/desk/cases/${filed.reference}/trace`;
  await asPerson(browser, server, 'chengdu.leader', {}, async (page) => {
    const text = await until(page, path, /龙在田/);
    for (const said of ['责任追溯', '蒋子衿', '经办人', '熊青野', '科室负责人', '逾期', '合计']) assert.ok(text.includes(said), said);
    await look(page, 'trace');
  });
  await asPerson(browser, server, 'chengdu.leader', { size: 'phone' }, async (page) => {
    await page.goto(path);
    await look(page, 'trace');
  });
});

test('the API gives the same trace, and its minutes add up', async () => {
  const answer = await fetch(new URL(`/api/v1/incidents/${filed.reference}/trace`, server.url), {
    headers: { authorization: `Bearer ${await token(server, 'chengdu.leader')}` },
  });
  assert.equal(answer.status, 200);
  const trace = await answer.json();
  const sum = (list, of) => list.reduce((n, x) => n + of(x), 0);
  assert.equal(sum(trace.spans, (s) => s.share.minutes.clock), trace.total.clock);
  assert.equal(sum(trace.shares, (s) => s.minutes.working), trace.total.working);
  assert.ok(trace.misses.some((m) => m.person === '蒋子衿' && m.superior.person === '熊青野'));
});

test('the scorecards stand on a public table without cases and persons', async () => {
  let csv = '';
  for (let turn = 0; turn < 60 && !/^agency,[^,]*,[^,]*,[^,]*,[^,]*,missed/m.test(csv); turn++) {
    csv = await (await fetch(new URL('/open-data/closed-duties.csv', server.url))).text();
    await new Promise((resolve) => { setTimeout(resolve, 1000); });
  }
  assert.match(csv, /,missed,/);
  for (const secret of [filed.reference, '蒋子衿', '柳先生']) assert.ok(!csv.includes(secret), secret);
  for (const [language, size] of [['zh-CN', 'desktop'], ['en', 'phone']]) {
    await withPage(browser, { baseURL: server.url, language, size }, async (page) => {
      await page.goto('/scorecards');
      await look(page, 'scorecards');
    });
  }
});

test('the filer sees who read the name, and why', async () => {
  const bearer = { authorization: `Bearer ${await token(server, 'national.leader')}` };
  const held = await (await fetch(new URL(`/api/v1/incidents/${filed.reference}`, server.url), { headers: bearer })).json();
  const read = await post(server, `/api/v1/incidents/${filed.reference}/readings`, { report: held.reports[0].id, field: 'identity', purpose: '核对举报人身份' }, bearer);
  assert.equal(read.status, 201, await read.clone().text());
  await withPage(browser, { baseURL: server.url, size: 'phone', script: false }, async (page) => {
    await page.goto('/track');
    await page.locator('#receipt').fill(filed.receipt);
    await page.locator('main form button').first().click();
    const text = await page.locator('main').innerText();
    for (const said of ['卫国平', '查看了您的姓名', '核对举报人身份']) assert.ok(text.includes(said), said);
    await look(page, 'track-reading');
  });
});
