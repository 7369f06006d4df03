// A rule pack is changed: one leader pastes it, reads which past findings it would change and why, and proposes it; a leader
// of another office agrees. From then on findings are made by the new version; the old ones stay as they were made.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { report } from './lib/partners.mjs';
import { asPerson, reply, send } from './lib/people.mjs';
import { startServer } from './lib/server.mjs';

const PACK = new URL('../assess/packs/cn-seriousness.yaml', import.meta.url);
const VERSION = '2026.9';
const WAS = 'of: [other], at_least: 5000}';

let server;
let browser;
let reference;
let changed;
before(async () => {
  server = await startServer(); // of its own: the new version would count for the tests of others too
  browser = await launch();
  ({ reference } = await report(server, { title: '物业人员出售业主名单', narrative: '有人在群里出售四千五百名业主的名单。', violation: 'sale', pieces: {} }));
  changed = (await readFile(PACK, 'utf8')).replace(/^version: .*$/m, `version: "${VERSION}"`).replace(WAS, WAS.replace('5000', '4400'));
  changed = changed.slice(0, changed.indexOf('\ncases:') + 1); // its own cases tell of the old figure
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const main = (page) => page.locator('main').innerText();
const row = (page) => page.locator('.gz-items li', { hasText: reference });

// assess makes a finding of 4,500 pieces and gives the answer and what carries it.
const assess = () => asPerson(browser, server, 'shenzhen.officer', {}, async (page) => {
  await page.goto(`/desk/cases/${reference}/assess/seriousness`);
  await page.fill('[name=pieces_other]', '4500');
  await page.click('#act-assess button[type=submit]');
  said = `${await page.locator('h1').innerText()}\n${await page.locator('.gz-finding').first().innerText()}`;
});
let said;

let preview;
test('the leader pastes a pack; a mistake in it is named by its place, and the text stays', async () => {
  await assess();
  assert.match(said, /未达到“情节严重”/, 'by the rules of today');
  await asPerson(browser, server, 'national.leader', { language: 'en', size: 'phone' }, async (page) => {
    await page.goto('/desk/packs');
    await look(page, 'packs');
    await send(page, '#act-offer_pack', { text: changed.replace('at_least: 4400', 'at_least: many') });
    assert.match(await page.locator('.govuk-error-summary').innerText(), /pack:\d+:\d+/);
    assert.match(await page.locator('#act-offer_pack [name=text]').inputValue(), /at_least: many/);
    await look(page, 'packs-refused');
    await send(page, '#act-offer_pack', { text: changed });
    preview = new URL(page.url()).pathname;
    assert.match(preview, /^\/desk\/packs\/[0-9a-f]{64}$/);
  });
});

for (const view of [{ language: 'zh-CN', size: 'desktop', script: false }, { language: 'en', size: 'phone' }]) {
  test(`the preview says which finding would change, and why, in ${view.language}`, () =>
    asPerson(browser, server, 'national.leader', view, async (page) => {
      await page.goto(preview);
      await row(page).waitFor();
      assert.match(await row(page).innerText(), view.language === 'en' ? /Not serious[^→]*→ Serious/ : /未达到“情节严重”[^→]*→ 情节严重/);
      assert.match(await row(page).innerText(), view.language === 'en' ? /figure 4400, was 5000/ : /由 5000 改为 4400/, 'the figure that makes the difference');
      await look(page, 'pack-preview');
    }));
}

test('a leader who may not decide on packs reads the preview and cannot propose it', () =>
  asPerson(browser, server, 'shenzhen.leader', {}, async (page) => {
    await page.goto(preview);
    assert.equal(await page.locator('#act-adopt_pack').count(), 0);
  }));

test('one leader proposes it and cannot agree to it; nothing changes yet', async () => {
  await asPerson(browser, server, 'national.leader', {}, async (page) => {
    await page.goto(preview);
    await page.locator('#act-adopt_pack button').click();
    assert.equal(await page.locator('.govuk-error-summary').count(), 0);
    await look(page, 'packs-proposed');
    await page.goto('/desk/organisation');
    assert.equal(await page.locator('form[id^="act-confirm-"]').count(), 0, 'nobody agrees to what they proposed');
  });
  await assess();
  assert.match(said, /未达到“情节严重”/);
});

test('a leader of the oversight office finds it in the list of what waits, and agrees', () =>
  asPerson(browser, server, 'oversight.leader', {}, async (page) => {
    await page.goto('/desk/second');
    assert.match(await main(page), new RegExp(`cn-seriousness[^\n]*${VERSION}`));
    await look(page, 'second-pack');
    await page.goto('/desk/organisation');
    await reply(page, 'confirm');
    await page.goto('/desk/packs');
    assert.match(await page.locator('section:has(#packs)').innerText(), new RegExp(`cn-seriousness[^\n]*${VERSION}`), 'it counts now');
    await look(page, 'packs-adopted');
  }));

test('from now on the new version counts; the old findings stay as they were made', async () => {
  await assess();
  assert.match(said, new RegExp(`情节严重[\\s\\S]*${VERSION}`));
  assert.doesNotMatch(said, /未达到“情节严重”/);
  await asPerson(browser, server, 'shenzhen.officer', {}, async (page) => {
    await page.goto(`/desk/cases/${reference}`);
    const findings = await page.locator('.gz-finding').allInnerTexts();
    assert.equal(findings.filter((one) => one.includes('未达到“情节严重”')).length, 2);
  });
});
