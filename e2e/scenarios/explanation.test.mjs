// Two named people miss a duty one after the other. From the second miss on, whoever is above must hear why it was missed
// and record what follows from it, within a time of their own. The person concerned is heard first, even when they have
// moved to another agency since: then they are shown the miss and their own words, and nothing of the case.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { launch } from '../lib/browser.mjs';
import { look } from '../lib/look.mjs';
import { officeOf } from '../lib/office.mjs';
import { post, report } from '../lib/partners.mjs';
import { act, asPerson, fill, offers } from '../lib/people.mjs';
import { startServer } from '../lib/server.mjs';

const RULES = fileURLToPath(new URL('../../workflow/clock/rules/cn.yaml', import.meta.url));
const TITLE = '驾校学员信息被公开张贴';
const NARRATIVE = '驾校把学员的身份证复印件贴在门口的公示栏里，路人都能看到。';
const WORDS = '那两天我在外地培训，系统把任务交给了我，科里没有人替我。';
const OUTCOME = '培训期间未安排代理人，已要求机关补设副岗。';

// Two seconds for the officer and two for the supervisor; the head of the office has ten minutes.
const hurried = (rules) => rules.replaceAll('limit: {n: 90, unit: seconds}', 'limit: {n: 2, unit: seconds}')
  .replaceAll('level: 1, n: 60, unit: seconds', 'level: 1, n: 2, unit: seconds')
  .replaceAll('level: 2, n: 60, unit: seconds', 'level: 2, n: 600, unit: seconds');

let folder;
let server;
let browser;
let office;
let reference;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongzhi-e2e-rules-'));
  const rules = join(folder, 'rules.yaml');
  await writeFile(rules, hurried(await readFile(RULES, 'utf8')));
  server = await startServer({ env: { GONGZHI_RULES: rules } }); // of its own: its clocks take seconds
  browser = await launch();
  office = officeOf(server);
  ({ reference } = await report(server, { title: TITLE, narrative: NARRATIVE, region: '510107', sector: 'education' }));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const casePath = () => `/desk/cases/${reference}`;
const explanationPath = () => `${casePath()}/explanation`;
const read = async (who) => (await office.case(who, reference)).json();
const main = (page) => page.locator('main').innerText();

// together lets one person propose a change of the organisation and a second one confirm it.
async function together(who, second, proposed) {
  const path = '/api/v1/organisation/proposals';
  const asked = await post(server, path, proposed, await office.header(who));
  assert.equal(asked.status, 201, await asked.clone().text());
  const { id } = await asked.json();
  const agreed = await post(server, `${path}/${id}/decision`, { decision: 'confirm' }, await office.header(second));
  assert.equal(agreed.status, 204, await agreed.clone().text());
}

const organisation = async (who) => (await fetch(new URL('/api/v1/organisation', server.url), { headers: await office.header(who) })).json();

test('the officer’s miss alone asks nobody to explain; the supervisor’s opens the head’s duty to hear why', async () => {
  let seen;
  for (let turn = 0; turn < 60; turn += 1) {
    seen = await read('chengdu.leader');
    if (seen.tasks.some(({ kind }) => kind === 'explanation')) break;
    await new Promise((resolve) => setTimeout(resolve, 500)); // the clocks of this server are real ones
  }
  const asked = seen.tasks.filter(({ kind }) => kind === 'explanation');
  assert.equal(asked.length, 1, 'one explanation, for the second miss');
  const hears = seen.duties.find(({ kind, state }) => kind === 'explain' && state === 'armed');
  assert.equal(hears.who.person, '龙在田', 'a named person hears it');
  assert.ok(Date.parse(hears.due_at) > Date.now(), 'within a time of its own');
  const leads = seen.duties.find(({ lead, state }) => lead && state === 'armed');
  assert.equal(leads.who.person, '龙在田', 'and the case itself is the head’s now');
});

test('the supervisor moves to another agency: the case is gone for them, the question is not', async () => {
  const chengdu = await organisation('chengdu.leader');
  const theirs = chengdu.posts.find(({ answers }) => answers?.person === '熊青野');
  const holding = chengdu.holdings.find(({ post: of, deputy }) => of === theirs.id && !deputy);
  await together('chengdu.leader', 'sichuan.leader', { act: 'vacate', holding: holding.id });
  const guangzhou = (await organisation('guangzhou.leader')).posts.find(({ answers }) => answers?.person === '邓清和');
  await together('guangzhou.supervisor', 'guangzhou.leader', { act: 'appoint', post: guangzhou.id, person: theirs.answers.person_id, deputy: true });
  assert.equal((await office.case('chengdu.supervisor', reference)).status, 404);
});

test('they find the page where they are asked, and on it nothing of the case', async () => {
  for (const view of [{ language: 'en', size: 'phone' }, { language: 'zh-CN' }]) {
    await asPerson(browser, server, 'chengdu.supervisor', view, async (page) => {
      await page.goto(casePath());
      assert.equal(new URL(page.url()).pathname, explanationPath(), 'the address of the case leads there');
      const text = await main(page);
      for (const shown of view.language === 'en' ? [reference, 'Supervisor', 'Head of office'] : [reference, '科室负责人', '机关负责人']) assert.ok(text.includes(shown), shown);
      for (const hidden of [TITLE, NARRATIVE, '迅达测试']) assert.ok(!(await page.content()).includes(hidden), hidden);
      assert.deepEqual(await offers(page), ['explain_miss'], 'nothing else can be done there');
      await look(page, 'explanation-asked');
      assert.equal((await page.goto(`${casePath()}/assess/seriousness`)).status(), 404);
      await page.goto('/desk/cases');
      assert.ok(!(await main(page)).includes(TITLE), 'nor is the case in a list');
    });
  }
});

test('the inbox told them so, and leads there', () =>
  asPerson(browser, server, 'chengdu.supervisor', { size: 'phone' }, async (page) => {
    await page.goto('/inbox');
    assert.match(await main(page), /请您说明逾期原因/);
  }));

test('they explain in their own words, without script; an empty explanation is refused', () =>
  asPerson(browser, server, 'chengdu.supervisor', { size: 'phone', script: false }, async (page) => {
    await page.goto(explanationPath());
    await page.locator('#act-explain_miss button[type=submit]').click();
    assert.equal(await page.locator('.govuk-error-summary').count(), 1);
    await look(page, 'explanation-refused');
    await fill(page.locator('#act-explain_miss'), { body: WORDS });
    await page.locator('#act-explain_miss button[type=submit]').click();
    assert.equal(await page.locator('.govuk-error-summary').count(), 0);
    assert.ok((await main(page)).includes(WORDS));
    await look(page, 'explanation-given');
  }));

test('nobody else finds that page, not even colleagues of today', () =>
  asPerson(browser, server, 'guangzhou.officer', {}, async (page) => {
    assert.equal((await page.goto(explanationPath())).status(), 404);
  }));

test('the head reads the words and records the outcome with its reason; nobody else may', async () => {
  const task = (await read('chengdu.leader')).tasks.find(({ kind }) => kind === 'explanation').id;
  const other = await office.try('chengdu.officer', reference, { action: 'record_explanation', task, result: 'cleared', reason: '没事' });
  assert.ok([403, 404].includes(other.status), `${other.status}`);
  const silent = await office.try('chengdu.leader', reference, { action: 'record_explanation', task, result: 'systemic_cause' });
  assert.equal(silent.status, 422, 'an outcome needs its reason');
  await asPerson(browser, server, 'chengdu.leader', {}, async (page) => {
    await page.goto(casePath());
    assert.ok((await main(page)).includes(WORDS), 'the head reads what was said');
    await look(page, 'explanation-heard');
    await act(page, 'record_explanation', { result: 'systemic_cause', reason: OUTCOME });
    const text = await main(page);
    assert.match(text, /逾期说明结果/);
    assert.ok(text.includes(OUTCOME), 'the outcome stands in the record');
    await look(page, 'explanation-recorded');
  });
  const seen = await read('chengdu.leader');
  assert.ok(!seen.tasks.some(({ kind }) => kind === 'explanation'));
  assert.ok(!seen.duties.some(({ kind, state }) => kind === 'explain' && state === 'armed'), 'the duty to hear is done');
});

test('once it is recorded the page is gone, and the person concerned is told', () =>
  asPerson(browser, server, 'chengdu.supervisor', {}, async (page) => {
    assert.equal((await page.goto(explanationPath())).status(), 404);
    await page.goto('/inbox');
    assert.match(await main(page), /您的逾期说明已有结果/);
  }));
