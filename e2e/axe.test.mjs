// Every page that anybody can reach by following links, as every kind of person, in both languages, on a phone and on a
// desk: accessible by WCAG 2.2 AA as far as a program can tell, valid HTML, nothing to scroll sideways, focus visible.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.mjs';
import { focusTrouble } from './lib/focus.mjs';
import { look } from './lib/look.mjs';
import { report } from './lib/partners.mjs';
import { asPerson, fill } from './lib/people.mjs';
import { useServer } from './lib/server.mjs';

// Who looks, and from where they begin to follow links. `null` is a visitor.
const READERS = [
  { who: null, from: ['/', '/incidents', '/report', '/track', '/incidents?q=bank', '/incidents?q=nothing-like-this-xyz', '/incidents?q=%22', '/incidents?violation=sale', '/no-such-page', '/sign-in'] },
  { who: 'shenzhen.officer', from: ['/desk', '/desk/cases'] },
  { who: 'shenzhen.leader', from: ['/desk/overview', '/desk/cases?q=%22'] },
  { who: 'org1', from: ['/organization', '/desk'] },
  { who: 'media1', from: ['/media'] },
  { who: 'citizen1', from: ['/me'] },
  { who: 'operator', from: ['/operator'] },
];
const VIEWS = ['zh-CN', 'en'].flatMap((language) => ['phone', 'desktop'].map((size) => ({ language, size })));

// Both languages and both sizes go through axe, though not each with each: the other two are looked at for their width.
const thorough = ({ language, size }) => (language === 'en') === (size === 'desktop');

// Pages of one shape differ by what they show: of cases at the desk two are looked at, of all others one.
const alikeEnough = (form) => (form === '/desk/cases/:reference' ? 2 : 1);
const MOST_PAGES = 40;

let server;
let browser;
before(async () => {
  server = await useServer();
  browser = await launch();
  await report(server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const reading = (who, options, use) => (who ? asPerson(browser, server, who, options, use)
  : withPage(browser, { baseURL: server.url, ...options }, use));

for (const { who, from } of READERS) {
  test(`every page that ${who ?? 'a visitor'} can reach`, async () => {
    const paths = await crawl(who, from);
    const wrong = [];
    for (const view of VIEWS) {
      await reading(who, view, async (page) => {
        for (const path of paths) {
          await page.goto(path);
          assert.equal(await page.locator('html').getAttribute('lang'), view.language, path);
          await look(page, picture(who, path), { html: view.size === 'phone', axe: thorough(view) }).catch((error) => wrong.push(error.message));
        }
      });
    }
    assert.equal(wrong.length, 0, wrong.join('\n'));
  });

  test(`focus is visible wherever ${who ?? 'a visitor'} goes with the keyboard`, async () => {
    const wrong = [];
    await reading(who, {}, async (page) => {
      for (const path of from.slice(0, 2)) {
        await page.goto(path);
        wrong.push(...(await focusTrouble(page)).map((trouble) => `${path}: ${trouble}`));
      }
    });
    assert.deepEqual(wrong, []);
  });
}

const ANSWERS = [
  ['what', { narrative: '寄件后接到推销电话。', title: '面单被转卖' }],
  ['violation', { violation: 'sale' }],
  ['who', { kind1: 'enterprise', name1: '迅达测试快递有限公司（虚构）', role1: 'holder' }],
  ['where', { province: '440000', sector: 'logistics' }],
  ['when', { 'occurred-year': '2026', 'occurred-month': '3', 'occurred-day': '2' }],
  ['data', {}],
  ['evidence', {}],
  ['contact', { filer: 'named', own_name: '林小满', own_contact: 'lin@demo.example' }],
];

for (const { language, size } of VIEWS.filter((view) => view.size === 'desktop')) {
  test(`the questions of a report, with script, in ${language} on a ${size}`, () =>
    withPage(browser, { baseURL: server.url, language, size }, async (page) => {
      const next = async () => {
        await page.locator('main button[name=go][value=next]:not(.gz-default)').click();
        await page.waitForLoadState();
      };
      await page.goto('/report');
      await page.locator('main form button').click();
      for (const [step, answers] of ANSWERS) {
        await page.locator(`input[name=step][value=${step}]`).waitFor({ state: 'attached' });
        await look(page, `report-${step}`);
        await fill(page.locator('#step'), answers);
        if (step === 'when') {
          await next();
          await look(page, 'report-when-refused');
          await page.locator('[name=discovered-unknown]').check();
        }
        await next();
      }
      await look(page, 'report-check');
      await page.locator('button[name=go][value=send]').click();
      await page.locator('#receipt').waitFor();
      await look(page, 'report-receipt');
    }));
}

// crawl follows the links of this site from page to page and gives the addresses of those to look at. What visitors can
// reach too is looked at once, as a visitor.
const publicly = new Set();
async function crawl(who, from) {
  const seen = new Map([...publicly].map((form) => [form, ['', '']])); // shape → addresses
  const queue = [...from];
  const paths = [];
  await reading(who, {}, async (page) => {
    while (queue.length > 0 && paths.length < MOST_PAGES) {
      const path = queue.shift();
      const alike = seen.get(shape(path)) ?? [];
      if (alike.includes(path) || (alike.length >= alikeEnough(shape(path)) && !from.includes(path))) continue;
      seen.set(shape(path), [...alike, path]);
      paths.push(path);
      const answer = await page.goto(path, { waitUntil: 'domcontentloaded' });
      assert.ok(answer.status() < 500, `${path} answers ${answer.status()}`);
      const links = await page.locator('a[href]:not([download])').evaluateAll((all) => all.map(({ href }) => href));
      queue.push(...links.map((link) => new URL(link)).filter(isPage).map(({ pathname, search }) => pathname + search));
    }
  });
  if (!who) for (const path of paths) publicly.add(shape(path));
  return paths;
}

const isPage = ({ origin, pathname, searchParams }) => origin === server.url && !searchParams.has('lang')
  && !/^\/(feeds\/|api\/|assets\/|demo\/|openapi|log\/|healthz|readyz|version)/.test(pathname) && !/\.(atom|rss|json|csv|jsonl)$/.test(pathname);

const shape = (path) => path.replace(/GZ-[0-9A-Z-]+/, ':reference').replace(/[?#].*/, '').replace(/\/\d+(?=\/|$)/g, '/:number');

const pictured = new Set();
function picture(who, path) {
  const name = `crawl-${who ?? 'visitor'}${shape(path).replaceAll(/[^a-z]+/gi, '-')}`.replace(/-$/, '');
  const first = [...pictured].find((entry) => entry.startsWith(`${name} `));
  if (!first) pictured.add(`${name} ${path}`);
  return !first || first === `${name} ${path}` ? name : undefined;
}
