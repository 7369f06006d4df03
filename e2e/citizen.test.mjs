// A frightened citizen reports from a small phone with JavaScript switched off, stays anonymous, keeps the receipt, comes
// back with it, answers the officer's question and sees who opened a sealed name. Once in Chinese, once in English.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, withPage } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { act, asPerson, send } from './lib/people.mjs';
import { pictureWithSecret, SECRET } from './lib/picture.mjs';
import { useServer } from './lib/server.mjs';

const WORDS = {
  'zh-CN': {
    other: 'en', title: '快递面单信息被转卖', narrative: '寄件后半小时接到推销电话，对方知道收件人的姓名和小区。',
    person: '钱某某（虚构）', start: '开始举报', next: '继续', back: '返回', send: '提交举报', exit: '立即离开', answer: '提交回答',
    said: '我是在三月五日上午接到第一通电话的。', asked: '您是哪一天接到第一通电话的？', why: '核对被举报人是否为本机关人员',
    errors: {
      narrative: '请写下发生了什么', future: '日期不能晚于今天', impossible: '请填写真实的年月日', kind: '请选择对方是单位还是个人',
      saved: '请先保存回执', receipt: '没有这个回执', answer: '请写下回答',
    },
    done: '完成了', answered: '回答已提交', received: '举报已提交', readings: '谁查看过封存信息',
  },
  en: {
    other: 'zh-CN', title: 'Parcel labels were sold on', narrative: 'Half an hour after sending a parcel I got sales calls that knew the name and the estate.',
    person: 'Qian (fictitious)', start: 'Start now', next: 'Continue', back: 'Back', send: 'Send the report', exit: 'Exit this page', answer: 'Send the answer',
    said: 'The first call came on the morning of 5 March.', asked: 'On which day did the first call come?', why: 'To see whether the person accused works for us',
    errors: {
      narrative: 'Tell us what happened', future: 'The date cannot be in the future', impossible: 'Enter a real date', kind: 'Choose what it is',
      saved: 'Save the receipt first', receipt: 'There is no such receipt', answer: 'Write your answer',
    },
    done: 'All done', answered: 'was added', received: 'Your report was sent', readings: 'Who',
  },
};

let server;
let browser;
before(async () => {
  server = await useServer();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const language of ['zh-CN', 'en']) {
  test(`a citizen reports on a phone without JavaScript, in ${language}`, async (t) => {
    const words = WORDS[language];
    const phone = { baseURL: server.url, size: 'phone', language, script: false };
    let receipt;
    let reference;

    await t.test('files anonymously, through every question, and keeps the receipt', () => withPage(browser, phone, async (page) => {
      const next = () => page.getByRole('button', { name: words.next, exact: true }).click();
      const refused = async (says, field) => {
        const summary = page.getByRole('alert');
        assert.match(await summary.innerText(), new RegExp(says));
        assert.equal(await summary.locator('a').first().getAttribute('href'), `#${field}`);
        assert.equal(await page.locator(`[id="${field}"]`).count(), 1, 'the problem leads to its field');
      };

      await page.goto('/');
      await page.locator('.gz-hero a[href="/report"]').click();
      await look(page, 'report-start');
      const exit = page.locator('.govuk-exit-this-page a');
      assert.match(await exit.innerText(), new RegExp(words.exit, 'i'));
      const away = await exit.getAttribute('href');
      assert.match(away, /^https:\/\//, 'the exit leads away from this site');
      assert.notEqual(new URL(away).origin, server.url);
      await page.getByRole('button', { name: words.start }).click();

      // What happened: nothing typed is refused; a change of language keeps what was typed.
      await look(page, 'report-1-what');
      await next();
      await refused(words.errors.narrative, 'narrative');
      await look(page, 'report-1-what-refused');
      await page.locator('#narrative').fill(words.narrative);
      await page.locator(`button[name=switch_language][value=${words.other}]`).click();
      assert.equal(await page.locator('html').getAttribute('lang'), words.other);
      assert.equal(await page.locator('#narrative').inputValue(), words.narrative);
      await page.locator(`button[name=switch_language][value=${language}]`).click();
      await page.locator('#title').fill(words.title);
      await next();

      // Which kind: the way back keeps the answers.
      await look(page, 'report-2-violation');
      await page.locator('[name=violation][value=sale]').check();
      await page.getByRole('button', { name: words.back }).click();
      assert.equal(await page.locator('#title').inputValue(), words.title);
      await next();
      assert.ok(await page.locator('[name=violation][value=sale]').isChecked());
      await next();

      await look(page, 'report-3-who');
      await next();
      await refused(words.errors.kind, 'kind1');
      await page.locator('[name=kind1][value=individual]').check();
      await page.locator('#name1').fill(words.person);
      await page.locator('[name=role1][value=discloser]').check();
      await next();

      await look(page, 'report-4-where');
      await page.locator('[name=province]').selectOption('440000');
      await page.locator('[name=region]').fill('440305');
      await page.locator('[name=sector][value=logistics]').check();
      await next();

      const occurred = async (year, month, day) => {
        for (const [part, value] of Object.entries({ year, month, day })) await page.locator(`#occurred-${part}`).fill(String(value));
      };
      await look(page, 'report-5-when');
      await page.locator('[name=discovered-unknown]').check();
      await occurred(new Date().getFullYear() + 1, 1, 1);
      await next();
      await refused(words.errors.future, 'occurred-year');
      await occurred(2026, 2, 30);
      await next();
      await refused(words.errors.impossible, 'occurred-year');
      await look(page, 'report-5-when-refused');
      await occurred(2026, 3, 2);
      await next();

      await look(page, 'report-6-data');
      await page.locator('[name=persons]').fill('1');
      await page.locator('[name=pieces_transaction]').fill('3');
      await next();

      await page.locator('#files').setInputFiles({ name: 'screenshot.png', mimeType: 'image/png', buffer: pictureWithSecret() });
      await page.locator('button[name=go][value=upload]').click();
      assert.match(await page.locator('.gz-files').innerText(), /screenshot\.png/);
      await look(page, 'report-7-evidence');
      await next();

      await look(page, 'report-8-contact');
      await page.locator('[name=filer][value=anonymous]').check();
      await next();

      // Check: every answer can be changed, and one is.
      await look(page, 'report-check');
      for (const answer of [words.title, words.narrative, words.person, 'screenshot.png']) {
        assert.match(await page.locator('main').innerText(), new RegExp(answer.replace(/[()]/g, '\\$&')));
      }
      await page.locator('button[name=goto][value=what]').first().click();
      await page.locator('#title').fill(`${words.title}!`);
      await next();
      assert.match(await page.locator('main').innerText(), new RegExp(`${words.title}!`), 'back on the check page with the change');
      await page.getByRole('button', { name: words.send }).click();

      // Receipt: shown once, and the journey ends only when it is saved.
      assert.match(await page.locator('h1').innerText(), new RegExp(words.received));
      receipt = (await page.locator('#receipt').innerText()).trim();
      assert.match(receipt.replaceAll(/\s/g, ''), /^[0-9A-HJKMNP-TV-Z]{24}$/, '24 characters of Crockford base 32');
      assert.ok(!page.url().includes(receipt.slice(0, 4)), 'the receipt is in no address');
      reference = /GZ-[0-9A-Z-]+/.exec(await page.locator('.gz-panel').innerText())[0];
      assert.equal(await page.locator('[data-copy]:visible, [data-print]:visible').count(), 0, 'no button that needs a script');
      await look(page, 'report-receipt');
      await next();
      assert.match(await page.locator('.govuk-error-message').innerText(), new RegExp(words.errors.saved));
      assert.equal((await page.locator('#receipt').innerText()).trim(), receipt, 'the receipt is still there');
      await look(page, 'report-receipt-refused');
      await page.locator('#saved').check();
      await next();
      assert.match(await page.locator('h1').innerText(), new RegExp(words.done));
      await look(page, 'report-done');
    }));

    await t.test('the officer asks a question, reads the sealed name with a reason, and gets the picture without its secret', () =>
      asPerson(browser, server, 'shenzhen.officer', { language }, async (page) => {
        await page.goto(`/desk/cases/${reference}`);
        const picture = await page.context().request.get(await page.locator('.gz-evidence a').first().getAttribute('href'));
        assert.match(picture.headers()['content-disposition'], /^attachment/);
        assert.ok(!(await picture.body()).includes(SECRET), 'hidden details of a picture are removed');
        await act(page, 'ask', { body: words.asked });
        assert.ok(!(await page.locator('main').innerText()).includes(words.person), 'the accused person is sealed');
        const choice = await page.locator('#act-unseal [name=field]').first().getAttribute('value');
        await send(page, '#act-unseal', { field: choice, purpose: words.why });
        assert.match(await page.locator('main').innerText(), new RegExp(words.person.slice(0, 3)));
        await look(page, 'case-unsealed');
      }));

    await t.test('the citizen returns with the receipt, answers, and sees who read', () => withPage(browser, phone, async (page) => {
      await page.goto('/track');
      await look(page, 'track');
      const enter = async (code) => {
        await page.locator('#receipt').fill(code);
        await page.locator('main form button[type=submit], main form button:not([name])').first().click();
      };
      await enter('0000 0000 0000 0000 0000 0000');
      assert.match(await page.getByRole('alert').innerText(), new RegExp(words.errors.receipt));
      await look(page, 'track-refused');
      await enter(receipt.toLowerCase());
      assert.equal(new URL(page.url()).search, '', 'the receipt is in no address');
      assert.match(await page.locator('main').innerText(), new RegExp(words.asked.replace('?', '\\?')));
      await look(page, 'track-case');

      await page.getByRole('button', { name: words.answer }).click();
      assert.match(await page.getByRole('alert').innerText(), new RegExp(words.errors.answer));
      await page.locator('[name=answer]').first().fill(words.said);
      await page.locator(`button[name=switch_language][value=${words.other}]`).click();
      await page.locator(`button[name=switch_language][value=${language}]`).click();
      await page.locator('[name=answer]').first().fill(words.said);
      await page.getByRole('button', { name: words.answer }).click();
      const told = await page.locator('main').innerText();
      assert.match(told, new RegExp(words.said.replace('.', '\\.')));
      assert.match(told, new RegExp(words.readings));
      assert.match(told, new RegExp(words.why), 'the filer sees why the name was opened');
      assert.match(told, /陈一帆/, 'and who opened it');
      await look(page, 'track-case-answered');
    }));

    await t.test('the officer reads the answer', () => asPerson(browser, server, 'shenzhen.officer', { language }, async (page) => {
      await page.goto(`/desk/cases/${reference}`);
      assert.match(await page.locator('.gz-message--answer').innerText(), new RegExp(words.said.replace('.', '\\.')));
    }));
  });
}
