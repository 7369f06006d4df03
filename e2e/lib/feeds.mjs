// The three feeds, read as a feed reader does: XML through a real parser, JSON as JSON.
import assert from 'node:assert/strict';
import { withPage } from './browser.mjs';

const TYPES = { atom: /^application\/atom\+xml/, rss: /^application\/rss\+xml/, json: /^application\/feed\+json/ };

// readFeeds gives for 'atom', 'rss' and 'json' the list of entries as {id, url, title, text, credit}.
// `query` narrows the list, such as '?violation=sale'.
export async function readFeeds(browser, server, query = '') {
  const found = {};
  for (const [format, type] of Object.entries(TYPES)) {
    const answer = await fetch(new URL(`/feeds/incidents.${format}${query}`, server.url));
    assert.equal(answer.status, 200, format);
    assert.match(answer.headers.get('content-type'), type);
    const again = await fetch(answer.url, { headers: { 'if-none-match': answer.headers.get('etag') } });
    assert.ok([200, 304].includes(again.status));
    const text = await answer.text();
    found[format] = format === 'json' ? fromJSON(text) : await fromXML(browser, server, text);
  }
  return found;
}

function fromJSON(text) {
  const feed = JSON.parse(text);
  assert.equal(feed.version, 'https://jsonfeed.org/version/1.1');
  return feed.items.map((item) => ({ id: item.id, url: item.url, title: item.title, text: item.content_html ?? item.content_text ?? '', credit: item._gongzhi?.credit?.text ?? '' }));
}

// Chromium's parser stands for all others; the page has no network of its own.
async function fromXML(browser, server, text) {
  let entries;
  await withPage(browser, { baseURL: server.url }, async (page) => {
    entries = await page.evaluate((xml) => {
      const tree = new DOMParser().parseFromString(xml, 'application/xml');
      if (tree.querySelector('parsererror')) throw new Error('the feed is not well-formed');
      const of = (entry, ...names) => names.map((name) => [...entry.children].find((child) => child.nodeName === name)?.textContent).find(Boolean) ?? '';
      const link = (entry) => [...entry.children].find((child) => child.nodeName === 'link' && (child.getAttribute('rel') ?? 'alternate') === 'alternate');
      return [...tree.querySelectorAll('entry, item')].map((entry) => ({
        id: of(entry, 'id', 'guid'),
        url: link(entry)?.getAttribute('href') ?? link(entry)?.textContent,
        title: of(entry, 'title'),
        text: of(entry, 'content', 'content:encoded', 'summary', 'description'),
        credit: of(entry, 'rights', 'dc:rights'),
      }));
    }, text);
  });
  assert.ok(entries.length > 0, 'a feed without entries');
  return entries;
}
