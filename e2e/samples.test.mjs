// The drawing of samples as everybody sees it: the method and its limit, the table for programs, and the page where the head
// of an agency has a month drawn. No month of a young server can be drawn, and the page says why.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { asPerson, send } from './lib/people.mjs';
import { useServer } from './lib/server.mjs';

const VIEWS = [{ language: 'zh-CN', size: 'desktop' }, { language: 'en', size: 'phone', script: false }];
const SAYS = {
  'zh-CN': { method: /SHA-256/, none: /尚未抽取任何月份/, limit: /局限/ },
  en: { method: /SHA-256/, none: /No month was drawn yet/, limit: /limit/ },
};

let server;
let browser;
before(async () => {
  server = await useServer();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const main = (page) => page.locator('main').innerText();

for (const view of VIEWS) {
  test(`anybody reads how a sample is drawn, and where the method ends, in ${view.language}`, () =>
    withPage(browser, { baseURL: server.url, ...view }, async (page) => {
      await page.goto('/samples');
      for (const says of Object.values(SAYS[view.language])) assert.match(await main(page), says);
      await look(page, 'samples');
      for (const link of await page.locator('main a').evaluateAll((all) => all.map((a) => a.href))) {
        assert.equal((await page.context().request.get(link)).status(), 200, link);
      }
    }));

  test(`the head of an agency asks for a month that is not over, in ${view.language}`, () =>
    asPerson(browser, server, 'shenzhen.leader', view, async (page) => {
      await page.goto('/desk');
      await page.locator('nav a[href="/desk/samples"]').first().click();
      await look(page, 'desk-samples');
      const now = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 7); // the month in Beijing
      await send(page, '#act-draw_sample', { month: now });
      assert.equal(await page.locator('.govuk-error-summary').count(), 1);
      assert.equal(await page.locator('#act-draw_sample [name=month]').inputValue(), now, 'what was typed stays');
      await look(page, 'desk-samples-refused');
    }));
}

test('the table of drawings has its columns, also while it is empty', async () => {
  const answer = await fetch(new URL('/open-data/sample-draws.csv', server.url));
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type'), /^text\/csv/);
  assert.equal((await answer.text()).split('\n')[0].trim(), 'month,entry,seed,closings,size,drawn_at');
});

test('the tickets of a month that is not over are nobody’s to see', async () => {
  const now = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 7);
  const answer = await fetch(new URL(`/open-data/sample-tickets/${now}.txt`, server.url));
  assert.equal((await answer.text()).trim().replace(/^\{[\s\S]*\}$/, ''), '', 'no ticket');
});

test('whoever may have no month drawn finds neither the page nor a way there', async () => {
  for (const who of ['shenzhen.supervisor', 'shenzhen.officer']) {
    await asPerson(browser, server, who, {}, async (page) => {
      await page.goto('/desk');
      assert.equal(await page.locator('a[href="/desk/samples"]').count(), 0, who);
      assert.equal((await page.goto('/desk/samples')).status(), 404, who);
    });
  }
});
