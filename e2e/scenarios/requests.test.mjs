// A person asks a company to erase their data and hears nothing. The agency makes sure who asks before it decides, orders what
// it grants, and the request ends when the person says that it was done. What was told can be taken along and printed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { officeOf } from '../lib/office.mjs';
import { post } from '../lib/partners.mjs';
import { useServer } from '../lib/server.mjs';

const REASON = '经核查，该企业已无保存这些信息的必要，应当在十日内删除并书面告知请求人。';
const REQUEST = {
  right: 'erasure', data: '我的账号和手机号码，注销后仍收到电话。', holder_answer: 'silent', asked_on: '2026-01-05', consent: false, region: '440300',
  respondents: [{ kind: 'enterprise', role: 'holder', name: '某某公司（虚构）' }], filer: { kind: 'named', name: '林小满', contact: 'lin@person.example' },
};

let server;
let office;
let filed;
before(async () => {
  server = await useServer();
  office = officeOf(server);
  const answer = await post(server, '/api/v1/requests', REQUEST, { 'idempotency-key': randomUUID() });
  assert.equal(answer.status, 201, await answer.clone().text());
  filed = await answer.json();
});
after(() => server?.stop());

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
