// Buttons that need a script are hidden in the page and shown here: print this page, copy a text.

export function offerButtons(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    offerCopy(page, button);
  }
}

function offerCopy(page: Document, button: HTMLButtonElement): void {
  const source = page.getElementById(button.dataset.copy ?? "");
  if (!source || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent?.trim() ?? "");
    button.textContent = button.dataset.copied ?? button.textContent;
  });
}
