// The page /audit/verify: reads the chosen file in the browser and says what holds. Nothing of it leaves the browser;
// the words are in the page, in its language.
import { check, Checked } from "./proof";
import { Fault, readKey } from "./signed-note";

const largest = 4 << 20; // as the program reads

export function offerVerification(page: Document): void {
  const form = page.getElementById("verify-form");
  const result = page.getElementById("verify-result");
  if (!(form instanceof HTMLFormElement) || !result) return;
  form.hidden = false;
  page.getElementById("verify-without")?.remove();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    void run(form, result);
  });
}

async function run(form: HTMLFormElement, result: HTMLElement): Promise<void> {
  const words = form.dataset;
  const data = new FormData(form);
  const file = data.get("file");
  result.replaceChildren();
  try {
    if (!crypto.subtle) throw new Fault("unable");
    if (!(file instanceof File) || file.size === 0 || file.size > largest) throw new Fault("read");
    const log = await readKey(String(data.get("key") ?? ""));
    show(result, await check(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()), log), words);
  } catch (e) {
    const code = e instanceof Fault ? e.code : "read";
    verdict(result, "bad", words.bad ?? "");
    line(result, "ul", [words[camel("bad_" + code)] ?? code]);
  }
  result.focus();
}

function show(result: HTMLElement, c: Checked, words: DOMStringMap): void {
  verdict(result, "good", words.good ?? "");
  line(result, "ul", c.steps.map((s) => words[camel("good_" + s)] ?? s));
  const list = document.createElement("dl");
  list.className = "gz-facts gz-facts--lines";
  for (const [name, value] of Object.entries(c.facts)) {
    const row = document.createElement("div");
    row.append(element("dt", words[camel("fact_" + name)] ?? name), element("dd", value));
    list.append(row);
  }
  result.append(list);
}

function verdict(result: HTMLElement, tone: string, says: string): void {
  const p = document.createElement("p");
  const tag = element("strong", says);
  tag.className = `govuk-tag gz-tag gz-tag--${tone}`;
  tag.dataset.verdict = tone;
  p.append(tag);
  result.append(p);
}

function line(result: HTMLElement, kind: string, says: string[]): void {
  const list = document.createElement(kind);
  list.className = "govuk-list govuk-list--bullet";
  list.append(...says.map((s) => element("li", s)));
  result.append(list);
}

function element(name: string, text: string): HTMLElement {
  const e = document.createElement(name);
  e.textContent = text;
  return e;
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());
