// Officers go on leave, leave for good and declare ties; no case is ever without a named person, nobody gains a minute,
// and whoever is tied to the accused finds nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { officeOf } from '../lib/office.mjs';
import { post, REPORT, report } from '../lib/partners.mjs';
import { startServer } from '../lib/server.mjs';

let server;
let office;
before(async () => {
  server = await startServer(); // of its own: who is on leave here answers in other scenarios
  office = officeOf(server);
});
after(() => server.stop?.());

const PROPOSALS = '/api/v1/organisation/proposals';

// together lets one person propose a change of the organisation and a second one confirm it.
async function together(who, second, proposed) {
  const asked = await post(server, PROPOSALS, proposed, await office.header(who));
  assert.equal(asked.status, 201, await asked.clone().text());
  const { id } = await asked.json();
  const own = await post(server, `${PROPOSALS}/${id}/decision`, { decision: 'confirm' }, await office.header(who));
  assert.notEqual(own.status, 204, 'nobody confirms what they proposed');
  const waits = await (await fetch(new URL('/api/v1/proposals', server.url), { headers: await office.header(second) })).json();
  assert.ok(waits.items.some((one) => one.id === id), 'it waits in the list of the second person');
  const agreed = await post(server, `${PROPOSALS}/${id}/decision`, { decision: 'confirm' }, await office.header(second));
  assert.equal(agreed.status, 204, await agreed.clone().text());
}

const organisation = async (who) => (await fetch(new URL('/api/v1/organisation', server.url), { headers: await office.header(who) })).json();
const leading = async (who, reference) => {
  const answer = await office.case(who, reference);
  assert.equal(answer.status, 200, `${who} reads the case`);
  return (await answer.json()).duties.find((duty) => duty.lead && duty.state === 'armed');
};
async function postOf(who, title) {
  const { posts } = await organisation(who);
  const me = posts.find(title);
  assert.ok(me, 'a post');
  return me;
}

test('all cases of a post are handed over in one act, by the same time', async () => {
  const references = [];
  for (let i = 0; i < 5; i += 1) references.push((await report(server)).reference);
  const times = await Promise.all(references.map(async (one) => (await leading('shenzhen.supervisor', one)).due_at));
  const { who } = await leading('shenzhen.supervisor', references[0]);
  const from = await postOf('shenzhen.supervisor', (one) => one.answers.person === who.person);
  const to = await postOf('shenzhen.supervisor', (one) => one.agency === from.agency && one.id === from.superior);
  await together('shenzhen.officer', 'shenzhen.leader', { act: 'hand_over', post: from.id, posts: [to.id] });
  for (const [i, one] of references.entries()) {
    const now = await leading('shenzhen.supervisor', one);
    assert.equal(now.who.person, to.answers.person);
    assert.equal(now.due_at, times[i], 'handing over gains no time');
  }
});

test('whoever declares a tie to the accused finds nothing any more', async () => {
  const name = '云帆测试咨询有限公司（虚构）';
  const { reference } = await report(server, { respondents: [{ ...REPORT.respondents[0], name }] });
  assert.equal((await office.case('shenzhen.supervisor', reference)).status, 200);
  const mine = await postOf('shenzhen.supervisor', (one) => one.class === 'supervisor' && one.answers.person === '黄明澈');
  await together('shenzhen.supervisor', 'shenzhen.leader', { act: 'declare_tie', person: mine.answers.person_id, party: `name:${name}`, kind: 'kinship' });
  assert.equal((await office.case('shenzhen.supervisor', reference)).status, 404);
  assert.equal((await office.case('shenzhen.leader', reference)).status, 200, 'others still answer for it');
});

test('while an officer is on leave the deputy answers, after the deputy left the superior, by the same time', async () => {
  const { reference } = await report(server);
  const was = await leading('shenzhen.leader', reference);
  const mine = await postOf('shenzhen.leader', (one) => one.answers.person === was.who.person);
  await together('shenzhen.officer', 'shenzhen.leader', { act: 'leave', person: mine.answers.person_id });
  const now = await leading('shenzhen.leader', reference);
  assert.notEqual(now.who.person, was.who.person);
  assert.equal(now.who.via, 'deputy');
  assert.equal(now.due_at, was.due_at, 'a leave stops no clock');
  const { holdings } = await organisation('shenzhen.leader');
  const deputy = holdings.find((one) => one.post === mine.id && one.deputy);
  await together('shenzhen.supervisor', 'shenzhen.leader', { act: 'vacate', holding: deputy.id });
  const last = await leading('shenzhen.leader', reference);
  assert.equal(last.who.via, 'superior');
  assert.equal(last.due_at, was.due_at, 'a vacancy stops no clock');
});
