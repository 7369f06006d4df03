// A second click on a slow line must not send a form twice. The server refuses the repetition too; this only spares
// the reader the wait.

const pauseMilliseconds = 3000;

export function sendOnce(page: Document): void {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, pauseMilliseconds);
  });
}
