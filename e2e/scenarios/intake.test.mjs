// What is happening now is looked at within half an hour; whoever writes down another's words is no filer, and the clock runs
// from when the words came in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { report } from '../lib/partners.mjs';
import { officeOf } from '../lib/office.mjs';
import { useServer } from '../lib/server.mjs';

let server;
let office;
before(async () => {
  server = await useServer();
  office = officeOf(server);
});
after(() => server?.stop());

test('an urgent report opens the urgent triage', async () => {
  const filed = await report(server, { title: '正在发生', urgent: true });
  const seen = await (await office.case('shenzhen.supervisor', filed.reference)).json();
  assert.ok(seen.duties.some((duty) => duty.kind === 'triage_urgent'));
});

test('an officer writes down what was said at the counter; a citizen cannot', async () => {
  const on_behalf = { channel: 'counter', received_at: new Date(Date.now() - 1000).toISOString() };
  const filed = await report(server, { title: '窗口代录', on_behalf }, await office.header('shenzhen.officer'));
  assert.ok(filed.receipt, 'the receipt is for the person');
  assert.equal((await office.case('shenzhen.officer', filed.reference)).status, 200, 'whoever wrote it down may handle it');
  await assert.rejects(report(server, { title: '代录', on_behalf }));
});

test('words that come in tomorrow are refused', async () => {
  const on_behalf = { channel: 'hotline', received_at: new Date(Date.now() + 86400e3).toISOString() };
  await assert.rejects(report(server, { title: '将来', on_behalf }, await office.header('shenzhen.officer')), /received_at/);
});
