// A newsroom asks an agency. The answer is withheld from the public on a listed ground; the newsroom appeals, the agency above
// lets it be answered anew, and then everybody reads it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { officeOf } from '../lib/office.mjs';
import { post } from '../lib/partners.mjs';
import { useServer } from '../lib/server.mjs';

const ANSWER = '经核查通知记录，五月三日的通知迟延两日，企业已于次日改正并补发，本机关将在下季度复查。';
const INQUIRY = {
  title: '通知为何迟延', narrative: '请说明通知迟延的原因和改正情况。', respondents: [{ kind: 'enterprise', role: 'holder', name: '某某公司（虚构）' }], region: '440300',
};

let server;
let office;
let filed;
before(async () => {
  server = await useServer();
  office = officeOf(server);
  const answer = await post(server, '/api/v1/inquiries', INQUIRY, { ...(await office.header('media1')), 'idempotency-key': randomUUID() });
  assert.equal(answer.status, 201, await answer.clone().text());
  filed = await answer.json();
});
after(() => server?.stop());

const byReceipt = () => ({ authorization: `Receipt ${filed.receipt}` });
const track = async () => (await fetch(new URL('/api/v1/track', server.url), { headers: byReceipt() })).json();
const published = () => fetch(new URL(`/api/v1/public/answers/${filed.reference}`, server.url));
const appeal = (ground) => post(server, '/api/v1/track/acts', { action: 'appeal', ground, reason: '答复不涉及商业秘密' }, byReceipt());

test('an organization cannot file in the name of a newsroom', async () => {
  const answer = await post(server, '/api/v1/inquiries', INQUIRY, { ...(await office.header('org1')), 'idempotency-key': randomUUID() });
  assert.equal(answer.status, 403);
});

test('the answer is withheld with ground and reason: the newsroom reads it, the public does not', async () => {
  await office.act('shenzhen.officer', filed.reference, { action: 'withhold', ground: 'commercial_secret', because: '答复中有企业尚未公开的技术细节。', reason: ANSWER });
  await office.confirm('shenzhen.supervisor', filed.reference);
  assert.equal((await track()).state, 'closed');
  assert.equal((await published()).status, 404);
});

test('the newsroom appeals and the agency above lets it be answered anew', async () => {
  assert.equal((await appeal('law')).status, 204);
  await office.act('guangdong.leader', filed.reference, { action: 'overturn', reason: '可以隐去细节后公开' });
  assert.equal((await track()).state, 'filed');
  await office.act('shenzhen.officer', filed.reference, { action: 'reply', title: '关于通知迟延的答复', summary: '通知为何迟延？', reason: ANSWER });
  await office.confirm('shenzhen.supervisor', filed.reference);
  assert.equal((await (await published()).json()).answer, ANSWER);
  assert.equal((await appeal('facts')).status, 409, 'a public answer is what was asked for');
});
