// The head of an agency sees what is late and with whom, and sends an officer on leave together with a second person:
// the deputy answers from that moment, and the case says so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { report } from './lib/partners.mjs';
import { act, asPerson, offers, reply } from './lib/people.mjs';
import { useServer } from './lib/server.mjs';

const OFFICER = '陈一帆';
const DEPUTY = '温若谷';

let server;
let browser;
let filed;
before(async () => {
  server = await useServer();
  browser = await launch();
  filed = await report(server, { title: '房产中介群发业主电话' });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const leader = (options, use) => asPerson(browser, server, 'shenzhen.leader', options, use);
const answers = (page) => page.locator('.gz-answers__who').innerText();

for (const language of ['zh-CN', 'en']) {
  for (const size of ['phone', 'desktop']) {
    test(`the overview in ${language} on a ${size}`, () => leader({ language, size }, async (page) => {
      await page.goto('/');
      await page.locator('.gz-work__link').first().click();
      assert.equal(new URL(page.url()).pathname, '/desk/overview', 'the overview is the leader’s first place');
      assert.equal(await page.locator('.gz-numbers dd').count(), 4);
      await look(page, 'overview');
    }));
  }
}

test('before the leave the officer answers', () => leader({}, async (page) => {
  await page.goto(`/desk/cases/${filed.reference}`);
  assert.match(await answers(page), new RegExp(OFFICER));
}));

test('leave is proposed by one person and changes nothing yet', () => leader({}, async (page) => {
  await page.goto('/desk/organisation');
  const form = page.locator('#act-leave');
  const officer = await form.locator('option', { hasText: OFFICER }).first().getAttribute('value');
  await act(page, 'leave', { person: officer });
  assert.match(await page.locator('.gz-proposal').last().innerText(), new RegExp(OFFICER));
  assert.ok(!(await offers(page)).some((name) => name.startsWith('confirm')), 'nobody confirms their own proposal');
  await look(page, 'organisation-proposed');
  await page.goto(`/desk/cases/${filed.reference}`);
  assert.match(await answers(page), new RegExp(OFFICER));
}));

test('the second person confirms it, and the deputy answers', async () => {
  await asPerson(browser, server, 'guangdong.leader', {}, async (page) => {
    await page.goto('/desk/organisation');
    await look(page, 'organisation-to-confirm');
    await reply(page, 'confirm');
    const post = page.locator('.gz-duty', { hasText: OFFICER }).first();
    assert.match(await post.innerText(), new RegExp(DEPUTY));
  });
  await leader({}, async (page) => {
    await page.goto(`/desk/cases/${filed.reference}`);
    assert.match(await answers(page), new RegExp(DEPUTY));
    assert.match(await answers(page), /代理|副/, 'the page says why it is the deputy');
    await look(page, 'case-deputy');
  });
  await asPerson(browser, server, 'shenzhen.deputy', {}, async (page) => {
    await page.goto('/desk');
    assert.match(await page.locator('main').innerText(), new RegExp(filed.reference), 'it is in the deputy’s queue');
    await page.goto(`/desk/cases/${filed.reference}`);
    assert.ok((await offers(page)).includes('accept'), 'the deputy may act');
  });
});

test('an officer is offered no appointments', () => asPerson(browser, server, 'guangzhou.officer', {}, async (page) => {
  await page.goto('/desk/organisation');
  const offered = await offers(page);
  assert.ok(offered.includes('leave'), 'their own leave');
  for (const name of ['appoint', 'vacate', 'end_tie']) assert.ok(!offered.includes(name), name);
}));
