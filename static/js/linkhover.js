// Hovering or focusing an element with data-link-key lights every other element with the same key, and brings the other
// side into view when it is out of sight (page image region <-> parsed text). A click keeps it lit until the next one.
let kept = null;

const all = (key) => document.querySelectorAll(`[data-link-key="${CSS.escape(key)}"]`);
const light = (key, on) => {
  if (key) for (const element of all(key)) element.toggleAttribute("data-on", on || key === kept);
};
const reveal = (from, key) => {
  for (const element of all(key)) {
    if (element.closest("[data-link-side]") === from.closest("[data-link-side]")) continue;
    element.scrollIntoView({ block: "nearest", behavior: "smooth" });
    break;
  }
};

let bound = false;
export function bind() {
  if (bound) return;
  bound = true;
  const target = (event) => event.target.closest?.("[data-link-key]");
  for (const [start, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    document.addEventListener(start, (event) => light(target(event)?.dataset.linkKey, true));
    document.addEventListener(end, (event) => light(target(event)?.dataset.linkKey, false));
  }
  document.addEventListener("click", (event) => {
    const element = target(event);
    const before = kept;
    kept = element && element.dataset.linkKey !== kept ? element.dataset.linkKey : null;
    light(before, false);
    if (!kept) return;
    light(kept, true);
    reveal(element, kept);
  });
}
