// The public face answers in both languages, on a phone and on a desk, with and without script, and is accessible.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, assertFits } from './lib/axe.mjs';
import { launch, withPage } from './lib/browser.mjs';
import { assertValidSource } from './lib/html.mjs';
import { useServer } from './lib/server.mjs';
import { shot } from './lib/shots.mjs';

const PAGES = [{ path: '/', name: 'home' }, { path: '/incidents', name: 'incidents' }];

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

for (const { path, name } of PAGES) {
  for (const language of ['zh-CN', 'en']) {
    for (const size of ['phone', 'desktop']) {
      test(`${path} in ${language} on a ${size}`, async () => {
        await withPage(browser, { baseURL: server.url, language, size }, async (page) => {
          const answer = await page.goto(path);
          assert.equal(answer.status(), 200);
          assert.equal(await page.locator('html').getAttribute('lang'), language);
          assert.equal(await page.locator('h1').count(), 1, 'exactly one main heading');
          await assertFits(page);
          await assertAccessible(page);
          await assertValidSource(page);
          await shot(page, name);
        });
      });
    }
  }

  test(`${path} without script`, async () => {
    await withPage(browser, { baseURL: server.url, size: 'phone', script: false }, async (page) => {
      const answer = await page.goto(path);
      assert.equal(answer.status(), 200);
      await page.locator('h1').waitFor();
      await shot(page, name);
    });
  });
}

test('pages carry a strict content security policy', async () => {
  const answer = await fetch(server.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src '(none|self)'/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
});
