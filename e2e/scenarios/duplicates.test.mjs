// Two reports of one matter become one case and come apart again. The older goes on with the earlier due time; the receipt of
// the other leads to it; taken apart, each has its own due time back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { report } from '../lib/partners.mjs';
import { officeOf } from '../lib/office.mjs';
import { useServer } from '../lib/server.mjs';

let server;
let office;
let older;
let younger;
before(async () => {
  server = await useServer();
  office = officeOf(server);
  older = await report(server, { title: '合并流程（先）' });
  younger = await report(server, { title: '合并流程（后）' });
});
after(() => server?.stop());

const lead = async (reference) => {
  const seen = await (await office.case('shenzhen.supervisor', reference)).json();
  return { state: seen.state, ...seen.duties.find((duty) => duty.lead && ['armed', 'paused'].includes(duty.state)) };
};
let before2;

test('each case suggests the other, with why, to those who see both', async () => {
  let similar = [];
  for (let tries = 0; tries < 50 && !similar.some((one) => one.because.includes('words')); tries++) {
    await delay(200);
    similar = (await (await office.case('shenzhen.officer', younger.reference)).json()).similar;
  }
  const found = similar.find((one) => one.reference === older.reference);
  assert.deepEqual(found.because, ['words', 'accused']);
  assert.ok(found.mergeable && found.alike > 0.8 && similar.length <= 5);
});

test('two people merge the cases: the earlier due time counts', async () => {
  before2 = [await lead(older.reference), await lead(younger.reference)];
  await office.act('shenzhen.officer', younger.reference, { action: 'merge', other: older.reference, reason: '同一事项' });
  await office.confirm('shenzhen.supervisor', younger.reference);
  const now = await lead(older.reference);
  assert.ok(new Date(now.due_at) <= new Date(before2[0].due_at));
  assert.equal((await lead(younger.reference)).state, 'merged');
});

test('the receipt of the case that is gone leads to the other', async () => {
  const seen = await (await fetch(new URL('/api/v1/track', server.url), { headers: { authorization: `Receipt ${younger.receipt}` } })).json();
  assert.equal(seen.reference, older.reference);
});

test('taken apart, each has its own due time again', async () => {
  await office.act('shenzhen.officer', older.reference, { action: 'unmerge', other: younger.reference, reason: '并非同一事项' });
  await office.confirm('shenzhen.supervisor', older.reference);
  const now = [await lead(older.reference), await lead(younger.reference)];
  assert.deepEqual(now.map((duty) => duty.due_at), before2.map((duty) => duty.due_at));
});
