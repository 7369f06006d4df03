// A person asks a company to erase their data and hears nothing. The agency makes sure who asks before it decides, orders what
// it grants, and the request ends when the person says that it was done. What was told can be taken along and printed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch, withPage } from '../lib/browser.mjs';
import { officeOf } from '../lib/office.mjs';
import { post } from '../lib/partners.mjs';
import { send } from '../lib/people.mjs';
import { useServer } from '../lib/server.mjs';
import { shot } from '../lib/shots.mjs';

const REASON = '经核查，该企业已无保存这些信息的必要，应当在十日内删除并书面告知请求人。';
const REQUEST = {
  right: 'erasure', data: '我的账号和手机号码，注销后仍收到电话。', holder_answer: 'silent', asked_on: '2026-01-05', consent: false, region: '440300',
  respondents: [{ kind: 'enterprise', role: 'holder', name: '某某公司（虚构）' }], filer: { kind: 'named', name: '林小满', contact: 'lin@person.example' },
};

let server;
let office;
let filed;
let contested;
let code;
let browser;
const doors = []; // all that the holder's door ever answered
const byCode = () => ({ authorization: `Service ${code}` });
before(async () => {
  server = await useServer();
  browser = await launch();
  office = officeOf(server);
  const answer = await post(server, '/api/v1/requests', REQUEST, { 'idempotency-key': randomUUID() });
  assert.equal(answer.status, 201, await answer.clone().text());
  filed = await answer.json();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function atDoor(method, path, body) {
  const answer = await fetch(new URL(path, server.url), { method, headers: { ...byCode(), 'content-type': 'application/json' }, body: body && JSON.stringify(body) });
  const text = await answer.text();
  doors.push(text + JSON.stringify([...answer.headers]));
  return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : undefined };
}

const byReceipt = () => ({ authorization: `Receipt ${filed.receipt}` });
const track = async () => (await fetch(new URL('/api/v1/track', server.url), { headers: byReceipt() })).json();
const outcome = (result) => post(server, '/api/v1/track/outcome', { result }, byReceipt());
const officer = (body) => office.act('shenzhen.officer', filed.reference, body);

test('nobody asks without a name: it must be sure whose data they are', async () => {
  const nobody = await post(server, '/api/v1/requests', { ...REQUEST, filer: { kind: 'anonymous' } }, { 'idempotency-key': randomUUID() });
  assert.equal(nobody.status, 422);
});

test('nothing is decided before it is sure who asks', async () => {
  await officer({ action: 'accept' });
  await officer({ action: 'investigate' });
  const early = await office.try('shenzhen.officer', filed.reference, { action: 'decide_request', result: 'granted', reason: REASON });
  assert.equal(early.status, 409);
  await officer({ action: 'verify_identity', ground: 'document', reason: '已核对证件' });
});

test('the holder does not learn who asks without consent', async () => {
  const told = await office.try('shenzhen.officer', filed.reference, { action: 'disclose_identity', reason: '企业要求' });
  assert.ok([403, 409].includes(told.status));
});

test('an objection is put to the person before the decision', async () => {
  await officer({ action: 'object', ground: 'kept_by_law', reason: '企业称须依法保存三年' });
  const unheard = await office.try('shenzhen.officer', filed.reference, { action: 'decide_request', result: 'granted', reason: REASON });
  assert.equal(unheard.status, 409);
  const asked = await post(server, `/api/v1/incidents/${filed.reference}/actions`, { action: 'ask', body: '企业称须保存三年，您是否同意？' }, await office.header('shenzhen.officer'));
  assert.equal(asked.status, 200, await asked.clone().text());
  await officer({ action: 'decide_request', result: 'granted', reason: REASON });
});

// Without JavaScript, on a phone: a file comes with the one-page form, and one that is refused is named beside its field.
test('a request is filed on one page with a file; a refused file is named and the words are kept', async () => {
  await withPage(browser, { baseURL: server.url, size: 'phone', script: false }, async (page) => {
    await page.goto('/file/request');
    for (const [name, value] of [['right', 'erasure'], ['holder_answer', 'silent'], ['consent', 'no']]) await page.locator(`input[name="${name}"][value="${value}"]`).check();
    for (const [name, value] of [['narrative', REQUEST.data], ['target_name', '某某公司（虚构）'], ['asked_on', '2026-01-05'], ['name', '林小满'], ['contact', 'lin@person.example']]) {
      await page.locator(`[name="${name}"]`).fill(value);
    }
    const submit = async (file) => {
      await page.locator('input[name=files]').setInputFiles(file);
      await page.locator('form#matter button[type=submit]').click();
      await page.waitForLoadState();
    };
    const note = { name: '截图说明.txt', mimeType: 'text/plain', buffer: Buffer.from('七月三日又接到电话。\n'.repeat(20)) };
    await submit([note, { name: '工具.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') }]);
    assert.match(await page.locator('.govuk-error-summary').innerText(), /工具\.exe[\s\S]*重新选择文件/);
    assert.equal(await page.locator('[name=narrative]').inputValue(), REQUEST.data);
    await shot(page, 'request-file-refused');
    await submit([note]);
    const receipt = await page.locator('input[name=receipt]').getAttribute('value');
    const told = await (await fetch(new URL('/api/v1/track', server.url), { headers: { authorization: `Receipt ${receipt}` } })).json();
    assert.equal(told.evidence, 1, JSON.stringify(told));
  });
});

// The confrontation right: the holder objects through their own door, and the door never says who asks.
test('the holder objects at their own door, by page and by API, and gains no time', async () => {
  const again = await post(server, '/api/v1/requests', REQUEST, { 'idempotency-key': randomUUID() });
  contested = await again.json();
  const act = (body) => office.act('shenzhen.officer', contested.reference, body);
  for (const action of ['accept', 'investigate']) await act({ action });
  await act({ action: 'verify_identity', ground: 'document', reason: '已核对证件' });
  const seen = await (await office.case('shenzhen.officer', contested.reference)).json();
  const lead = seen.duties.find((duty) => duty.lead && duty.state === 'armed');
  const served = await post(server, `/api/v1/incidents/${contested.reference}/services`, { respondent: seen.respondents[0].id, body: '有人请求贵单位删除一个已注销账号的信息。' }, await office.header('shenzhen.officer'));
  assert.equal(served.status, 201, await served.clone().text());
  code = (await served.json()).code;
  const before = await atDoor('GET', '/api/v1/respondent');
  assert.equal(before.json.right, 'erasure');
  assert.ok(before.json.actions.includes('object_at_door'));
  assert.equal((await atDoor('POST', '/api/v1/respondent/acts', { action: 'object_at_door', ground: 'because', reason: '没有依据' })).status, 422);
  const file = new FormData();
  file.set('file', new Blob(['保存期限的说明。\n'.repeat(20)], { type: 'text/plain' }), 'keeping.txt');
  const kept = await fetch(new URL('/api/v1/respondent/evidence', server.url), { method: 'POST', headers: byCode(), body: file });
  assert.equal(kept.status, 204, await kept.text());
  await withPage(browser, { baseURL: server.url, size: 'phone', script: false }, async (page) => {
    await page.goto('/respondent');
    await page.locator('#code').fill(code);
    await page.locator('form:has(#code) button[type=submit]').click();
    await page.locator('.gz-reference').waitFor();
    assert.match(await page.locator('main').innerText(), /请求的内容/);
    await shot(page, 'request-served');
    await send(page, 'form[id="act-object_at_door"]', { ground: 'kept_by_law', reason: '依法须保存三年，期限未满。' });
    assert.match(await page.locator('main').innerText(), /保存/);
    await shot(page, 'request-objected');
    doors.push(await page.content());
  });
  const twice = await atDoor('POST', '/api/v1/respondent/acts', { action: 'object_at_door', ground: 'no_such_data', reason: '再说一次' });
  assert.equal(twice.status, 409, 'one at a time');
  const now = await (await office.case('shenzhen.officer', contested.reference)).json();
  assert.equal(now.duties.find((duty) => duty.lead && duty.state === 'armed').due_at, lead.due_at, 'no time is gained');
  assert.ok(now.duties.some((duty) => duty.kind === 'objection_answer' && duty.state === 'armed'), 'somebody must answer it');
});

test('the person reads the objection; the agency answers it before it decides; both read the answer', async () => {
  const mine = async () => (await fetch(new URL('/api/v1/track', server.url), { headers: { authorization: `Receipt ${contested.receipt}` } })).json();
  const told = (await mine()).progress.find((step) => step.kind === 'request.objected_at_door');
  assert.deepEqual([told.ground, told.reason, told.files], ['kept_by_law', '依法须保存三年，期限未满。', 1]);
  const officerTries = (body) => office.try('shenzhen.officer', contested.reference, body);
  assert.equal((await officerTries({ action: 'decide_request', result: 'granted', reason: REASON })).status, 409);
  assert.equal((await officerTries({ action: 'answer_objection', result: 'sustained', reason: REASON })).status, 409, 'not heard');
  assert.equal((await officerTries({ action: 'answer_objection', result: 'dismissed', reason: '请求人电话 13800138000' })).status, 422, 'the gate reads what goes to the door');
  await office.act('shenzhen.officer', contested.reference, { action: 'answer_objection', result: 'dismissed', reason: '该期限不适用于已注销账号。' });
  assert.equal((await mine()).progress.find((step) => step.kind === 'request.objection_answered').result, 'dismissed');
  const answered = (await atDoor('GET', '/api/v1/respondent')).json.course.at(-1);
  assert.deepEqual([answered.result, answered.reason], ['dismissed', '该期限不适用于已注销账号。']);
  assert.equal((await atDoor('POST', '/api/v1/respondent/acts', { action: 'object_at_door', ground: 'kept_by_law', reason: '仍然如此' })).status, 409, 'each ground once');
  await withPage(browser, { baseURL: server.url, script: false }, async (page) => {
    await page.goto('/track');
    await page.locator('input[name=receipt]').first().fill(contested.receipt);
    await page.locator('form:has(input[name=receipt]) button[type=submit]').first().click();
    await page.locator('.gz-reference').waitFor();
    assert.match(await page.locator('main').innerText(), /异议不成立/);
    await shot(page, 'request-contested-person');
  });
  for (const secret of ['林小满', 'lin@person.example', '注销后仍收到电话', contested.receipt]) {
    for (const said of doors) assert.ok(!said.includes(secret), `the door says ${secret}`);
  }
});

test('it is ordered and carried out; only the person ends it', async () => {
  await officer({ action: 'order_rectification', reason: '限十日内删除' });
  assert.equal((await outcome('not_done')).status, 409, 'nothing was reported as done yet');
  await officer({ action: 'report_execution', reason: '企业书面报告已删除' });
  assert.equal((await outcome('not_done')).status, 204);
  assert.equal((await track()).state, 'rectifying', 'denied: the duty and its time run on');
  await officer({ action: 'report_execution', reason: '企业已全部删除，附截图' });
  assert.equal((await outcome('done')).status, 204);
  assert.equal((await track()).state, 'closed');
});

test('the person takes everything along, as a file and to print', async () => {
  const file = await (await fetch(new URL('/api/v1/track/export', server.url), { headers: byReceipt() })).json();
  assert.equal(file.narrative, REQUEST.data);
  const page = await fetch(new URL('/track/export', server.url), {
    method: 'POST', headers: { origin: new URL(server.url).origin }, body: new URLSearchParams({ receipt: filed.receipt, as: 'page' }),
  });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /注销后仍收到电话/);
});
