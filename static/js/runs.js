// The bell: while background work goes on it asks every two seconds, else every minute, and only while the page is looked at.
// Work that has ended since the last answer is announced as a toast (server sends it out of band).
let timer;

function next(box) {
  clearTimeout(timer);
  timer = setTimeout(() => ask(box), box.querySelector("[data-active]") ? 2000 : 60000);
}

function ask(box) {
  const here = document.getElementById(box.id);
  if (!here) return;
  if (document.hidden) next(here);
  else here.dispatchEvent(new CustomEvent("poll"));
}

export function bind(root) {
  const box = document.querySelector("[data-runs]");
  if (!box) return;
  next(box);
  if (box.dataset.bound) return;
  box.dataset.bound = "runs";
  document.addEventListener("visibilitychange", () => document.hidden || ask(box));
  // Anything that starts work may say so: HX-Trigger: runs-changed.
  document.body.addEventListener("runs-changed", () => ask(box));
}
