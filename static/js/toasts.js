// Messages: those with data-seconds leave by themselves. Failed requests are told in words, with their request id.
const region = document.querySelector("#toasts");

function watch(toast) {
  toast.dataset.bound = "toast";
  toast.querySelector("[data-dismiss]")?.addEventListener("click", () => toast.remove());
  toast.addEventListener("htmx:afterRequest", (event) => event.detail.successful && toast.remove());
  const seconds = Number(toast.dataset.seconds);
  if (!seconds) return;
  let timer;
  const start = () => (timer = setTimeout(() => toast.remove(), seconds * 1000));
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) toast.addEventListener(name, start);
  start();
}

function tell(text, detail = "", tone = "bad") {
  const made = document.querySelector("#toast-template").content.cloneNode(true).firstElementChild;
  made.querySelector("[data-words]").textContent = text;
  const small = made.querySelector("small");
  if (detail) small.textContent = detail;
  else small.remove();
  if (tone === "good") {
    const picture = made.querySelector("use");
    picture.setAttribute("href", picture.getAttribute("href").replace("circle-alert", "circle-check"));
    made.classList.replace("toast--bad", "toast--good");
  }
  region.append(made);
  watch(made);
}

const words = {
  403: "You may not do that.", 404: "That is not here any more.", 409: "It changed elsewhere. Reload the page.",
  413: "That file is too large.", 429: "Too many requests. Wait a minute and try again.",
};

let bound = false;
export function bind() {
  for (const toast of region.querySelectorAll(".toast:not([data-bound])")) watch(toast);
  if (bound) return;
  bound = true;
  new MutationObserver(() => bind()).observe(region, { childList: true });
  document.addEventListener("toast", ({ detail }) => tell(detail.text, "", detail.tone));
  document.addEventListener("allauth.error", () => tell("The passkey was not used. Try again, or sign in another way."));
  document.addEventListener("htmx:sendError", () => tell("No connection. Nothing was changed; try again in a moment."));
  document.addEventListener("htmx:timeout", () => tell("The server took too long. Try again."));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.target.closest("[data-quiet], [data-autosave]")) return;
    const { status } = event.detail.xhr;
    const id = event.detail.xhr.getResponseHeader("X-Request-ID");
    tell(words[status] ?? "That did not work. Nothing was changed.", id ? `Request ${id}` : "");
  });
}
