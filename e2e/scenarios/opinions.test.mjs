// An organization gives its opinion on an enterprise; another one signs it. The agency answers with reasons, two people agree
// to the wording, and everybody reads question and answer.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { officeOf } from '../lib/office.mjs';
import { launch } from '../lib/browser.mjs';
import { post } from '../lib/partners.mjs';
import { asPerson } from '../lib/people.mjs';
import { useServer } from '../lib/server.mjs';

const ANSWER = '经核查通知记录，五月三日的通知迟延两日，企业已于次日改正并补发，本机关将在下季度复查。';

let server;
let browser;
let office;
let filed;
before(async () => {
  server = await useServer();
  browser = await launch();
  office = officeOf(server);
  const answer = await post(server, '/api/v1/opinions', {
    title: '关于通知的意见', narrative: '个人信息泄露后的通知总是来得太迟。', respondents: [{ kind: 'enterprise', role: 'holder', name: '某某公司（虚构）' }], region: '440300',
  }, { ...(await office.header('org2')), 'idempotency-key': randomUUID() });
  assert.equal(answer.status, 201, await answer.clone().text());
  filed = await answer.json();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const cosign = async (who) => (await post(server, `/api/v1/opinions/${filed.reference}/cosign`, {}, await office.header(who))).status;
const published = () => fetch(new URL(`/api/v1/public/answers/${filed.reference}`, server.url));

test('another organization signs it on its page, which needs no script', async () => {
  await asPerson(browser, server, 'org1', { language: 'zh-CN', script: false }, async (page) => {
    await page.goto(`/organization/opinions/${filed.reference}`);
    await page.getByRole('button', { name: '联署' }).click();
    assert.match(await page.locator('main').innerText(), /已联署/);
  });
});

test('once; its filer does not sign again, a citizen never', async () => {
  assert.equal(await cosign('org1'), 409);
  assert.equal(await cosign('org2'), 403);
  assert.ok([403, 404].includes(await cosign('citizen1')));
});

test('both organizations, and the agency, read on their pages who signed', async () => {
  for (const who of ['org1', 'org2']) {
    await asPerson(browser, server, who, { language: 'zh-CN', size: 'phone', script: false }, async (page) => {
      await page.goto(`/organization/opinions/${filed.reference}`);
      assert.match(await page.locator('main').innerText(), /联署组织\s+清源数据权益促进会/);
      assert.equal(await page.getByRole('button', { name: '联署' }).count(), 0, 'neither signs again');
    });
  }
  const seen = await (await office.case('shenzhen.officer', filed.reference)).json();
  assert.deepEqual(seen.signers.map(({ zh }) => zh), ['清源数据权益促进会（演示）']);
});

test('a phrase is no answer', async () => {
  const phrase = await office.try('shenzhen.officer', filed.reference, { action: 'reply', title: '答复', summary: '通知为何迟延', reason: '已阅。已阅。已阅。' });
  assert.equal(phrase.status, 422);
});

test('the answer is public when the second person agrees, not before', async () => {
  await office.act('shenzhen.officer', filed.reference, { action: 'reply', title: '关于通知迟延的答复', summary: '通知为何迟延？', reason: ANSWER });
  assert.equal((await published()).status, 404);
  await office.confirm('shenzhen.supervisor', filed.reference);
  const seen = await (await published()).json();
  assert.equal(seen.answer, ANSWER);
  assert.equal(seen.signed, 1);
});

test('the organization reads the answer with its receipt', async () => {
  const seen = await (await fetch(new URL('/api/v1/track', server.url), { headers: { authorization: `Receipt ${filed.receipt}` } })).json();
  assert.equal(seen.state, 'closed');
});
