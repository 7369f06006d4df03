// Pictures for people to look at, in e2e/screenshots (not in git).
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../screenshots/', import.meta.url));

// shot writes the whole page as <name>-<size>-<language>.png and returns the path.
export async function shot(page, name) {
  await mkdir(FOLDER, { recursive: true });
  const { size, language, script } = page.label;
  const path = `${FOLDER}${name}-${size}-${language}${script ? '' : '-noscript'}.png`;
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  return path;
}
