// A company that stands accused is served a wording of its own, opens its door on a phone with the code, replies, promises
// and hands in its rectification. The agency returns it once, then accepts; the filer confirms; the case is closed.
// In all that the door ever answers, page or API, body or header, nothing of the filer or of the report is found.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from '../lib/browser.mjs';
import { officeOf } from '../lib/office.mjs';
import { post, REPORT, report } from '../lib/partners.mjs';
import { send } from '../lib/people.mjs';
import { useServer } from '../lib/server.mjs';
import { shot } from '../lib/shots.mjs';

const NAME = '柯纳瑞（虚构）';
const CONTACT = 'kenarui.canary@example.org';
const RESPONDENT = REPORT.respondents[0].name;
const STORY = '那天下午我在七号柜台亲眼看见员工把面单递给陌生人';
const SECRETS = [NAME, '柯纳瑞', CONTACT, STORY, '七号柜台', '被举报的标题金丝雀'];
const MORE_TIME = '日志导出需要外部供应商配合，延长一次。';
const WORDING = '贵单位涉嫌向他人提供客户的寄递信息，请就此作出说明。';

let server;
let browser;
let office;
let filed;
let code;
const door = []; // all that it ever answered
before(async () => {
  server = await useServer();
  browser = await launch();
  office = officeOf(server);
  filed = await report(server, { title: '被举报的标题金丝雀', narrative: STORY, filer: { kind: 'named', name: NAME, contact: CONTACT } });
  for (const action of ['accept', 'investigate']) await office.act('shenzhen.officer', filed.reference, { action });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const seen = async (who = 'shenzhen.officer') => (await office.case(who, filed.reference)).json();
const lead = async () => (await seen()).duties.find((duty) => duty.lead && duty.state === 'armed');

// Over the API.
async function ask(method, path, body) {
  const answer = await fetch(new URL(path, server.url), {
    method, headers: { authorization: `Service ${code}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  door.push({ what: `${method} ${path} ${answer.status}`, said: text + JSON.stringify([...answer.headers]) });
  return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : undefined };
}

// On the pages, with a phone and without JavaScript.
async function onPhone(use, language = 'zh-CN') {
  await withPage(browser, { baseURL: server.url, size: 'phone', language, script: false }, async (page) => {
    const kept = [];
    page.on('response', (answer) => answer.request().isNavigationRequest() && kept.push((async () => {
      const said = await answer.text();
      assert.ok(said.length > 0);
      door.push({ what: `page ${answer.url()} ${answer.status()}`, said: said + JSON.stringify(await answer.headersArray()) });
    })()));
    await page.goto('/respondent');
    await page.locator('#code').fill(code);
    await page.locator('form:has(#code) button[type=submit]').click();
    await page.locator('.gz-reference').waitFor();
    await use(page);
    await Promise.all(kept);
  });
}

test('the agency serves its own wording, never the report: the gate stops personal data', async () => {
  const to = (await seen()).respondents[0].id;
  const path = `/api/v1/incidents/${filed.reference}/services`;
  const serve = async (body) => post(server, path, { respondent: to, body }, await office.header('shenzhen.officer'));
  assert.equal((await serve('请联系举报人，电话 13800138000')).status, 422);
  const answer = await serve(WORDING);
  assert.equal(answer.status, 201, await answer.clone().text());
  ({ code } = await answer.json());
});

test('the company opens its door on a phone without JavaScript, reads what it was served, and replies', async () => {
  await onPhone(async (page) => {
    assert.match(await page.locator('main').innerText(), /向他人提供客户的寄递信息/);
    assert.ok(!page.url().includes(code), 'the code stands in no address');
    await shot(page, 'respondent-served');
    await send(page, 'form[id="act-reply_served"]', { body: '我司已启动内部核查。' });
    assert.match(await page.locator('main').innerText(), /我司已启动内部核查/);
  });
  await onPhone((page) => shot(page, 'respondent-served'), 'en');
});

test('a wrong code opens nothing', async () => {
  const right = code;
  code = 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA';
  assert.ok([401, 404].includes((await ask('GET', '/api/v1/respondent')).status));
  code = right;
});

test('the agency decides and orders a rectification; the company promises a day within the time of the order', async () => {
  await office.act('shenzhen.officer', filed.reference, { action: 'decide', founded: true, path: 'administrative', clauses: ['个人信息保护法第十条'], reason: '事实清楚' });
  await office.act('shenzhen.officer', filed.reference, { action: 'order_rectification', reason: '限期整改' });
  const { json } = await ask('GET', '/api/v1/respondent');
  const late = new Date(Date.parse(json.order_until) + 86_400_000).toISOString();
  assert.equal((await ask('POST', '/api/v1/respondent/acts', { action: 'promise_rectification', reason: '停止提供', due: late })).status, 422);
  const due = new Date((Date.now() + Date.parse(json.order_until)) / 2).toISOString(); // the demonstration's days are short
  const promise = await ask('POST', '/api/v1/respondent/acts', { action: 'promise_rectification', reason: '停止提供并删除', due });
  assert.equal(promise.status, 204, JSON.stringify([promise.json, json.order_until]));
  assert.ok((await ask('GET', '/api/v1/respondent')).json.promised);
});

test('two people of two agencies give it more time; the public page says why and who agreed', async () => {
  const until = (await ask('GET', '/api/v1/respondent')).json.order_until;
  const before = await lead();
  const prolong = (due) => ({ action: 'prolong', due: due.toISOString(), reason: MORE_TIME });
  const past = await office.try('shenzhen.officer', filed.reference, prolong(new Date(Date.parse(before.due_at) + 60_000)));
  assert.equal(past.status, 422, 'never past the time of the agency');
  const leaks = { ...prolong(new Date(Date.parse(until) + 1000)), reason: '请联系 13800138000' };
  assert.equal((await office.try('shenzhen.officer', filed.reference, leaks)).status, 422, 'the gate reads what everybody reads');
  await office.act('shenzhen.officer', filed.reference, prolong(new Date((Date.parse(until) + Date.parse(before.due_at)) / 2)));
  const { proposals } = await seen();
  const own = await office.try('shenzhen.supervisor', filed.reference, { action: 'confirm', proposal: proposals[0].id });
  assert.ok([403, 409].includes(own.status), 'not within the same agency');
  assert.equal((await ask('GET', '/api/v1/respondent')).json.order_until, until, 'proposing gains no time');
  await office.confirm('guangdong.leader', filed.reference);
  assert.ok(Date.parse((await ask('GET', '/api/v1/respondent')).json.order_until) > Date.parse(until));
  assert.equal((await lead()).due_at, before.due_at, 'the time of the agency is what it was');

  await office.act('shenzhen.officer', filed.reference, { action: 'publish_propose', title: '快递面单信息被转卖', summary: '一家企业正在整改。', verification: 'verified' });
  await office.act('shenzhen.supervisor', filed.reference, { action: 'publish_clear' });
  const shown = await (await fetch(new URL(`/api/v1/public/incidents/${filed.reference}`, server.url))).json();
  assert.equal(shown.prolonged.length, 1);
  assert.equal(shown.prolonged[0].reason, MORE_TIME);
  assert.equal(shown.prolonged[0].agencies.length, 2);
  await withPage(browser, { baseURL: server.url, size: 'phone', script: false }, async (page) => {
    await page.goto(`/incidents/${filed.reference}`);
    const said = await page.locator('main').innerText();
    for (const part of ['整改期限', MORE_TIME]) assert.ok(said.includes(part), part);
    assert.match(said, /由.*提出，.*同意/);
    await shot(page, 'respondent-prolonged');
  });
});

test('it adds a file and hands in; the agency must check before it may close', async () => {
  const before = await lead();
  await onPhone(async (page) => {
    const upload = page.locator('form[action="/respondent/evidence"]');
    await upload.locator('input[type=file]').setInputFiles({ name: 'rectification.txt', mimeType: 'text/plain', buffer: Buffer.from('整改情况：已删除全部导出文件。\n'.repeat(20)) });
    await upload.locator('button[type=submit]').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('.govuk-error-summary').count(), 0);
    await send(page, 'form[id="act-submit_rectification"]', { reason: '已停止并删除，附材料。' });
    await shot(page, 'respondent-handed-in');
  });
  assert.equal((await ask('POST', '/api/v1/respondent/acts', { action: 'submit_rectification', reason: '再交一次' })).status, 409);
  assert.equal((await office.try('shenzhen.officer', filed.reference, { action: 'close', reason: '了结' })).status, 409);
  assert.equal((await lead()).due_at, before.due_at, 'the time of the agency is what it was');
});

test('the agency returns it with a reason that the company reads, then accepts the second one', async () => {
  await office.act('shenzhen.officer', filed.reference, { action: 'return_rectification', reason: '缺少删除记录' });
  await onPhone(async (page) => assert.match(await page.locator('main').innerText(), /缺少删除记录/));
  assert.equal((await ask('POST', '/api/v1/respondent/acts', { action: 'submit_rectification', reason: '补交删除记录' })).status, 204);
  await office.act('shenzhen.officer', filed.reference, { action: 'accept_rectification', reason: '整改到位' });
});

test('the filer, not the company, confirms the remedy; two people close', async () => {
  assert.notEqual((await ask('POST', '/api/v1/respondent/acts', { action: 'confirm_remedy' })).status, 204);
  const confirmed = await post(server, '/api/v1/track/acts', { action: 'confirm_remedy' }, { authorization: `Receipt ${filed.receipt}` });
  assert.equal(confirmed.status, 204, await confirmed.text());
  await office.act('shenzhen.officer', filed.reference, { action: 'close', reason: '整改完成并经确认' });
  await office.confirm('shenzhen.supervisor', filed.reference);
  assert.equal((await seen()).state, 'closed');
  await ask('GET', '/api/v1/respondent');
  await onPhone(async () => {});
});

test('it happens again: the filer says by whom and what; only the same respondent and a like violation reopen the case', async () => {
  const receipt = { authorization: `Receipt ${filed.receipt}` };
  const again = (body) => post(server, '/api/v1/track/acts', { action: 'report_recurrence', reason: '又接到推销电话', ...body }, receipt);
  const refused = async (body, field) => {
    const answer = await again(body);
    assert.equal(answer.status, 422, await answer.clone().text());
    assert.ok((await answer.text()).includes(field), field);
    assert.equal((await seen()).state, 'closed');
  };
  await refused({ violation: 'sale' }, 'respondent');
  await refused({ respondent: '别家快递有限公司（虚构）', violation: 'sale' }, 'respondent');
  await refused({ respondent: RESPONDENT, violation: 'excessive_collection' }, 'violation');
  const told = await again({ respondent: RESPONDENT, violation: 'illegal_provision' });
  assert.equal(told.status, 204, await told.text());
  const track = await (await fetch(new URL('/api/v1/track', server.url), { headers: receipt })).json();
  assert.equal(track.state, 'investigating');
  assert.notEqual((await again({ respondent: RESPONDENT, violation: 'sale' })).status, 204, 'once');
  assert.notEqual((await ask('POST', '/api/v1/respondent/acts', { action: 'report_recurrence', reason: '我们自己说' })).status, 204);
});

test('nothing of the filer or of the report is in anything that the door ever answered', () => {
  assert.ok(door.length >= 15, `${door.length} answers were kept`);
  for (const { what, said } of door) {
    for (const secret of [...SECRETS, filed.receipt]) assert.ok(!said.includes(secret), `${what} carries “${secret}”`);
  }
});
