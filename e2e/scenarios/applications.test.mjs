// A newsroom asks to be admitted. Two people decide. Turned down, it appeals to the agency above with its receipt, which lets
// the application be decided anew. Admitted, its receipt opens the first account, once, on a page that works without script.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { officeOf } from '../lib/office.mjs';
import { post } from '../lib/partners.mjs';
import { useServer } from '../lib/server.mjs';

const REASON = '登记证书、章程和两名负责人的身份材料均已逐项核对，现作出本决定，并说明理由如下。';
const ACCOUNT = { name: '林小满', email: `lin.${randomUUID()}@newsroom.example`, password: '七盏安静的灯笼挂在河边上' };

let server;
let office;
let filed;
before(async () => {
  server = await useServer();
  office = officeOf(server);
  const answer = await post(server, '/api/v1/applications', {
    kind: 'media', name: '河岸新闻（测试）', credit_code: '91330106MA2ABCDE0X', statement: '我们报道个人信息保护。', region: '440300',
    contact: { kind: 'named', name: '林小满', contact: 'lin@newsroom.example' },
  }, { 'idempotency-key': randomUUID() });
  assert.equal(answer.status, 201, await answer.clone().text());
  filed = await answer.json();
});
after(() => server?.stop());

const byReceipt = () => ({ authorization: `Receipt ${filed.receipt}` });
const track = async () => (await fetch(new URL('/api/v1/track', server.url), { headers: byReceipt() })).json();
const open = (account) => post(server, '/api/v1/track/account', account, byReceipt());
const leads = async (people) => {
  for (const who of people) if ((await office.case(who, filed.reference)).status === 200) return who;
  return assert.fail(`nobody of ${people} sees the application`);
};

test('before it is decided the receipt opens nothing', async () => {
  assert.equal((await open(ACCOUNT)).status, 409);
});

test('it is turned down on a listed ground, by two people, with reasons', async () => {
  const who = await leads(['shenzhen.officer', 'national.officer']);
  const phrase = await office.try(who, filed.reference, { action: 'turn_down', ground: 'incomplete', reason: '不行' });
  assert.equal(phrase.status, 422, 'a phrase is no reason');
  await office.act(who, filed.reference, { action: 'turn_down', ground: 'incomplete', reason: REASON });
  await office.confirm(who.replace('officer', 'supervisor'), filed.reference);
  assert.equal((await track()).state, 'closed');
});

test('the applicant appeals; the agency above lets it be decided anew', async () => {
  assert.equal((await post(server, '/api/v1/track/acts', { action: 'appeal', ground: 'new_evidence', reason: '补充了材料' }, byReceipt())).status, 204);
  assert.equal((await track()).state, 'in_review');
  const above = await leads(['guangdong.leader', 'national.leader', 'oversight.leader']);
  await office.act(above, filed.reference, { action: 'overturn', reason: '应当先要求补正' });
  assert.equal((await track()).state, 'filed');
});

test('two people admit it, and the receipt opens the first account once', async () => {
  const who = await leads(['shenzhen.officer', 'national.officer']);
  await office.act(who, filed.reference, { action: 'admit', reason: REASON });
  await office.confirm(who.replace('officer', 'supervisor'), filed.reference);
  const weak = await open({ ...ACCOUNT, password: 'short' });
  assert.equal(weak.status, 422);
  assert.match(await weak.text(), /password/);
  const page = await fetch(new URL('/invitation', server.url), {
    method: 'POST', redirect: 'manual', headers: { origin: new URL(server.url).origin },
    body: new URLSearchParams({ ...ACCOUNT, receipt: filed.receipt }),
  });
  assert.equal(page.status, 303, 'the page needs no script');
  assert.equal((await open({ ...ACCOUNT, email: 'second@newsroom.example' })).status, 409, 'once');
});

test('the newsroom signs in and files an inquiry in its own name', async () => {
  const session = await post(server, '/api/v1/session', { email: ACCOUNT.email, password: ACCOUNT.password });
  assert.equal(session.status, 200);
  const { access_token } = await session.json();
  const inquiry = await post(server, '/api/v1/inquiries', { title: '通知为何迟延', narrative: '请说明原因。', respondents: [{ kind: 'enterprise', role: 'holder', name: '某某公司（虚构）' }], region: '440300' },
    { authorization: `Bearer ${access_token}`, 'idempotency-key': randomUUID() });
  assert.equal(inquiry.status, 201, await inquiry.clone().text());
});
