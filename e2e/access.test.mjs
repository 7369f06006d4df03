// Nobody sees or does what is not theirs: the accused agency, citizens, visitors, other web sites.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.mjs';
import { report, token } from './lib/partners.mjs';
import { asPerson, named, signIn } from './lib/people.mjs';
import { useServer } from './lib/server.mjs';

const ACCUSED = '深圳市个人信息保护科（演示）';

let server;
let browser;
let accusing; // a report that accuses the agency of Shenzhen
let ordinary; // a report that the agency of Shenzhen handles
before(async () => {
  server = await useServer();
  browser = await launch();
  accusing = await report(server, { title: '窗口人员转发群众电话', region: '440300', sector: 'government', respondents: [{ kind: 'organ', role: 'discloser', name: ACCUSED }] });
  ordinary = await report(server, { title: '健身房转卖会员电话' });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const who of ['shenzhen.officer', 'shenzhen.supervisor', 'shenzhen.leader']) {
  test(`a report that accuses an agency does not exist for its ${who.split('.')[1]}`, () =>
    asPerson(browser, server, who, {}, async (page) => {
      assert.equal((await page.goto(`/desk/cases/${accusing.reference}`)).status(), 404);
      for (const list of ['/desk', '/desk/cases', `/desk/cases?q=${accusing.reference}`, '/desk/cases?q=%E7%AA%97%E5%8F%A3%E4%BA%BA%E5%91%98', '/inbox']) {
        await page.goto(list);
        const shown = await page.locator('main').innerText();
        assert.ok(!shown.includes(accusing.reference), `${list} shows the reference`);
        assert.ok(!shown.includes('窗口人员转发群众电话'), `${list} shows the title`);
      }
      const authorization = `Bearer ${await token(server, who)}`;
      for (const [path, status] of [[accusing.reference, 404], [`?q=${accusing.reference}`, 200]]) {
        const answer = await fetch(new URL(`/api/v1/incidents/${path}`.replace('/?', '?'), server.url), { headers: { authorization } });
        assert.equal(answer.status, status, path);
        assert.doesNotMatch(await answer.text(), /窗口人员/);
      }
    }));
}

test('the superior agency handles it, and a named person there answers', () =>
  asPerson(browser, server, 'guangdong.officer', {}, async (page) => {
    assert.equal((await page.goto(`/desk/cases/${accusing.reference}`)).status(), 200);
    assert.match(await page.locator('.gz-answers__who').innerText(), /广东省/);
  }));

test('an agency elsewhere does not see the cases of others', () =>
  asPerson(browser, server, 'chengdu.officer', {}, async (page) => {
    assert.equal((await page.goto(`/desk/cases/${ordinary.reference}`)).status(), 404);
  }));

const DESK = ['/desk', '/desk/cases', '/desk/overview', '/desk/organisation', '/operator'];

for (const who of ['citizen1', 'media1', 'org1']) {
  test(`${who} cannot open the pages of the desk`, () => asPerson(browser, server, who, {}, async (page) => {
    for (const path of [...DESK, `/desk/cases/${ordinary.reference}`]) {
      const status = (await page.goto(path)).status();
      assert.ok(status === 403 || status === 404, `${path} answers ${status}`);
      assert.ok(!(await page.locator('main').innerText()).includes('健身房'), path);
    }
  }));
}

test('the operator reads no case', () => asPerson(browser, server, 'operator', {}, async (page) => {
  assert.equal((await page.goto('/operator')).status(), 200);
  for (const path of ['/desk', '/desk?view=all', '/desk/cases']) {
    await page.goto(path);
    assert.doesNotMatch(await page.locator('main').innerText(), /GZ-|健身房/, path);
  }
  assert.equal((await page.goto(`/desk/cases/${ordinary.reference}`)).status(), 404);
}));

test('a visitor is asked to sign in and then arrives where they wanted to go', () =>
  withPage(browser, { baseURL: server.url }, async (page) => {
    for (const path of [...DESK, '/inbox', '/organization', '/media', '/me']) {
      await page.goto(path);
      assert.equal(new URL(page.url()).pathname, '/sign-in', path);
    }
    await page.goto('/desk/cases');
    const { email, password } = await named(server, 'shenzhen.officer');
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(password);
    await page.locator('form:has(#email) button').click();
    await page.waitForURL('**/desk/cases');
  }));

test('sign-in leads only to pages of this site', () => withPage(browser, { baseURL: server.url }, async (page) => {
  const { email, password } = await named(server, 'shenzhen.officer');
  await page.goto('/sign-in?next=//evil.example/');
  await page.locator('#email').fill(email);
  await page.locator('#password').fill(password);
  await page.locator('form:has(#email) button').click();
  await page.waitForURL('**/desk');
  assert.equal(new URL(page.url()).origin, server.url);
}));

test('a wrong password says no more than that, and keeps the e-mail', () =>
  withPage(browser, { baseURL: server.url, language: 'en' }, async (page) => {
    await page.goto('/sign-in');
    await page.locator('#email').fill('nobody@demo.example');
    await page.locator('#password').fill('wrong');
    await page.locator('form:has(#email) button').click();
    assert.match(await page.getByRole('alert').innerText(), /E-mail or password is wrong/);
    assert.equal(await page.locator('#email').inputValue(), 'nobody@demo.example');
    assert.equal(await page.locator('#password').inputValue(), '');
  }));

test('the session cookie is out of reach of scripts and other sites, and signing out ends the session everywhere', () =>
  withPage(browser, { baseURL: server.url }, async (page) => {
    await signIn(page, await named(server, 'guangzhou.officer'));
    const cookies = await page.context().cookies();
    const session = cookies.find((cookie) => cookie.name !== 'lang');
    assert.ok(session, 'a session cookie');
    assert.equal(session.httpOnly, true);
    assert.match(session.sameSite, /Lax|Strict/);
    assert.equal(session.path, '/');
    const kept = `${session.name}=${session.value}`;
    assert.equal((await fetch(`${server.url}/desk`, { headers: { cookie: kept }, redirect: 'manual' })).status, 200);

    await page.locator('.gz-header__account button').click();
    await page.waitForURL(`${server.url}/`);
    await page.goto('/desk');
    assert.equal(new URL(page.url()).pathname, '/sign-in');
    assert.notEqual((await fetch(`${server.url}/desk`, { headers: { cookie: kept }, redirect: 'manual' })).status, 200, 'a kept cookie is worth nothing');
  }));

test('a page of another site can post nothing', async () => {
  const form = { method: 'POST', body: new URLSearchParams({ email: 'a', password: 'b' }), redirect: 'manual' };
  for (const path of ['/sign-in', '/sign-out', '/report/start', '/track', `/desk/cases/${ordinary.reference}/actions`]) {
    const crossSite = await fetch(server.url + path, { ...form, headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } });
    assert.equal(crossSite.status, 403, `${path} with Sec-Fetch-Site`);
    const foreign = await fetch(server.url + path, { ...form, headers: { origin: 'https://evil.example' } });
    assert.equal(foreign.status, 403, `${path} with a foreign Origin`);
  }
});

test('private pages are kept by no cache and framed by nobody', () => asPerson(browser, server, 'shenzhen.officer', {}, async (page) => {
  const headers = (await page.goto(`/desk/cases/${ordinary.reference}`)).headers();
  assert.match(headers['cache-control'], /no-store/);
  assert.match(headers['content-security-policy'], /frame-ancestors 'none'/);
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(headers['referrer-policy'] ?? '', /no-referrer|same-origin/);
}));
