// Debian's Chromium, one per test file, with pages that report everything that is wrong with them when they close.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

// Sizes in CSS pixels. The phone is a small, common one: what fits there fits everywhere.
export const SIZES = {
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  desktop: { viewport: { width: 1280, height: 900 } },
};

// How long a page may take to show what a test waits for, in milliseconds.
const PATIENCE_MS = 8_000;

const FLAGS = [
  '--no-sandbox', // tests run as root in containers; the only site visited is our own
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', // nothing but this machine exists
];

// launch starts a browser with a new, empty profile. The caller closes it.
export function launch() {
  return chromium.launch({ executablePath: findBrowser(), headless: true, args: FLAGS });
}

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = [
    process.env.CHROMIUM,
    ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ].find((path) => path && existsSync(path));
  assert.ok(found, 'no Chromium on the PATH; set CHROMIUM to one (make test installs it as root)');
  return found;
}

// withPage opens a page of `baseURL` in a fresh context, runs `use(page)` and then fails if the page asked anybody else
// for anything, threw, or complained on the console (which includes violations of the content security policy).
//
// size: 'phone' or 'desktop'; language: 'zh-CN' or 'en', sent as Accept-Language; script: false switches JavaScript off;
// `page.expectTrouble(pattern)` announces a complaint that the test provokes on purpose.
export async function withPage(browser, { baseURL, size = 'desktop', language = 'zh-CN', script = true, ...rest }, use) {
  const context = await browser.newContext({ baseURL, locale: language, javaScriptEnabled: script, ...SIZES[size], ...rest });
  context.setDefaultTimeout(PATIENCE_MS);
  const trouble = watch(context, new URL(baseURL).origin);
  const expected = [];
  try {
    const page = await context.newPage();
    page.expectTrouble = (pattern) => expected.push(pattern);
    page.label = { size, language, script };
    page.lastDocument = documentsOf(page);
    await use(page);
  } finally {
    await context.close();
  }
  const unexpected = trouble.filter((line) => !expected.some((pattern) => pattern.test(line)));
  assert.deepEqual(unexpected, [], 'the pages had trouble that the test did not provoke');
}

// documentsOf gives a function that returns the HTML of the page's last document as the server sent it.
function documentsOf(page) {
  let last;
  page.on('response', (response) => {
    const ours = response.request().isNavigationRequest() && response.frame() === page.mainFrame();
    if (ours && response.status() < 300 || ours && response.status() >= 400) last = response;
  });
  return () => last.text();
}

function watch(context, origin) {
  const trouble = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:|^wss?:/.test(url.protocol) && url.origin !== origin) {
      trouble.push(`request to somebody else: ${url.href}`);
    }
  });
  context.on('weberror', (event) => trouble.push(`script error: ${event.error().message}`));
  context.on('console', (message) => {
    // A page that answers 404 or 422 is no complaint of the page; its own missing pictures and scripts are.
    const ofThePageItself = message.text().startsWith('Failed to load resource') && message.location().url === message.page()?.url();
    if (message.type() === 'error' && !ofThePageItself) {
      trouble.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  return trouble;
}
