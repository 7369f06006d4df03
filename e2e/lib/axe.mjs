// Accessibility by axe-core: every rule of WCAG 2.2 level A and AA that a program can check.
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { SIZES } from './browser.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

// assertAccessible fails with rule, element and remedy of each violation on the page as it is now.
export async function assertAccessible(page) {
  const { violations } = page.label.script ? await analyse(page) : await analyseWithoutScript(page);
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary}`));
  assert.deepEqual(findings, [], `axe on ${page.url()}`);
}

const analyse = (page) => new AxeBuilder({ page }).withTags(TAGS).analyze();

// axe needs script, so a page without is looked at through a twin: the same document at the same address, in a context
// that has script for axe but none for the page.
async function analyseWithoutScript(page) {
  const { size, language } = page.label;
  const storageState = await page.context().storageState();
  const context = await page.context().browser().newContext({ ...SIZES[size], locale: language, storageState });
  try {
    const body = await page.content();
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "script-src 'none'" };
    await context.route(page.url(), (route) => route.fulfill({ headers, body }));
    const twin = await context.newPage();
    await twin.goto(page.url());
    return await analyse(twin);
  } finally {
    await context.close();
  }
}

// assertFits fails when the page has to be scrolled sideways (WCAG 2.2, 1.4.10 Reflow).
export async function assertFits(page) {
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: document.documentElement.clientWidth,
  }));
  assert.ok(needed <= given, `${page.url()} is ${needed} px wide on a screen of ${given} px`);
}
