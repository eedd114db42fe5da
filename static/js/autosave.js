// A form that saves itself after a pause in typing and says how that went.
// <form data-autosave="700" hx-post=... hx-trigger="save"> with <output data-save-state> inside; 409 means changed elsewhere.
const words = {
  dirty: "Not saved yet", saving: "Saving…", saved: "Saved", error: "Not saved. Try again.",
  conflict: "Changed in another tab. Reload to see it.",
};

function attach(form) {
  const state = form.querySelector("[data-save-state]");
  const pause = Number(form.dataset.autosave) || 700;
  let timer;
  const say = (name) => {
    if (!state) return;
    state.dataset.state = name;
    (state.querySelector("[data-words]") ?? state).textContent = words[name];
  };
  const save = () => {
    clearTimeout(timer);
    form.dispatchEvent(new CustomEvent("save"));
  };
  form.addEventListener("input", () => {
    say("dirty");
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  });
  form.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save();
    }
  });
  form.addEventListener("htmx:beforeRequest", (event) => event.target === form && say("saving"));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    const status = event.detail.xhr.status;
    say(event.detail.successful ? "saved" : status === 409 ? "conflict" : "error");
  });
  window.addEventListener("beforeunload", (event) => {
    if (state?.dataset.state === "dirty" && form.isConnected) event.preventDefault();
  });
}

export function bind(root, selector) {
  for (const form of [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)]) {
    if (form.dataset.bound) continue;
    form.dataset.bound = "autosave";
    attach(form);
  }
}
