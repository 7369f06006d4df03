// What partners' programs do: they sign in and file over HTTP, without a browser.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { named } from './people.mjs';

// A report that the agency of Shenzhen's district 440305 receives.
export const REPORT = {
  title: '快递面单信息被转卖',
  narrative: '寄件后半小时内接到三通推销电话，对方说出了收件人的姓名和小区。我保存了通话记录。',
  violation: 'sale',
  respondents: [{ kind: 'enterprise', role: 'holder', name: '迅达测试快递有限公司（虚构）' }],
  region: '440305',
  sector: 'logistics',
  occurred_on: '2026-03-02',
  discovered_on: '2026-03-05',
  persons_affected: 120,
  pieces: { transaction: 120 },
  filer: { kind: 'anonymous' },
};

// token is the bearer token of a session that `who` opened by API.
export async function token(server, who) {
  const { email, password } = await named(server, who);
  const answer = await post(server, '/api/v1/session', { email, password });
  assert.equal(answer.status, 200, 'POST /api/v1/session');
  return (await answer.json()).access_token;
}

// post sends JSON; `headers` may carry the token and the key.
export function post(server, path, body, headers = {}) {
  return fetch(new URL(path, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

// report files REPORT with changes and gives its reference and receipt.
export async function report(server, changes = {}, headers = {}) {
  const answer = await post(server, '/api/v1/reports', { ...REPORT, ...changes }, { 'idempotency-key': randomUUID(), ...headers });
  assert.equal(answer.status, 201, await answer.clone().text());
  return answer.json();
}
