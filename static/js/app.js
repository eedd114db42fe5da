// Loads a behaviour only when an element asks for it, also in what htmx brings.
const behaviours = {
  "[data-autosave]": "cc/autosave",
  "[data-autosubmit]": "cc/autosubmit",
  "[data-dialog-open], dialog": "cc/dialog",
  "[data-dropzone]": "cc/dropzone",
  "[data-link-key]": "cc/linkhover",
  "time[datetime]": "cc/localtime",
  "details.dropdown, [data-focus-key]": "cc/menu",
  "[data-pick]": "cc/pick",
  "[data-runs]": "cc/runs",
  "[data-shown]": "cc/shown",
  "[data-theme-choice]": "cc/theme",
  "#toasts": "cc/toasts",
};

async function bind(root) {
  const wanted = Object.entries(behaviours).filter(
    ([selector]) => root.matches?.(selector) || root.querySelector(selector),
  );
  await Promise.all(wanted.map(async ([selector, name]) => (await import(name)).bind(root, selector)));
}

// Feedback within a frame: the pressed button says that it works, a line runs on top.
let open = 0;
const line = document.querySelector("#loadbar");
const busy = (element, on) => {
  open = Math.max(0, open + (on ? 1 : -1));
  if (line) line.hidden = open === 0;
  const button = element.closest("form")?.querySelector("[type=submit]:focus") ?? element;
  if (!button.matches(".btn")) return;
  button.toggleAttribute("data-busy", on);
  button.setAttribute("aria-busy", String(on));
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches("[hx-post], [hx-get], [data-dropzone]") || form.method === "dialog") return;
  if (event.submitter) busy(event.submitter, true);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.closest("[data-quiet]")) busy(event.target, true);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.closest("[data-quiet]")) busy(event.target, false);
});
document.addEventListener("htmx:load", (event) => bind(event.target));
// Back from the browser's memory: not busy any more.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  open = 0;
  if (line) line.hidden = true;
  for (const button of document.querySelectorAll("[data-busy]")) button.removeAttribute("data-busy");
});

const { classList } = document.documentElement;
classList.add("js");
bind(document).then(() => classList.add("ready"));
