// The checks themselves can fail: each is shown a page with the fault it is there for.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { assertAccessible, assertFits } from './lib/axe.mjs';
import { launch, withPage } from './lib/browser.mjs';
import { focusTrouble } from './lib/focus.mjs';
import { assertValidHTML, assertValidSource } from './lib/html.mjs';

const page = (body, head = '') => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>A page</title>${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`;

const SITE = {
  '/good': page('<p>Nothing is wrong here.</p>'),
  '/pale': page('<p>Can you read this?</p>', '<style>p { color: #ccc; background: #fff }</style>'),
  '/wide': page('<p>Too wide.</p>', '<style>p { width: 900px }</style>'),
  '/talks': page('<p>It asks somebody else.</p><img alt="" src="http://tracker.invalid/pixel.png">'),
  '/throws': page('<p>It throws.</p><script>throw new Error("on purpose")</script>'),
  '/blocked': page('<p>Its style is refused.</p><p style="color: red">red</p>'),
  '/unfocused': page('<a href="/good">Here</a> <button type="button">There</button>', '<style>:focus { outline: none }</style>'),
  '/broken': page('<p>Twice the same id.</p><p id="a">1</p><p id="a">2</p>'),
};

let site;
let baseURL;
let browser;
before(async () => {
  site = createServer((request, response) => {
    const html = SITE[request.url];
    response.writeHead(html ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      ...(request.url === '/blocked' && { 'content-security-policy': "default-src 'self'; img-src data:" }),
    });
    response.end(html ?? page('<p>Not found.</p>'));
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  baseURL = `http://127.0.0.1:${site.address().port}`;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

const visit = (path, use = async () => {}, options = {}) =>
  withPage(browser, { baseURL, language: 'en', size: 'phone', ...options }, async (opened) => {
    await opened.goto(path);
    await opened.waitForLoadState('load');
    await use(opened);
  });

test('a good page passes every check', () => visit('/good', async (opened) => {
  await assertFits(opened);
  await assertAccessible(opened);
  await assertValidSource(opened);
}));

test('a missing page is not taken for trouble', () => visit('/nowhere'));

test('pale text is found', () => assert.rejects(visit('/pale', assertAccessible), /color-contrast/));

test('pale text is found with script switched off', () =>
  assert.rejects(visit('/pale', assertAccessible, { script: false }), /color-contrast/));

test('a page wider than the phone is found', () => assert.rejects(visit('/wide', assertFits), /px wide/));

test('a request to somebody else is found', () => assert.rejects(visit('/talks'), /request to somebody else: http:\/\/tracker\.invalid/));

test('a script error is found', () => assert.rejects(visit('/throws'), /on purpose/));

test('a violation of the content security policy is found', () => assert.rejects(visit('/blocked'), /Content Security Policy/));

test('trouble that was announced is accepted', () => visit('/throws', async (opened) => opened.expectTrouble(/on purpose/)));

test('invalid HTML is found', () => assert.rejects(visit('/broken', assertValidSource), /no-dup-id/));

test('HTML is validated as text too', () => assert.rejects(assertValidHTML('<div>never closed', 'a text'), /close-order|element/));

test('a focus that nobody can see is found', async () => {
  await withPage(browser, { baseURL }, async (one) => {
    await one.goto('/unfocused');
    assert.equal((await focusTrouble(one)).length, 2);
  });
});
