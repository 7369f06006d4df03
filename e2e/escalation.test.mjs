// Nobody touches a report: the duty rises from the officer to the supervisor and to the leader, each by name, and after
// the highest post's time a public notice appears by itself. The server runs on a rulebook whose clocks take seconds.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { report } from './lib/partners.mjs';
import { act, asPerson } from './lib/people.mjs';
import { startServer } from './lib/server.mjs';

const RULES = fileURLToPath(new URL('../workflow/clock/rules/cn.yaml', import.meta.url));
const LADDER = [
  { who: 'chengdu.officer', name: '蒋子衿', post: '经办人' },
  { who: 'chengdu.supervisor', name: '熊青野', post: '科室负责人' },
  { who: 'chengdu.leader', name: '龙在田', post: '机关负责人' },
];
const TOP = { who: 'national.leader', name: '卫国平', agency: { 'zh-CN': '国家个人信息保护办公室', en: 'National Personal Information Office' } };
const TITLE = '驾校学员信息被公开张贴';

// Two seconds for everybody, and ten on the last rung, which repeats: time enough to act there.
const hurried = (rules) => rules.replaceAll(/n: \d+, unit: seconds/g, 'n: 2, unit: seconds')
  .replaceAll('level: 3, n: 2, unit: seconds', 'level: 3, n: 10, unit: seconds');

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
  filed = await report(server, { title: TITLE, region: '510107', sector: 'education' });
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

test('a missed time rises to the supervisor and to the leader, each by name', () =>
  asPerson(browser, server, 'chengdu.officer', {}, async (page) => {
    await until(page, `/desk/cases/${filed.reference}`, new RegExp(`${LADDER[2].name}[^\n]*逾期`));
    const missed = page.locator('.gz-timeline__item--missed');
    for (const [level, { name, post }] of LADDER.entries()) {
      assert.match(await missed.nth(level).innerText(), new RegExp(`${name}.*${post}.*逾期`), `miss ${level + 1} is ${name}’s`);
    }
    assert.match(await page.locator('.gz-answers__who').innerText(), /邹念慈|卫国平/, 'a named superior answers now');
    await look(page, 'case-risen');
  }));

test('each of them is told in the inbox', async () => {
  for (const { who } of LADDER) {
    await asPerson(browser, server, who, {}, async (page) => {
      const text = await until(page, '/inbox', /逾期|上升/);
      assert.match(text, new RegExp(filed.reference));
      await look(page, `inbox-${who.split('.')[1]}`);
    });
  }
});

test('a public notice appears by itself and says nothing about the people concerned', async () => {
  for (const language of ['zh-CN', 'en']) {
    for (const size of ['phone', 'desktop']) {
      await withPage(browser, { baseURL: server.url, language, size }, async (page) => {
        const text = await until(page, '/notices', new RegExp(TOP.agency[language]));
        assert.doesNotMatch(text, /还剩| left/, 'the notice says how late it is');
        for (const secret of [TITLE, filed.reference, TOP.name, '迅达测试']) assert.ok(!text.includes(secret), secret);
        await look(page, 'notices');
      });
    }
  }
});

test('the filer sees that the matter rose, and to whom', () => withPage(browser, { baseURL: server.url, size: 'phone', script: false }, async (page) => {
  await page.goto('/track');
  await page.locator('#receipt').fill(filed.receipt);
  await page.locator('main form button').first().click();
  assert.match(await page.locator('main').innerText(), /逾期后已上报/);
  await look(page, 'track-risen');
}));

test('the overview of the leader counts the misses by post and person', () =>
  asPerson(browser, server, 'chengdu.leader', {}, async (page) => {
    await page.goto('/desk/overview');
    const table = await page.locator('section:has(#missed)').innerText();
    for (const { name } of LADDER) assert.match(table, new RegExp(name));
    await look(page, 'overview-with-misses');
  }));

test('whoever answers at the top can still act', () => asPerson(browser, server, TOP.who, { size: 'phone' }, async (page) => {
  await until(page, '/desk', new RegExp(filed.reference));
  await look(page, 'queue-risen');
  await page.goto(`/desk/cases/${filed.reference}`);
  await act(page, 'accept');
  assert.match(await page.locator('.gz-answers').innerText(), /调查/);
  await look(page, 'case-risen-accepted');
}));
