// The HTML as the server sends it, checked by html-validate with e2e/.htmlvalidate.json.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';

const validator = new HtmlValidate(new FileSystemConfigLoader());
const NAME = fileURLToPath(new URL('../rendered.html', import.meta.url)); // decides which configuration counts; no such file is read

// assertValidHTML fails with line, rule and message of each finding in `html`; `what` names it in the message.
export async function assertValidHTML(html, what) {
  const report = await validator.validateString(html, NAME);
  const findings = report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`));
  assert.deepEqual(findings, [], `HTML of ${what}`);
}

// assertValidSource asks the server for the page's address again, with the page's cookies, and checks the answer:
// what a browser has mended in its tree is no longer to be seen there.
export async function assertValidSource(page) {
  const answer = await page.context().request.get(page.url());
  await assertValidHTML(await answer.text(), page.url());
}
