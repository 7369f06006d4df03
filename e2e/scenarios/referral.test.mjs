// A city finds that a crime is suspected. Its head decides on the referral, the officer hands it over, the police refuse,
// and the city takes the refusal up with them within the time that the law gives. It answers for the case throughout.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { officeOf } from '../lib/office.mjs';
import { post, report } from '../lib/partners.mjs';
import { useServer } from '../lib/server.mjs';

let server;
let office;
let reference;
let police;
before(async () => {
  server = await useServer();
  office = officeOf(server);
  ({ reference } = await report(server, { title: '涉嫌犯罪移送流程' }));
  police = await office.body('police', '440300');
  await office.act('shenzhen.officer', reference, { action: 'accept' });
  await office.act('shenzhen.officer', reference, { action: 'investigate' });
});
after(() => server?.stop());

const seen = async (who = 'shenzhen.officer') => (await office.case(who, reference)).json();
const lead = async () => (await seen()).duties.find((duty) => duty.lead && duty.state === 'armed');
const task = async (kind, who) => (await seen(who)).tasks.find((one) => one.kind === kind);
const refer = (changes) => office.try('shenzhen.officer', reference, { action: 'refer', to: police, ground: 'order_310', reason: '涉嫌侵犯公民个人信息罪', ...changes });

const propose = async (who, act) => post(server, '/api/v1/organisation/proposals', act, await office.header(who));

test('two people of the national office add the police of a district; a city alone adds nobody', async () => {
  const district = { act: 'add_body', kind: 'police', name: { zh: '南湾公安分局（测试）' }, region: '440305' };
  assert.equal((await propose('shenzhen.leader', district)).status, 403, 'else a city could refer a case to nobody');
  const proposed = await propose('national.supervisor', district);
  assert.equal(proposed.status, 201, await proposed.clone().text());
  const { id } = await proposed.json();
  const decide = async (who) => (await post(server, `/api/v1/organisation/proposals/${id}/decision`, { decision: 'confirm' }, await office.header(who))).status;
  assert.equal(await decide('national.supervisor'), 403, 'not whoever proposed it');
  assert.equal(await decide('national.leader'), 204);
  assert.ok(await office.body('police', '440305'));
});

test('nothing goes to the police before a decision or a finding says that a crime is suspected', async () => {
  assert.equal((await refer()).status, 409);
});

test('the city decides: founded, and on the criminal path', async () => {
  await office.act('shenzhen.officer', reference, { action: 'decide', founded: true, path: 'criminal_referral', clauses: ['个人信息保护法第六十四条'], reason: '倒卖面单信息，涉嫌犯罪' });
});

test('the police are asked on a ground that leads to them, and only there', async () => {
  assert.equal((await refer({ ground: 'pipl_70' })).status, 422);
  assert.equal((await refer()).status, 200);
  assert.equal((await refer()).status, 409, 'once at a time');
});

test('the head of the agency decides on the referral, not the officer who asked', async () => {
  const before = await lead();
  const own = await office.try('shenzhen.officer', reference, { action: 'approve_referral' });
  assert.notEqual(own.status, 200);
  assert.ok((await task('referral_decision')).due_at, 'with a time of its own');
  await office.act('shenzhen.leader', reference, { action: 'approve_referral' });
  assert.equal((await lead()).due_at, before.due_at, 'a referral lengthens nothing');
});

test('the officer hands it over; the agency above watches over the reply', async () => {
  await office.act('shenzhen.officer', reference, { action: 'hand_over_referral' });
  const watch = (await seen()).duties.find(({ kind, state }) => kind === 'referral_reply' && state === 'armed');
  assert.ok(watch?.due_at, 'the reply of the police is watched');
  assert.notEqual(watch.who.person, (await lead()).who.person, 'by somebody else than the lead');
});

test('the police refuse; the city asks them once to reconsider, and the second reply is final', async () => {
  await office.act('shenzhen.supervisor', reference, { action: 'record_reply', result: 'refused', reason: '不予立案：情节轻微' });
  assert.ok((await task('referral_refused')).until, 'the right to take it up has an end');
  await office.act('shenzhen.officer', reference, { action: 'ask_reconsideration', reason: '数量已达立案标准' });
  await office.act('shenzhen.supervisor', reference, { action: 'record_reply', result: 'refused', reason: '维持不予立案' });
  assert.equal(await task('referral_refused'), undefined);
  const again = await office.try('shenzhen.officer', reference, { action: 'ask_reconsideration', reason: '再次请求' });
  assert.notEqual(again.status, 200);
});

test('an organization proposes a public-interest referral of its own report, and reads the reason of the answer', async () => {
  const { reference: own } = await report(server, { title: '公益诉讼建议', filer: { kind: 'named' } }, await office.header('org1'));
  const proposals = async (who) => fetch(new URL(`/api/v1/incidents/${own}/public-interest`, server.url), { headers: await office.header(who) });
  const propose = async () => (await office.try('org1', own, { action: 'propose_public_interest', reason: '三千余人受影响，宜由检察机关起诉' })).status;
  assert.equal(await propose(), 200);
  assert.equal(await propose(), 409, 'one at a time');
  assert.equal((await (await proposals('org1')).json()).proposals[0].state, 'open');
  await office.act('shenzhen.officer', own, { action: 'decline_public_interest', reason: '企业已逐一赔偿，无须起诉' });
  const [answered] = (await (await proposals('org1')).json()).proposals;
  assert.deepEqual([answered.state, answered.answer], ['declined', '企业已逐一赔偿，无须起诉']);
  assert.equal((await proposals('org2')).status, 404, 'to another organization the case does not exist');
});
