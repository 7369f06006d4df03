// One look at a page: is it accessible, does it fit, is its HTML valid? And a picture of it for people.
import { assertAccessible, assertFits } from './axe.mjs';
import { assertValidHTML } from './html.mjs';
import { shot } from './shots.mjs';

// look checks the page as it stands now and, if it has a name, takes its picture.
export async function look(page, name) {
  await assertFits(page);
  await assertAccessible(page);
  await assertValidHTML(await page.lastDocument(), page.url());
  if (name) await shot(page, name);
}
