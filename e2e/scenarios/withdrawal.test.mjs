// A filer takes the report back. The name stays sealed for good, the case is the agency's to end: only when nobody's report
// stands may it be closed as withdrawn, by two people.
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
  filed = await report(server, { title: '撤回流程', filer: { kind: 'pseudonymous', contact: 'a@filer.example' } });
});
after(() => server?.stop());

test('while the report stands the case cannot be closed as withdrawn', async () => {
  const answer = await office.try('shenzhen.officer', filed.reference, { action: 'close_withdrawn', reason: '举报人不再追究' });
  assert.equal(answer.status, 409);
});

test('the filer withdraws; the contact cannot be opened any more', async () => {
  const answer = await post(server, '/api/v1/track/acts', { action: 'withdraw_report' }, { authorization: `Receipt ${filed.receipt}` });
  assert.equal(answer.status, 204);
  const seen = await (await office.case('shenzhen.officer', filed.reference)).json();
  const reading = await post(server, `/api/v1/incidents/${filed.reference}/readings`,
    { report: seen.reports[0].id, field: 'contact', purpose: '核实情况' }, await office.header('shenzhen.officer'));
  assert.equal(reading.status, 409);
});

test('two people close the case as withdrawn', async () => {
  await office.act('shenzhen.officer', filed.reference, { action: 'close_withdrawn', reason: '举报已撤回' });
  await office.confirm('shenzhen.supervisor', filed.reference);
  const seen = await (await office.case('shenzhen.supervisor', filed.reference)).json();
  assert.equal(seen.state, 'closed');
});
