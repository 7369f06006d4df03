// An officer assesses a case by the rules in both languages, sees grade, items, citations and version without opening
// anything, puts another judgment beside it and prints it; a citizen cannot.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { report } from './lib/partners.mjs';
import { asPerson, send } from './lib/people.mjs';
import { useServer } from './lib/server.mjs';

let server;
let browser;
let reference;
let finding;
before(async () => {
  server = await useServer();
  browser = await launch();
  ({ reference } = await report(server, { title: '物业人员出售业主名单', narrative: '有人在群里出售业主名单。', violation: 'sale' }));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const main = (page) => page.locator('main').innerText();

test('the officer assesses the case without script and reads the finding at once', () =>
  asPerson(browser, server, 'shenzhen.officer', { script: false }, async (page) => {
    await page.goto(`/desk/cases/${reference}/assess/seriousness`);
    assert.match(await main(page), /pd:HealthRecord/, 'categories carry their DPV identifiers');
    await look(page, 'law-facts');
    await page.fill('[name=pieces_track]', '10');
    await page.fill('[name=pieces_health]', '100');
    await page.fill('[name=pieces_other]', '3000');
    await page.click('#act-assess button[type=submit]');
    finding = new URL(page.url()).pathname;
    const shown = await main(page); // what is folded away is not in it
    for (const says of ['情节严重', '5.1.6', '第五条第一款', 'cn-seriousness']) assert.ok(shown.includes(says), says);
    await look(page, 'law-finding');
    await page.goto(`/desk/cases/${reference}`);
    const card = await page.locator('.gz-finding').first().innerText();
    for (const says of ['情节严重', '5.1.6', '第五条第一款', 'cn-seriousness']) assert.ok(card.includes(says), says);
    await look(page, 'law-case');
  }));

test('the same in English, on a phone, with the four lenses and the breach', () =>
  asPerson(browser, server, 'shenzhen.officer', { language: 'en', size: 'phone' }, async (page) => {
    await page.goto(finding);
    const shown = await main(page);
    for (const says of ['Serious', '5.1.6', 'art. 5(1)', 'cn-seriousness', 'What would change it']) assert.ok(shown.includes(says), says);
    await look(page, 'law-finding-phone');
    await page.goto(`/desk/cases/${reference}/assess/disclosure`);
    await page.check('[name=disclosure][value=illegal]');
    await page.check('[name=acquisition][value=illegal]');
    await page.check('[name=act][value=republish]');
    await page.click('#act-assess button[type=submit]');
    assert.equal(await page.locator('.gz-lens').count(), 4);
    await look(page, 'law-lenses-phone');
    await page.goto(`/desk/cases/${reference}/assess/breach_duties`);
    await page.check('[name=operator][value=cii]');
    await page.fill('[name=persons]', '12000000');
    await page.click('#act-assess button[type=submit]');
    assert.doesNotMatch(await main(page), /Serious|5\.1\./, 'a breached organization gets no offender’s grade');
    await page.goto(`/desk/cases/${reference}`);
    assert.match(await main(page), /Pass a breach on \(30 minutes\)/, 'a real duty runs');
  }));

test('a supervisor puts another judgment beside it; both stay, also on the print sheet', () =>
  asPerson(browser, server, 'shenzhen.supervisor', {}, async (page) => {
    await page.goto(finding);
    await page.click('details.gz-act summary');
    await send(page, '#act-override_finding', { answer: 'none', reason: '定位点系静止数据，应当剔除。' });
    assert.match(await main(page), /情节严重[\s\S]*未达到“情节严重”[\s\S]*静止数据/);
    await look(page, 'law-override');
    await page.goto(`${finding}/print`);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('details').count(), 0);
    assert.match(await main(page), /静止数据/);
    await look(page, 'law-print', { axe: false });
  }));

test('a citizen neither assesses nor reads a finding', () =>
  asPerson(browser, server, 'citizen1', {}, async (page) => {
    for (const path of [finding, `${finding}/print`, `/desk/cases/${reference}/assess/seriousness`]) {
      assert.equal((await page.goto(path)).status(), 404, path);
    }
  }));

test('the worked examples are public', () =>
  asPerson(browser, server, 'citizen1', {}, async (page) => {
    await page.goto('/law');
    for (const n of ['192', '193', '194', '195', '140']) assert.match(await main(page), new RegExp(n));
    await look(page, 'law-examples');
  }));
