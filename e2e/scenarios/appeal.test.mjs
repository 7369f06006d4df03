// A report is rejected by two people of the city. Its filer appeals with the receipt: the agency above reviews, nobody who
// decided takes part, and the filer is told why the decision stands. The same ground cannot be used twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { post, report } from '../lib/partners.mjs';
import { officeOf } from '../lib/office.mjs';
import { useServer } from '../lib/server.mjs';

let server;
let office;
let filed;
before(async () => {
  server = await useServer();
  office = officeOf(server);
  filed = await report(server, { title: '申诉流程' });
});
after(() => server?.stop());

const filer = (body) => post(server, '/api/v1/track/acts', body, { authorization: `Receipt ${filed.receipt}` });
const track = async () => (await fetch(new URL('/api/v1/track', server.url), { headers: { authorization: `Receipt ${filed.receipt}` } })).json();

test('“not ours” is no reason to reject: the answer points to the transfer', async () => {
  const answer = await office.try('shenzhen.officer', filed.reference, { action: 'reject', ground: 'not_ours', reason: '不归我们管' });
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /transfer/);
});

test('the officer proposes to reject on a listed ground, the supervisor confirms', async () => {
  await office.act('shenzhen.officer', filed.reference, { action: 'reject', ground: 'no_violation', reason: '所述不构成违法' });
  await office.confirm('shenzhen.supervisor', filed.reference);
  const seen = await track();
  assert.equal(seen.state, 'rejected');
  const last = seen.progress.at(-1);
  assert.deepEqual([last.ground, last.reason], ['no_violation', '所述不构成违法'], 'the filer is told ground and reason');
  assert.ok(seen.appeal_until, 'and until when to appeal');
});

test('the filer appeals: the next agency above leads, and the city sees the case no more', async () => {
  assert.equal((await filer({ action: 'appeal', ground: 'facts', reason: '通话记录可以证明' })).status, 204);
  const seen = await track();
  assert.equal(seen.state, 'in_review');
  assert.equal(seen.next.kind, 'appeal_review');
  assert.equal((await office.case('shenzhen.supervisor', filed.reference)).status, 404);
});

test('the reviewer lets the decision stand, a second person above confirms, the filer is told why', async () => {
  await office.act('guangdong.leader', filed.reference, { action: 'uphold', reason: '经复查，原处理正确' });
  await office.confirm('national.leader', filed.reference);
  const seen = await track();
  assert.equal(seen.state, 'rejected');
  assert.equal(seen.progress.at(-1).reason, '经复查，原处理正确');
  assert.ok(!seen.appeal_grounds.includes('facts'), 'this ground is used');
  assert.equal((await filer({ action: 'appeal', ground: 'facts', reason: '再来一次' })).status, 409);
});

test('the filer says how the outcome was, once', async () => {
  assert.equal((await filer({ action: 'rate', confirmed: 'no', rating: 1, body: '没有落实' })).status, 204);
  assert.equal((await filer({ action: 'rate', confirmed: 'no', rating: 1 })).status, 409);
});
