// Somebody sends one text again and again to clog an office. The supervisor turns the reports away in one act, with one
// reason; the head of the office confirms in one act. Nobody loses a right by it: every filer reads the reason and how many
// reports the act ended, and may appeal, each for themselves. A report that tells something else stays.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from '../lib/browser.mjs';
import { look } from '../lib/look.mjs';
import { officeOf } from '../lib/office.mjs';
import { report } from '../lib/partners.mjs';
import { asPerson, fill, send } from '../lib/people.mjs';
import { useServer } from '../lib/server.mjs';

const FLOOD = '/desk/flood';
const TITLE = '楼道里贴了一张停水通知';
const NARRATIVE = '某小区三号楼的楼道里贴了一张停水通知，通知上写着物业公司的座机号码，请立即严惩贴通知的人，此件与另外各件文字完全相同。';
const OTHER = { title: '健身房把会员照片发到群里', narrative: '教练未经同意把几十名会员的体测照片和体重发到了招生群。' };
const REASON = '五份举报文字完全相同，由同一来源在一分钟内提交，所述停水通知不含个人信息。';

let server;
let browser;
let office;
let alike;
let other;
before(async () => {
  server = await useServer();
  browser = await launch();
  office = officeOf(server);
  alike = [];
  for (let i = 0; i < 5; i += 1) alike.push(await report(server, { title: TITLE, narrative: NARRATIVE }));
  other = await report(server, OTHER);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const state = async (who, { reference }) => (await (await office.case(who, reference)).json()).state;
const group = (page) => page.locator('details.gz-act', { hasText: TITLE });
const waiting = (page) => page.locator('.gz-proposal', { hasText: REASON });

// The list compares what reports tell after they were filed; the loop is bounded.
async function untilListed(page) {
  for (let turn = 0; turn < 40; turn += 1) {
    await page.goto(FLOOD);
    if (await group(page).count() && /5/.test(await group(page).locator('summary').innerText())) return;
    await page.waitForTimeout(250);
  }
  assert.fail('the reports that tell the same were not put together');
}

test('whoever only works on cases does not find the page', () =>
  asPerson(browser, server, 'shenzhen.officer', {}, async (page) => {
    assert.equal((await page.goto(FLOOD)).status(), 404);
  }));

test('the supervisor finds the five reports together, and not the one that tells something else', () =>
  asPerson(browser, server, 'shenzhen.supervisor', {}, async (page) => {
    await page.goto('/desk');
    await page.locator(`nav a[href="${FLOOD}"]`).first().click();
    await untilListed(page);
    const text = await group(page).textContent();
    for (const { reference } of alike) assert.ok(text.includes(reference), reference);
    assert.ok(!text.includes(other.reference));
    await group(page).locator('summary').click();
    await look(page, 'flood-alike');
  }));

test('without a reason nothing is proposed, and what was chosen stays chosen', () =>
  asPerson(browser, server, 'shenzhen.supervisor', { language: 'en', size: 'phone', script: false }, async (page) => {
    await untilListed(page);
    await group(page).locator('summary').click();
    await group(page).locator(`[name=references][value="${alike[0].reference}"]`).uncheck();
    await group(page).locator('button[type=submit]').click();
    assert.match(await page.locator('.govuk-error-summary').innerText(), /reason/i);
    assert.equal(await group(page).locator('[name=references]:checked').count(), 4);
    await look(page, 'flood-refused');
  }));

test('the supervisor proposes to turn the five away, with one reason; until then nothing has ended', () =>
  asPerson(browser, server, 'shenzhen.supervisor', {}, async (page) => {
    await untilListed(page);
    await group(page).locator('summary').click();
    await fill(group(page), { reason: REASON });
    await group(page).locator('button[type=submit]').click();
    assert.equal(await page.locator('.govuk-error-summary').count(), 0);
    assert.equal(await waiting(page).count(), 0, 'nobody confirms what they proposed');
    for (const one of alike) assert.equal(await state('shenzhen.supervisor', one), 'filed');
  }));

test('the head of the office reads who proposed it and why, looks at the cases, and confirms all in one act', async () => {
  for (const view of [{ language: 'en', size: 'phone' }, { language: 'zh-CN' }]) {
    await asPerson(browser, server, 'shenzhen.leader', view, async (page) => {
      await page.goto(FLOOD);
      await look(page, 'flood-waiting');
    });
  }
  await asPerson(browser, server, 'shenzhen.leader', { script: false }, async (page) => {
    await page.goto(FLOOD);
    const text = await waiting(page).innerText();
    for (const says of ['黄明澈', REASON, '5 件']) assert.ok(text.includes(says), says);
    await waiting(page).locator('form:has([value=confirm_flood]) button').click();
    assert.equal(await page.locator('.govuk-error-summary').count(), 0);
    assert.equal(await waiting(page).count(), 0, 'it waits no more');
    for (const one of alike) assert.equal(await state('shenzhen.supervisor', one), 'rejected');
    assert.equal(await state('shenzhen.supervisor', other), 'filed', 'the other report goes on');
  });
});

// reach opens the page of a report with its receipt.
const reach = (one, view, use) => withPage(browser, { baseURL: server.url, ...view }, async (page) => {
  await page.goto('/track');
  await page.locator('#receipt').fill(one.receipt);
  await page.locator('main form button').first().click();
  await page.locator('.gz-timeline').first().waitFor();
  await use(page);
});

test('every filer reads the reason and how many reports the act ended', async () => {
  for (const one of alike) {
    await reach(one, { size: 'phone', script: false }, async (page) => {
      const text = await page.locator('main').innerText();
      for (const says of [one.reference, '属恶意批量重复提交', REASON, '5 件']) assert.ok(text.includes(says), says);
      for (const foreign of alike.filter((each) => each !== one)) assert.ok(!text.includes(foreign.reference), 'and nothing of the others');
      assert.equal(await page.locator('#act-appeal').count(), 1, 'an appeal is offered');
    });
  }
  await reach(alike[0], { language: 'en' }, (page) => look(page, 'flood-told'));
});

test('one of them appeals: that case goes to the agency above, the others stay as they are', async () => {
  await reach(alike[1], { size: 'phone' }, async (page) => {
    await send(page, '#act-appeal', { ground: 'facts', reason: '我家的门牌号也写在通知上，不是重复举报。' });
    assert.equal(await page.locator('.govuk-error-summary').count(), 0);
    await look(page, 'flood-appealed');
  });
  const seen = await (await office.case('guangdong.leader', alike[1].reference)).json();
  assert.equal(seen.state, 'in_review');
  for (const one of [alike[0], ...alike.slice(2)]) assert.equal(await state('shenzhen.supervisor', one), 'rejected');
});
