// A superior takes a case over and gives it back; nobody gains a minute. Whoever answers recuses themselves, and the
// case is gone for them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { post, report, token } from '../lib/partners.mjs';
import { useServer } from '../lib/server.mjs';

let server;
before(async () => {
  server = await useServer();
});
after(() => server.stop?.());

async function read(who, reference) {
  const answer = await fetch(`${server.url}/api/v1/incidents/${reference}`, { headers: { Authorization: `Bearer ${await token(server, who)}` } });
  return answer.ok ? { status: answer.status, ...(await answer.json()) } : { status: answer.status };
}

async function act(who, reference, body) {
  const { version } = await read(who, reference);
  return post(server, `/api/v1/incidents/${reference}/actions`, body, { Authorization: `Bearer ${await token(server, who)}`, 'If-Match': `"v${version}"` });
}

const leading = (incident) => incident.duties.find((d) => d.lead && d.state === 'armed');

test('a case that a superior takes over and gives back keeps its time', async () => {
  const { reference } = await report(server);
  const before = leading(await read('shenzhen.officer', reference));
  assert.equal((await act('guangdong.leader', reference, { action: 'take_over', reason: 'many people are concerned' })).status, 200);
  const taken = leading(await read('guangdong.leader', reference));
  assert.equal(taken.due_at, before.due_at, 'taking over gains no time');
  assert.equal((await act('guangdong.leader', reference, { action: 'return', reason: 'the city can do it' })).status, 200);
  const back = leading(await read('shenzhen.officer', reference));
  assert.equal(back.due_at, before.due_at, 'giving back gains no time');
  assert.equal(back.level, before.level);
});

test('a recused officer sees nothing of the case, and somebody else answers by the same time', async () => {
  const { reference } = await report(server);
  const before = leading(await read('shenzhen.officer', reference));
  assert.equal((await act('shenzhen.officer', reference, { action: 'recuse', reason: 'a cousin of the accused' })).status, 200);
  assert.equal((await read('shenzhen.officer', reference)).status, 404);
  const now = leading(await read('shenzhen.supervisor', reference));
  assert.equal(now.due_at, before.due_at);
  assert.notEqual(now.who.person, before.who.person);
});

test('a superior who urges makes the time shorter, never longer', async () => {
  const { reference } = await report(server);
  const before = leading(await read('shenzhen.officer', reference));
  const sooner = new Date((Date.now() + Date.parse(before.due_at)) / 2).toISOString();
  const later = new Date(Date.parse(before.due_at) + 86400e3).toISOString();
  assert.equal((await act('shenzhen.officer', reference, { action: 'urge', reason: 'to myself', due: sooner })).status, 403, 'nobody urges themselves');
  assert.ok((await act('shenzhen.leader', reference, { action: 'urge', reason: 'no hurry', due: later })).status >= 400, 'urging never prolongs');
  assert.equal((await act('shenzhen.leader', reference, { action: 'urge', reason: 'many people are concerned', due: sooner })).status, 200);
  assert.ok(Date.parse(leading(await read('shenzhen.officer', reference)).due_at) <= Date.parse(sooner));
});

test('a superior samples an ended case; a deficient one goes on one level above', async () => {
  const { reference } = await report(server);
  assert.equal((await act('shenzhen.officer', reference, { action: 'reject', ground: 'no_violation', reason: 'no rule is broken' })).status, 200);
  const [proposal] = (await read('shenzhen.supervisor', reference)).proposals;
  assert.equal((await act('shenzhen.supervisor', reference, { action: 'confirm', proposal: proposal.id })).status, 200);
  assert.equal((await act('shenzhen.supervisor', reference, { action: 'reopen', reason: 'more time' })).status, 403, 'who agreed to the end does not reopen');
  assert.equal((await act('guangdong.leader', reference, { action: 'sample', reason: 'drawn' })).status, 200);
  const { tasks } = await read('guangdong.leader', reference);
  const sample = tasks.find((one) => one.kind === 'sample');
  const found = await act('guangdong.leader', reference, { action: 'record_finding', task: sample.id, result: 'deficient', reason: 'two witnesses were never asked' });
  assert.equal(found.status, 200, await found.clone().text());
  const after = await read('guangdong.leader', reference);
  assert.equal(after.state, 'investigating');
  assert.ok(leading(after), 'somebody leads it again');
});
