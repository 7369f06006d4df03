// The agencies at work over the API, for scenarios told without a browser.
import assert from 'node:assert/strict';
import { post, token } from './partners.mjs';

// officeOf lets the demonstration's people act: `try` gives the answer, `act` expects success, `confirm` is the second person
// for the one open proposal.
export function officeOf(server) {
  const tokens = new Map();
  const header = async (who) => {
    if (!tokens.has(who)) tokens.set(who, token(server, who));
    return { authorization: `Bearer ${await tokens.get(who)}` };
  };
  const read = async (who, reference) => fetch(new URL(`/api/v1/incidents/${reference}`, server.url), { headers: await header(who) });
  const attempt = async (who, reference, body) => {
    const seen = await read(who, reference);
    const etag = seen.headers.get('etag');
    return post(server, `/api/v1/incidents/${reference}/actions`, body, { ...(await header(who)), ...(etag ? { 'if-match': etag } : {}) });
  };
  const act = async (who, reference, body) => {
    const answer = await attempt(who, reference, body);
    assert.equal(answer.status, 200, `${who} ${body.action}: ${await answer.clone().text()}`);
    return answer.json();
  };
  const confirm = async (who, reference) => {
    const seen = await (await read(who, reference)).json();
    return act(who, reference, { action: 'confirm', proposal: seen.proposals[0].id });
  };
  const organisation = async () => (await fetch(new URL('/api/v1/organisation', server.url), { headers: await header('shenzhen.officer') })).json();
  // agency and body give the ids by region and kind.
  const agency = async (region) => (await organisation()).agencies.find((one) => one.region === region).id;
  const body = async (kind, region) => (await organisation()).bodies.find((one) => one.kind === kind && one.region === region).id;
  return { header, case: read, try: attempt, act, confirm, agency, body };
}
