// A filter form that submits itself; without this script its button does the same.
function attach(form) {
  let timer;
  const submit = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), wait);
  };
  form.addEventListener("change", (event) => submit(event.target.type === "search" ? 250 : 0));
  form.addEventListener("input", (event) => {
    if (event.target.matches("[type=search], [type=text], [type=number]")) submit(350);
  });
  // An empty field says nothing, so it stays out of the address.
  form.addEventListener("formdata", (event) => {
    if (form.method !== "get") return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
  for (const button of form.querySelectorAll("[data-no-script]")) button.hidden = true;
}

export function bind(root, selector) {
  for (const form of [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)]) {
    if (form.dataset.bound) continue;
    form.dataset.bound = "autosubmit";
    attach(form);
  }
}
