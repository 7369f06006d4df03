// The whole life of a case at the agencies' desks: taken up, investigated, paused, disputed between two agencies, decided
// and closed by two people, then published by two people after the gate has stopped a telephone number.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.mjs';
import { readFeeds } from './lib/feeds.mjs';
import { look } from './lib/look.mjs';
import { report } from './lib/partners.mjs';
import { act, asPerson, offers, reply, send } from './lib/people.mjs';
import { useServer } from './lib/server.mjs';

const MOBILE = '13812345678';
const TOLD = '13987654321'; // stands in the report; the officer's wording has another
const mark = Math.random().toString(36).slice(2, 8);
const TITLE = `美容院顾客名单被出售 ${mark}`;

let server;
let browser;
let reference;
before(async () => {
  server = await useServer();
  browser = await launch();
  ({ reference } = await report(server, { title: TITLE, narrative: `有人出售美容院的顾客名单，卖家电话 ${TOLD}，名单里有我的生日。` }));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// at opens the case as `who` and lets them work.
const at = (who, use, options = {}) => asPerson(browser, server, who, options, async (page) => {
  await page.goto(`/desk/cases/${reference}`);
  await use(page);
});
const main = (page) => page.locator('main').innerText();

test('the case is in the officer’s queue with the time left in words, and opens from there', () =>
  asPerson(browser, server, 'shenzhen.officer', {}, async (page) => {
    await page.goto('/desk');
    const row = page.locator('.gz-duty', { hasText: reference });
    assert.match(await row.innerText(), /秒|分钟|小时/);
    await look(page, 'queue');
    await row.locator('a').first().click();
    assert.match(await page.locator('h1').innerText(), new RegExp(mark));
    assert.match(await page.locator('.gz-answers__who').innerText(), /陈一帆/, 'one named person answers');
    await look(page, 'case-filed');
  }));

test('the officer accepts and begins the investigation', () => at('shenzhen.officer', async (page) => {
  await act(page, 'accept');
  assert.match(await page.locator('.govuk-notification-banner').innerText(), /受理/);
  await act(page, 'investigate');
  assert.match(await main(page), /开始调查/);
  assert.ok((await offers(page)).includes('decide'));
}));

test('an act on an older view of the case is refused, and what was typed is kept', () => at('shenzhen.officer', async (page) => {
  await asPerson(browser, server, 'shenzhen.supervisor', {}, async (other) => {
    await other.goto(`/desk/cases/${reference}`);
    await act(other, 'urge', { due: new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10), due_time: beijingClock(9), reason: '涉及人数多，请加快' });
  });
  await send(page, '#act-decide', { founded: 'yes', path: 'administrative', clauses: '个人信息保护法第六十六条', reason: '聊天记录与名单一致' });
  assert.match(await main(page), /更新|已被/);
  assert.equal(await page.locator('#act-decide [name=reason]').inputValue(), '聊天记录与名单一致');
  await look(page, 'case-stale');
}));

test('a decision without a reason is refused beside its field', () => at('shenzhen.officer', async (page) => {
  await send(page, '#act-decide', { founded: 'yes', path: 'administrative' });
  assert.match(await page.getByRole('alert').innerText(), /理由/);
  assert.equal(await page.locator('.govuk-error-summary a').first().getAttribute('href'), '#decide-reason');
  await look(page, 'case-refused');
}));

test('a pause of the clock waits for a second person', async () => {
  await at('shenzhen.officer', async (page) => {
    const ground = await page.locator('#act-pause [name=ground]').first().getAttribute('value');
    await act(page, 'pause', { ground, reason: '需要鉴定名单来源' });
    assert.match(await page.locator('.gz-proposal').innerText(), /鉴定名单来源/);
    assert.ok(!(await offers(page)).some((name) => name.startsWith('confirm')), 'nobody confirms their own proposal');
    assert.doesNotMatch(await page.locator('.gz-answers').innerText(), /中止/, 'the clock still runs');
    await look(page, 'case-pause-proposed');
  });
  await at('shenzhen.supervisor', async (page) => {
    await look(page, 'case-pause-to-confirm');
    await reply(page, 'confirm');
    assert.match(await page.locator('.gz-answers').innerText(), /中止/);
    await look(page, 'case-paused');
  });
  await at('shenzhen.officer', async (page) => {
    await act(page, 'resume');
    assert.doesNotMatch(await page.locator('.gz-answers').innerText(), /中止/);
  });
});

test('a transfer that the other agency refuses is settled by the common superior', async () => {
  await at('shenzhen.officer', async (page) => {
    const guangzhou = await page.locator('#act-transfer [name=to] option', { hasText: '广州市' }).first().getAttribute('value');
    await act(page, 'transfer', { to: guangzhou, reason: '名单出自广州的门店' });
    assert.match(await page.locator('.gz-answers__who').innerText(), /陈一帆/, 'the offering agency stays answerable');
  });
  await at('guangzhou.officer', async (page) => {
    await look(page, 'case-transfer-offered');
    await act(page, 'refuse_transfer', { reason: '名单的出售地在深圳' });
  });
  const settler = await whoCan('settle_transfer', ['guangdong.officer', 'guangdong.supervisor', 'guangdong.leader']);
  await at(settler, async (page) => {
    await look(page, 'case-transfer-disputed');
    const shenzhen = await page.locator('#act-settle_transfer [name=to] option', { hasText: '深圳市' }).first().getAttribute('value');
    await act(page, 'settle_transfer', { to: shenzhen, reason: '以违法行为发生地为准' });
  });
  await at('shenzhen.officer', async (page) => {
    assert.match(await main(page), /以违法行为发生地为准/);
    assert.match(await page.locator('.gz-answers__who').innerText(), /陈一帆/);
  });
});

test('the officer decides and orders rectification; two people close the case', async () => {
  await at('shenzhen.officer', async (page) => {
    await act(page, 'decide', { founded: 'yes', path: 'administrative', clauses: '个人信息保护法第六十六条', reason: '聊天记录与名单一致' });
    await act(page, 'order_rectification', { reason: '十五日内删除名单并通知顾客' });
    await act(page, 'close', { reason: '已核查，名单已删除，顾客已通知' });
    assert.match(await page.locator('.gz-proposal').innerText(), /名单已删除/);
  });
  await at('shenzhen.supervisor', async (page) => {
    await reply(page, 'confirm');
    assert.match(await page.locator('p.gz-answers').innerText(), /办结|终结|无需/);
    await look(page, 'case-closed');
  });
});

test('the gate stops a telephone number until it is masked', () => at('shenzhen.officer', async (page) => {
  assert.equal((await fetch(`${server.url}/incidents/${reference}`)).status, 404, 'nothing is public before two people said so');
  assert.match(await page.locator('.gz-finding').first().textContent(), new RegExp(TOLD), 'the form warns of what was reported');
  await send(page, '#act-publish_propose', { title: TITLE, summary: `卖家的电话是 ${MOBILE}，名单已删除。`, verification: 'verified' });
  const finding = page.locator('.gz-finding').first();
  assert.match(await finding.innerText(), new RegExp(MOBILE));
  assert.ok(await finding.locator('input[value=mask]').isChecked(), 'masking is what happens unless somebody says otherwise');
  await look(page, 'case-gate');
  await finding.locator('input[value=keep]').check();
  await page.locator('#act-publish_propose button[type=submit]').click();
  assert.ok(await page.locator('.govuk-error-summary').count(), 'what is kept needs a reason');
  await page.locator('.gz-finding input[value=mask]').first().check();
  await page.locator('#act-publish_propose button[type=submit]').click();
  assert.doesNotMatch(await page.locator('.gz-preview').innerText(), new RegExp(MOBILE));
  assert.ok(!(await offers(page)).includes('publish_clear'), 'nobody clears their own wording');
}));

test('the second person clears it, and everybody can read it', async () => {
  await at('shenzhen.supervisor', async (page) => {
    await look(page, 'case-to-clear');
    await act(page, 'publish_clear');
    await page.locator(`a[href="/incidents/${reference}"]`).first().waitFor();
    await look(page, 'case-published');
  });
  for (const language of ['zh-CN', 'en']) {
    for (const size of ['phone', 'desktop']) {
      await withPage(browser, { baseURL: server.url, language, size }, async (page) => {
        assert.equal((await page.goto(`/incidents/${reference}`)).status(), 200);
        const text = await main(page);
        assert.match(text, new RegExp(mark));
        assert.doesNotMatch(text, new RegExp(MOBILE));
        assert.match(text, /138\S*\*/, 'the number is masked');
        await look(page, 'incident');
      });
    }
  }
});

test('the list and the search show it', () => withPage(browser, { baseURL: server.url }, async (page) => {
  await page.goto('/incidents');
  assert.match(await page.locator('.gz-card').first().innerText(), new RegExp(mark), 'the newest comes first');
  await page.locator('#q').fill(mark);
  await page.locator('.gz-filter button').click();
  assert.match(await main(page), new RegExp(mark));
}));

test('the Atom, RSS and JSON feeds contain it, without the number', async () => {
  for (const [format, entries] of Object.entries(await readFeeds(browser, server))) {
    const entry = entries.find(({ url }) => url?.endsWith(`/incidents/${reference}`));
    assert.ok(entry, format);
    assert.equal(entry.title, TITLE);
    assert.doesNotMatch(entry.text, new RegExp(MOBILE), format);
  }
  for (const [format, entries] of Object.entries(await readFeeds(browser, server, `?q=${mark}`))) {
    assert.equal(entries.length, 1, `${format} of a search`);
  }
});

test('a correction adds a version and its reason, and the history stays', async () => {
  await at('shenzhen.officer', async (page) => {
    await act(page, 'publish_propose', { title: `${TITLE}（更正）`, summary: '名单已删除，顾客已全部通知。', verification: 'verified', reason: '补充通知情况' });
  });
  await at('shenzhen.leader', (page) => act(page, 'publish_clear'));
  await withPage(browser, { baseURL: server.url }, async (page) => {
    await page.goto(`/incidents/${reference}`);
    assert.equal(await page.locator('.gz-versions li').count(), 2);
    assert.match(await page.locator('.gz-versions').innerText(), /补充通知情况/);
    await look(page, 'incident-corrected');
  });
});

test('an imported record carries its credit on the list, on its page and in every feed', async () => {
  await withPage(browser, { baseURL: server.url }, async (page) => {
    await page.goto('/incidents?violation=leak');
    const card = page.locator('.gz-card', { has: page.locator('.gz-credit') }).first();
    assert.match(await card.innerText(), /Have I Been Pwned/);
    await card.locator('a').first().click();
    const credit = page.locator('.gz-credit');
    assert.match(await credit.innerText(), /Have I Been Pwned.*CC BY 4\.0/s);
    assert.ok(await credit.locator('a[href*="haveibeenpwned.com"]').count());
    assert.ok(await credit.locator('a[href*="creativecommons.org/licenses/by/4.0"]').count());
    await look(page, 'incident-imported');
  });
  for (const [format, entries] of Object.entries(await readFeeds(browser, server, '?violation=leak'))) {
    const imported = entries.filter(({ text, credit }) => /haveibeenpwned|Have I Been Pwned/.test(text + credit));
    assert.ok(imported.length > 0, format);
    for (const { title, credit } of imported) assert.match(credit, /Have I Been Pwned.*CC BY 4\.0/, `${format}: ${title}`);
  }
});

// whoCan finds the one among several people to whom the case page offers an act.
async function whoCan(name, people) {
  for (const who of people) {
    let offered = false;
    await at(who, async (page) => {
      offered = (await offers(page)).includes(name);
    });
    if (offered) return who;
  }
  assert.fail(`nobody of ${people.join(', ')} is offered ${name}`);
}

// beijingClock is the time in Beijing some minutes from now, HH:MM.
function beijingClock(minutes) {
  return new Date(Date.now() + 8 * 3600e3 + minutes * 60e3).toISOString().slice(11, 16);
}
