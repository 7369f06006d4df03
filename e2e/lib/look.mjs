// One look at a page: is it accessible, does it fit, is its HTML valid? And a picture of it for people.
import assert from 'node:assert/strict';
import { assertAccessible, assertFits } from './axe.mjs';
import { assertValidHTML } from './html.mjs';
import { shot } from './shots.mjs';

// look checks the page as it stands now and, if it has a name, takes its picture. It tells everything that is wrong at once.
// Its HTML is the same on every screen: `html: false` leaves that out where it was checked before; `axe: false` likewise.
export async function look(page, name, { html = true, axe = true } = {}) {
  if (name) await shot(page, name);
  const wrong = [];
  const note = (check) => check.catch((error) => wrong.push(error.message));
  await note(assertFits(page));
  if (axe) await note(assertAccessible(page));
  if (html) await note(assertValidHTML(await page.lastDocument(), page.url()));
  const { size, language } = page.label;
  assert.equal(wrong.length, 0, `${page.url()} on a ${size} in ${language}:\n${wrong.join('\n')}`);
}
