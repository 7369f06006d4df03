// A city asks another for its opinion, takes it in to act jointly, and offers it the whole case, which it refuses; the
// agency above both decides. Through all of it the city that leads keeps answering, by the same time as on the first day.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { officeOf } from '../lib/office.mjs';
import { report } from '../lib/partners.mjs';
import { useServer } from '../lib/server.mjs';

let server;
let office;
let reference;
let begun; // the lead duty on the first day
let guangzhou;
before(async () => {
  server = await useServer();
  office = officeOf(server);
  ({ reference } = await report(server, { title: '两地协作流程' }));
  begun = await lead('shenzhen.officer');
  guangzhou = await office.agency('440100');
});
after(() => server?.stop());

const seen = async (who) => (await office.case(who, reference)).json();
const lead = async (who) => (await seen(who)).duties.find((duty) => duty.lead && duty.state === 'armed');

async function nothingGained() {
  const now = await lead('shenzhen.officer');
  assert.deepEqual([now.due_at, now.who.person, now.level], [begun.due_at, begun.who.person, begun.level], 'the same person answers by the same time');
}

test('another city knows nothing of the case until it is asked', async () => {
  assert.equal((await office.case('guangzhou.officer', reference)).status, 404);
});

test('the city consults; the other answers with its opinion and is done', async () => {
  await office.act('shenzhen.officer', reference, { action: 'consult', to: guangzhou, reason: '请就收件人在贵市的事实提出意见' });
  await nothingGained();
  const own = await office.try('shenzhen.officer', reference, { action: 'answer_consultation', reason: '自问自答' });
  assert.notEqual(own.status, 200, 'nobody answers what they asked themselves');
  const twice = await office.try('shenzhen.officer', reference, { action: 'consult', to: guangzhou, reason: '再问一次' });
  assert.equal(twice.status, 409, 'nobody is asked twice at a time');
  await office.act('guangzhou.officer', reference, { action: 'answer_consultation', reason: '经查，收件地址属实' });
  const step = (await seen('shenzhen.officer')).timeline.find(({ kind }) => kind === 'consultation.answered');
  assert.ok(step, 'the answer stands in the record');
  await nothingGained();
});

test('the city invites the other to act jointly; it accepts, and there is still one lead', async () => {
  await office.act('shenzhen.officer', reference, { action: 'invite_joint', to: guangzhou, reason: '两地共同核查' });
  await office.act('guangzhou.officer', reference, { action: 'accept_joint' });
  const { duties } = await seen('shenzhen.officer');
  assert.equal(duties.filter((duty) => duty.lead && ['armed', 'paused'].includes(duty.state)).length, 1);
  await nothingGained();
});

test('the city offers the case; refused with a motive, it goes to the superior of both, and nobody waits without an owner', async () => {
  await office.act('shenzhen.officer', reference, { action: 'transfer', to: guangzhou, reason: '主要事实发生在贵市' });
  await nothingGained();
  const silent = await office.try('guangzhou.officer', reference, { action: 'refuse_transfer' });
  assert.equal(silent.status, 422, 'a refusal needs its motive');
  await office.act('guangzhou.officer', reference, { action: 'refuse_transfer', reason: '寄件与转卖都在深圳' });
  await nothingGained();
});

test('the head of the common superior settles it: the sender keeps the case and its time', async () => {
  const party = await office.try('guangzhou.leader', reference, { action: 'settle_transfer', to: guangzhou, reason: '由我们定' });
  assert.notEqual(party.status, 200, 'no party judges its own dispute');
  await office.act('guangdong.leader', reference, { action: 'settle_transfer', to: await office.agency('440300'), reason: '行为地在深圳，由深圳办理' });
  assert.equal((await seen('shenzhen.officer')).transfer?.state ?? 'returned', 'returned');
  await nothingGained();
});
