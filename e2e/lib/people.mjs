// The people of the demonstration: they sign in through the page, and do what the case page offers them.
import assert from 'node:assert/strict';
import { withPage } from './browser.mjs';

const doors = new Map(); // e-mail and server → cookies, so that everybody signs in once per test file

// asPerson opens a page in which `who`, such as 'shenzhen.officer', has signed in.
// `options` are those of withPage.
export async function asPerson(browser, server, who, options, use) {
  const account = await named(server, who);
  const key = `${server.url} ${account.email}`;
  if (!doors.has(key)) doors.set(key, await enter(browser, server, account));
  await withPage(browser, { ...options, baseURL: server.url, storageState: doors.get(key) }, use);
}

// named gives the demonstration account whose e-mail begins with `who`.
export async function named(server, who) {
  const account = (await server.accounts()).find(({ email }) => email.startsWith(`${who}@`));
  assert.ok(account, `no demonstration account ${who}`);
  return account;
}

async function enter(browser, server, account) {
  let cookies;
  await withPage(browser, { baseURL: server.url }, async (page) => {
    await signIn(page, account);
    cookies = await page.context().storageState();
  });
  return cookies;
}

// signIn types e-mail and password as a person does and waits for the page that follows.
export async function signIn(page, { email, password }) {
  await page.goto('/sign-in');
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('form:has(#email) button[type=submit]').click();
  await page.getByRole('navigation', { name: /我的工作|工作|work/i }).first().waitFor();
}

// act unfolds the form of an act, such as 'accept', fills it in and sends it. The page must say that it was done.
export async function act(page, name, answers = {}) {
  await send(page, `form[id="act-${name}"]`, answers);
  assert.equal(await page.locator('.govuk-error-summary').count(), 0, await problems(page, name));
}

// reply answers the proposal that waits on the page: 'confirm' or 'decline'.
export async function reply(page, name, answers = {}) {
  await send(page, `form[id^="act-${name}-"]`, answers);
  assert.equal(await page.locator('.govuk-error-summary').count(), 0, await problems(page, name));
}

// send unfolds a form, fills it in and presses its button, whatever comes of it.
export async function send(page, selector, answers) {
  const form = page.locator(selector).first();
  await form.waitFor({ state: 'attached' });
  const folded = page.locator('details:not([open])', { has: form });
  if (await folded.count()) await folded.first().locator('summary').first().click();
  await fill(form, answers);
  await form.locator('button[type=submit]').click();
  await page.waitForLoadState();
}

// fill answers the questions of a form by the names of its fields.
export async function fill(form, answers) {
  for (const [name, answer] of Object.entries(answers)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().getAttribute('type');
    const tag = await field.first().evaluate((element) => element.tagName);
    if (tag === 'SELECT') await field.selectOption(answer);
    else if (kind === 'radio') await form.locator(`[name="${name}"][value="${answer}"]`).check();
    else await field.fill(answer);
  }
}

// offers lists the acts that the page offers to the reader, by name.
export async function offers(page) {
  return page.locator('form[id^="act-"]').evaluateAll((forms) => forms.map(({ id }) => id.slice('act-'.length)));
}

async function problems(page, name) {
  const said = await page.locator('.govuk-error-summary').allInnerTexts();
  return `${name} on ${page.url()} was refused: ${said.join(' ')}`;
}
