// Walks over a page with the Tab key and tells where nobody could see the focus (WCAG 2.2, 2.4.7).

const MOST_STEPS = 60;

// focusTrouble gives a line for every element on which the focus cannot be seen, in the order of the Tab key.
export async function focusTrouble(page) {
  const trouble = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab');
    const { end, seen, what } = await page.evaluate(focusSeen);
    if (end) break;
    if (!seen) trouble.push(what);
  }
  return trouble;
}

// focusSeen runs in the page: does the focused element, its label or the box drawn before its label look other than
// unfocused? What browsers and style sheets draw on focus are outlines, shadows, borders and backgrounds.
function focusSeen() {
  const element = document.activeElement;
  if (!element || element === document.body) return { end: true };
  const label = element.labels?.[0];
  const drawn = () => [[element], [element, '::before'], ...(label ? [[label], [label, '::before']] : [])].map(([target, pseudo]) => {
    const style = getComputedStyle(target, pseudo);
    return [style.outlineStyle !== 'none' && `${style.outlineWidth} ${style.outlineColor}`, style.boxShadow, style.borderColor, style.borderWidth, style.backgroundColor].join('|');
  }).join('\n');
  const focused = drawn();
  const box = element.getBoundingClientRect();
  element.blur();
  const plain = drawn();
  element.focus({ focusVisible: true });
  const inside = (box.width > 1 && box.height > 1) || label;
  return { end: false, seen: focused !== plain && Boolean(inside), what: `${element.tagName.toLowerCase()}#${element.id} “${(element.innerText || element.name || '').slice(0, 40)}”` };
}
