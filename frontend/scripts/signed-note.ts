// Signed notes and the small pieces that proofs are made of, with what the browser brings along: c2sp.org/signed-note,
// Ed25519, SHA-256, HMAC. Everything is read in the one way in which it is written, so that no altered byte passes.

export type Bytes = Uint8Array<ArrayBuffer>;

export class Fault extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export function refuse(code: string): never {
  throw new Fault(code);
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

export function join(...parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}

export const same = (a: Bytes, b: Bytes): boolean => a.length === b.length && a.every((x, i) => x === b[i]);

const toBase64 = (b: Bytes): string => btoa(Array.from(b, (x) => String.fromCharCode(x)).join(""));

export function fromBase64(text: string, length?: number): Bytes {
  let raw: string;
  try {
    raw = atob(text);
  } catch {
    return refuse("read");
  }
  const bytes = Uint8Array.from(raw, (c) => c.charCodeAt(0));
  if (toBase64(bytes) !== text || (length !== undefined && bytes.length !== length)) refuse("read");
  return bytes;
}

export function decimal(text: string): number {
  const n = Number(text);
  if (!Number.isSafeInteger(n) || n < 0 || String(n) !== text) refuse("read");
  return n;
}

export const sha256 = async (b: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest("SHA-256", b));

export async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const k = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", k, message));
}

export interface LogKey {
  name: string;
  id: Bytes;
  key: CryptoKey;
}

// readKey reads name+id+key and checks that the id fits; "unable" where the browser does not know Ed25519.
export async function readKey(text: string): Promise<LogKey> {
  const [name, id, ...rest] = text.trim().split("+");
  const raw = await decodeKey(rest.join("+"));
  const sum = (await sha256(join(utf8(name + "\n"), raw))).slice(0, 4);
  if (!name || id !== Array.from(sum, (x) => x.toString(16).padStart(2, "0")).join("")) refuse("key");
  try {
    return { name, id: sum, key: await crypto.subtle.importKey("raw", raw.slice(1), { name: "Ed25519" }, false, ["verify"]) };
  } catch {
    return refuse("unable");
  }
}

async function decodeKey(text: string): Promise<Bytes> {
  try {
    const raw = fromBase64(text, 33);
    return raw[0] === 1 ? raw : refuse("key");
  } catch {
    return refuse("key");
  }
}

// openNote returns the text that the log signed. Signatures of others may stand beside its own and are not looked at.
export async function openNote(signed: string, log: LogKey, code: string): Promise<string> {
  const at = signed.indexOf("\n\n");
  if (at < 0 || !signed.endsWith("\n")) return refuse("read");
  const text = signed.slice(0, at + 1);
  let signatures = 0;
  for (const line of signed.slice(at + 2, -1).split("\n")) {
    const [dash, name, b64, ...more] = line.split(" ");
    if (dash !== "—" || !name || !b64 || more.length > 0) return refuse("read");
    const sig = fromBase64(b64);
    if (name !== log.name || !same(sig.slice(0, 4), log.id)) continue;
    signatures++;
    if (!(await crypto.subtle.verify("Ed25519", log.key, sig.slice(4), utf8(text)))) return refuse(code);
  }
  return signatures === 1 ? text : refuse(code);
}
