// A filer takes the proof away; anybody checks it in the browser, without sending it, and with the program; one altered
// byte turns it red. The pages of the public log, in both languages, on phone and desktop, also without JavaScript.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, withPage } from './lib/browser.mjs';
import { look } from './lib/look.mjs';
import { useServer } from './lib/server.mjs';

const BINARY = process.env.GONGZHI_BINARY ?? fileURLToPath(new URL('../bin/gongzhi', import.meta.url));
const WORDS = {
  'zh-CN': { soon: '很快会收录', ready: '条。该文件证明', download: '下载证明', promise: '下载承诺书', good: '核验无误', bad: '核验不符', command: '请使用下面的命令' },
  en: { soon: 'takes your report in shortly', ready: 'of the public log', download: 'Download the proof', promise: 'Download the promise', good: 'In order', bad: 'NOT in order', command: 'Use the command below' },
};

let server;
let browser;
let folder;
before(async () => {
  server = await useServer();
  browser = await launch();
  folder = await mkdtemp(join(tmpdir(), 'gongzhi-proof-'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function fileReport() {
  const answer = await fetch(new URL('/api/v1/reports', server.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ title: 'Parcel labels', narrative: 'Sold on.', violation: 'sale', region: '440300', filer: { kind: 'anonymous' } }),
  });
  assert.equal(answer.status, 201);
  return answer.json();
}

// program runs gongzhi and gives its exit code and what it printed.
function program(...args) {
  return new Promise((resolve) => {
    execFile(BINARY, args, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, said: stdout + stderr }));
  });
}

async function track(page, receipt) {
  await page.goto('/track');
  await page.locator('#receipt').fill(receipt);
  await page.locator('form:has(#receipt) button[type=submit]').click();
}

async function download(page, button, name) {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  assert.match(file.suggestedFilename(), /^GZ-[0-9A-Z]{5}-[0-9A-Z]{5}\.tlog-/);
  const path = join(folder, name);
  await file.saveAs(path);
  return path;
}

async function checkInBrowser(page, path) {
  await page.goto('/audit/verify');
  await page.locator('#file').setInputFiles(path);
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.locator('#verify-form button[type=submit]').click();
  const verdict = page.locator('#verify-result [data-verdict]');
  await verdict.waitFor();
  assert.deepEqual(asked, [], 'nothing was sent');
  return verdict.getAttribute('data-verdict');
}

for (const [language, size] of [['zh-CN', 'phone'], ['en', 'desktop']]) {
  test(`a filer keeps the proof and others check it, in ${language}`, async (t) => {
    const words = WORDS[language];
    const view = { baseURL: server.url, language, size };
    const { receipt, promise } = await fileReport();
    let key;
    let proof;

    await t.test('the promise comes with the receipt', async () => {
      assert.match(promise, /^gongzhi filing promise v1\n/);
      const path = join(folder, `${language}.tlog-promise`);
      await writeFile(path, promise);
      const answer = await fetch(new URL('/api/v1/track/proof', server.url), { headers: { Authorization: `Receipt ${receipt}` } });
      const told = await answer.json();
      assert.equal(told.promise, promise, 'the same promise again');
      key = told.log_key;
      const { code, said } = await program('verify', path, '--key', key);
      assert.equal(code, 0, said);
    });

    await t.test('the proof can be taken away once the log has grown, without JavaScript', () => withPage(browser, { ...view, script: false }, async (page) => {
      await track(page, receipt);
      for (let tries = 0; !(await page.locator('main').innerText()).includes(words.ready); tries++) {
        assert.ok(tries < 60, 'the log took the report in');
        await page.waitForTimeout(500);
        await track(page, receipt);
      }
      await look(page, `track-proof-${size}`);
      proof = await download(page, words.download, `${language}.tlog-proof`);
    }));

    await t.test('the browser finds it in order, and every altered copy not', () => withPage(browser, view, async (page) => {
      assert.equal(await checkInBrowser(page, proof), 'good');
      assert.ok((await page.locator('#verify-result').innerText()).includes(words.good));
      await look(page, `audit-verify-good-${size}`);
      const whole = await readFile(proof);
      for (const at of altered(whole)) {
        const copy = Buffer.from(whole);
        copy[at] ^= 1;
        const path = join(folder, 'altered');
        await writeFile(path, copy);
        assert.equal(await checkInBrowser(page, path), 'bad', `byte ${at} of ${whole.length}`);
        const { code, said } = await program('verify', path, '--key', key);
        assert.equal(code, 1, `byte ${at}: ${said}`);
      }
      assert.ok((await page.locator('#verify-result').innerText()).includes(words.bad));
      await look(page, `audit-verify-bad-${size}`);
    }));

    await t.test('the program finds it in order, off-line and against the log', async () => {
      const offline = await program('verify', proof, '--key', key);
      assert.equal(offline.code, 0, offline.said);
      assert.match(offline.said, /proven: act 1 of the incident stream/);
      const online = await program('verify', proof, '--key', key, '--log', new URL('/log', server.url).href);
      assert.equal(online.code, 0, online.said);
      assert.match(online.said, /silence: act 2 of this stream is in none of the/);
    });
  });

  test(`the pages of the public log, in ${language}`, () => withPage(browser, { baseURL: server.url, language, size, script: false }, async (page) => {
    await page.goto('/');
    await page.locator('footer a[href="/audit"]').click();
    await look(page, `audit-${size}`);
    assert.equal(await page.locator('.gz-broken').count(), 0);
    const note = await (await fetch(new URL('/log/checkpoint', server.url))).text();
    await page.locator('#index').fill('0');
    await page.locator('form[action="/audit/entry"] button').click();
    await look(page, `audit-entry-${size}`);
    await page.goto('/audit');
    await page.locator('#checkpoint').fill(note);
    await page.locator('#compare button').click();
    assert.equal(await page.locator('.gz-broken').count(), 0);
    await look(page, `audit-compare-${size}`);
    await page.goto('/audit');
    await page.locator('#checkpoint').fill('nothing');
    await page.locator('#compare button').click();
    assert.equal(await page.locator('.govuk-error-summary').count(), 1);
    await look(page, `audit-refused-${size}`);
    await page.goto('/audit/witnesses');
    await look(page, `audit-witnesses-${size}`);
    await page.goto('/audit/verify');
    assert.ok((await page.locator('main').innerText()).includes(WORDS[language].command));
    await look(page, `audit-verify-plain-${size}`);
  }));
}

// altered picks places all over a file: the first byte, the last, some of each line.
function altered(file) {
  const places = [0, file.length - 1];
  for (let n = 1; n <= 24; n++) places.push(Math.floor((file.length * n) / 25));
  return places;
}
