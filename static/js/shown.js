// Tells which cards of a list stood on the screen for a second, each with its place in the list: in one request, once no
// new card came for three seconds, or when the page is left. Cards that are only scrolled past are not told.
const LONG_ENOUGH = 1000;
const QUIET = 3000;
const sent = new Set();
const seen = new Map();
let address;
let sending;

const jobOf = (card) => card.querySelector("a[href]")?.getAttribute("href").match(/\/jobs\/([0-9a-f-]{36})\//)?.[1];
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

function send() {
  clearTimeout(sending);
  if (!seen.size) return;
  const body = new FormData();
  for (const [job, place] of seen) body.append("shown", `${job}:${place}`);
  for (const job of seen.keys()) sent.add(job);
  seen.clear();
  fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token() }, keepalive: true });
}

function watch(list) {
  const first = Number(list.dataset.shownStart);
  const places = new Map([...list.querySelectorAll(".card--link")].map((card, number) => [card, first + number]));
  const waits = new Map();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(waits.get(target));
        if (!isIntersecting) continue;
        waits.set(target, setTimeout(() => {
          observer.unobserve(target);
          const job = jobOf(target);
          if (!job || sent.has(job)) return;
          seen.set(job, places.get(target));
          clearTimeout(sending);
          sending = setTimeout(send, QUIET);
        }, LONG_ENOUGH));
      }
    },
    { threshold: 0.5 },
  );
  for (const card of places.keys()) observer.observe(card);
}

let bound = false;
export function bind(root, selector) {
  for (const list of root.matches?.(selector) ? [root] : root.querySelectorAll(selector)) {
    if (!Number(list.dataset.shownStart)) continue;
    address = list.dataset.shown;
    watch(list);
  }
  if (bound) return;
  bound = true;
  document.addEventListener("visibilitychange", () => document.hidden && send());
  window.addEventListener("pagehide", send);
}
