// The bell asks every two seconds while work goes on, else every minute, and only while the page is looked at.
let timer;
let wasOpen = false;

// Work that was going on when last seen, on this page or another, and has ended since is announced once.
function announce(box) {
  const key = "runs-going-on";
  const before = new Set((sessionStorage.getItem(key) ?? "").split(" "));
  const now = [];
  for (const run of box.querySelectorAll("[data-run]")) {
    const { run: id, state, words } = run.dataset;
    if (["queued", "running"].includes(state)) now.push(id);
    else if (before.has(id)) {
      const tone = state === "succeeded" ? "good" : "bad";
      document.dispatchEvent(new CustomEvent("toast", { detail: { text: words, tone } }));
    }
  }
  sessionStorage.setItem(key, now.join(" "));
}

const menu = (box) => box.querySelector("[popover]");

function next(box) {
  clearTimeout(timer);
  timer = setTimeout(() => ask(box), box.querySelector("[data-active]") ? 2000 : 60000);
}

function ask(box) {
  if (document.hidden) return next(box);
  box.dispatchEvent(new CustomEvent("poll"));
}

export function bind() {
  const box = document.querySelector("[data-runs]:not([data-bound])");
  if (!box) return;
  box.dataset.bound = "runs";
  next(box);
  box.addEventListener("htmx:beforeSwap", () => (wasOpen = Boolean(menu(box)?.matches(":popover-open"))));
  box.addEventListener("htmx:afterSwap", () => {
    if (wasOpen) menu(box)?.showPopover();
    announce(box);
    next(box);
  });
  box.addEventListener("htmx:sendError", () => next(box));
  document.addEventListener("visibilitychange", () => document.hidden || ask(box));
  // Anything that starts work may say so: HX-Trigger: runs-changed.
  document.body.addEventListener("runs-changed", () => ask(box));
}
