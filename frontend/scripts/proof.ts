// A filing proof, checked in the browser: c2sp.org/tlog-proof with our event in its extra line, the leaf as
// {label, commitment}, the tree of RFC 6962 section 2.1. The same checks as "gongzhi verify FILE".
import { Bytes, LogKey, decimal, fromBase64, hmac, join, openNote, refuse, same, sha256 } from "./signed-note";

export interface Checked {
  steps: string[]; // what holds, by code
  facts: Record<string, string>;
}

const header = "c2sp.org/tlog-proof@v1";
const promiseHeader = "gongzhi filing promise v1";

export async function check(file: string, log: LogKey): Promise<Checked> {
  if (file.startsWith(header + "\n")) return checkProof(file, log);
  if (file.startsWith(promiseHeader + "\n")) {
    const promise = await openPromise(file, log);
    return { steps: ["promise_alone"], facts: { due: promise.due } };
  }
  return refuse("read");
}

interface Extra {
  v: number;
  event: string;
  salt: string;
  label: string;
  stream_key?: string;
  promise?: string;
}

const known = new Set(["v", "event", "salt", "label", "stream_key", "promise"]);

function parse(file: string) {
  const cut = file.indexOf("\n\n");
  const lines = file.slice(0, cut).split("\n");
  if (cut < 0 || lines.length < 3 || !lines[1].startsWith("extra ") || !lines[2].startsWith("index ")) return refuse("read");
  const extra = readJSON(fromBase64(lines[1].slice(6))) as Extra;
  if (extra.v !== 1 || !Object.keys(extra).every((k) => known.has(k))) return refuse("read");
  return {
    extra,
    index: decimal(lines[2].slice(6)),
    path: lines.slice(3).map((l) => fromBase64(l, 32)),
    checkpoint: file.slice(cut + 2),
  };
}

function readJSON(bytes: Bytes): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse("read");
  }
}

async function checkProof(file: string, log: LogKey): Promise<Checked> {
  const p = parse(file);
  const [origin, size, root] = (await openNote(p.checkpoint, log, "signature")).split("\n");
  if (origin !== log.name) return refuse("signature");
  const event = fromBase64(p.extra.event);
  const label = fromBase64(p.extra.label, 32);
  const commitment = await hmac(fromBase64(p.extra.salt, 32), event);
  const leaf = await sha256(join(Uint8Array.of(0, 1), label, commitment));
  if (!same(await rootOf(leaf, p.index, decimal(size), p.path), fromBase64(root, 32))) return refuse("inclusion");
  const told = readJSON(event) as { seq: number; kind: string; at: string; facts?: { incident?: { reference?: string } } };
  const steps = ["signature", "inclusion"];
  if (p.extra.stream_key !== undefined) {
    if (!same(await labelOf(fromBase64(p.extra.stream_key, 32), told.seq), label)) return refuse("label");
    steps.push("label");
  }
  if (p.extra.promise !== undefined) {
    const promise = await openPromise(p.extra.promise, log);
    if (!same(promise.leaf, leaf)) return refuse("promise");
    steps.push("promise");
  }
  const reference = told.facts?.incident?.reference ?? "";
  return { steps, facts: { reference, kind: told.kind, at: told.at, act: String(told.seq), index: String(p.index), size } };
}

async function labelOf(key: Bytes, seq: number): Promise<Bytes> {
  const number = new DataView(new ArrayBuffer(8));
  number.setBigUint64(0, BigInt(seq));
  return hmac(key, new Uint8Array(number.buffer));
}

// rootOf climbs from a leaf to the root: RFC 9162 section 2.1.3.2, which is RFC 6962's tree.
async function rootOf(leaf: Bytes, index: number, size: number, path: Bytes[]): Promise<Bytes> {
  let at = index;
  let last = size - 1;
  let hash = leaf;
  if (at > last) return refuse("inclusion");
  const half = (n: number) => Math.floor(n / 2);
  for (const sibling of path) {
    if (last === 0) return refuse("inclusion");
    if (at % 2 === 1 || at === last) {
      hash = await sha256(join(Uint8Array.of(1), sibling, hash));
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = await sha256(join(Uint8Array.of(1), hash, sibling));
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : refuse("inclusion");
}

async function openPromise(signed: string, log: LogKey): Promise<{ leaf: Bytes; due: string }> {
  const lines = (await openNote(signed, log, "promise")).split("\n");
  const [title, origin, leaf, filed, within, end] = lines;
  if (lines.length !== 6 || title !== promiseHeader || origin !== log.name || end !== "") return refuse("promise");
  if (!leaf.startsWith("leaf ") || !filed.startsWith("filed ") || !within.startsWith("within ")) return refuse("promise");
  const due = decimal(filed.slice(6)) + decimal(within.slice(7));
  return { leaf: fromBase64(leaf.slice(5), 32), due: new Date(due * 1000).toISOString() };
}


