// Says how many candidates are ticked, and sends only when they fit side by side. Without it the server says the same.
const LEAST = 2, MOST = 5;

function attach(list) {
  const bar = list.parentElement.querySelector("[data-pick-send]");
  const note = list.parentElement.querySelector("[data-pick-note]");
  if (!bar || !note) return;
  const words = note.textContent;
  const look = () => {
    const count = list.querySelectorAll("input[type=checkbox]:checked").length;
    bar.disabled = count < LEAST || count > MOST;
    note.textContent = count === 0 ? words : count > MOST ? `${count} chosen; at most ${MOST} fit.` : count < LEAST ? "One chosen; tick another." : `${count} chosen.`;
  };
  list.addEventListener("change", look);
  look();
}

export function bind(root, selector) {
  for (const list of [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)]) {
    if (list.dataset.bound) continue;
    list.dataset.bound = "pick";
    attach(list);
  }
}
