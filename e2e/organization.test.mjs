// A social organization's program signs in, files by API with its session's token, and finds the report on its own page.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { REPORT, post, token } from './lib/partners.mjs';
import { asPerson } from './lib/people.mjs';
import { useServer } from './lib/server.mjs';

let server;
let browser;
let headers;
let filed;
const key = randomUUID();
const { filer, ...body } = { ...REPORT, title: `行业群里转卖会员名单 ${key.slice(0, 8)}` };

before(async () => {
  server = await useServer();
  browser = await launch();
  headers = { authorization: `Bearer ${await token(server, 'org1')}`, 'idempotency-key': key };
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a wrong password opens no session', async () => {
  const answer = await post(server, '/api/v1/session', { email: 'org1@demo.example', password: 'wrong' });
  assert.equal(answer.status, 401);
  assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
  assert.doesNotMatch(await answer.text(), /org1@demo|"wrong"/, 'an error repeats nothing that was sent');
});

test('the organization files a report in its own name', async () => {
  const answer = await post(server, '/api/v1/reports', body, headers);
  assert.equal(answer.status, 201);
  assert.match(answer.headers.get('cache-control'), /no-store/);
  filed = await answer.json();
  assert.match(filed.reference, /^GZ-/);
  assert.match(filed.receipt.replaceAll(/[\s-]/g, ''), /^[0-9A-HJKMNP-TV-Z]{24}$/);
});

test('the same request again gives the same answer, receipt included', async () => {
  const answer = await post(server, '/api/v1/reports', body, headers);
  assert.equal(answer.status, 201);
  assert.deepEqual(await answer.json(), filed);
});

test('another report under the same key is refused', async () => {
  const answer = await post(server, '/api/v1/reports', { ...body, title: 'something else' }, headers);
  assert.equal(answer.status, 422);
  assert.doesNotMatch(await answer.text(), /something else/);
});

const WRONG = {
  'an unknown field': [{ colour: 'red' }, '/colour'],
  'a date in the future': [{ occurred_on: '2099-01-01' }, '/occurred_on'],
  'an impossible date': [{ occurred_on: '2026-02-30' }, '/occurred_on'],
  'a negative count': [{ persons_affected: -1 }, '/persons_affected'],
  'a region that does not exist': [{ region: '999999' }, '/region'],
  'a wrong type': [{ title: 17 }, '/title'],
  'an unknown kind of violation': [{ violation: 'witchcraft' }, '/violation'],
};

for (const [what, [change, pointer]] of Object.entries(WRONG)) {
  test(`${what} is refused by name and without its value`, async () => {
    const answer = await post(server, '/api/v1/reports', { ...body, ...change }, { ...headers, 'idempotency-key': randomUUID() });
    const text = await answer.text();
    assert.ok([400, 422].includes(answer.status), `${answer.status} ${text}`);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
    assert.ok(JSON.parse(text).errors?.some((error) => error.pointer === pointer), `${pointer} is not named in ${text}`);
    for (const value of Object.values(change)) {
      assert.ok(typeof value !== 'string' || !text.includes(value), 'the value is not repeated');
    }
  });
}

test('without a key, or without a session, nothing is filed in a name', async () => {
  const { 'idempotency-key': _, ...withoutKey } = headers;
  assert.ok([400, 422].includes((await post(server, '/api/v1/reports', body, withoutKey)).status));
  const own = await fetch(new URL('/api/v1/reports', server.url));
  assert.equal(own.status, 401);
});

test('the organization finds its report by API', async () => {
  const answer = await fetch(new URL('/api/v1/reports', server.url), { headers: { authorization: headers.authorization } });
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), new RegExp(filed.reference));
});

for (const language of ['zh-CN', 'en']) {
  for (const size of ['phone', 'desktop']) {
    test(`the organization finds its report on its own page in ${language} on a ${size}`, () =>
      asPerson(browser, server, 'org1', { language, size }, async (page) => {
        await page.goto('/organization');
        const text = await page.locator('main').innerText();
        assert.ok(text.includes(body.title), 'its title');
        assert.ok(text.includes(filed.reference), 'its reference');
        await look(page, 'organization');
      }));
  }
}

test('another organization does not see it', () => asPerson(browser, server, 'org2', {}, async (page) => {
  await page.goto('/organization');
  assert.ok(!(await page.locator('main').innerText()).includes(filed.reference));
}));
