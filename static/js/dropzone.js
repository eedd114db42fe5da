// Upload by drop, paste or picker, several files at once. Refuses what the server would refuse, in the same words, before
// sending. <form data-dropzone data-max-bytes data-max-files> with an <input type=file> and an empty <ul data-files>.
const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

function refusal(file, form, input) {
  const most = Number(form.dataset.maxBytes) || Infinity;
  const kinds = input.accept.split(",").map((kind) => kind.trim().toLowerCase()).filter((kind) => kind.startsWith("."));
  const ending = file.name.toLowerCase().match(/\.[a-z0-9]+$/)?.[0] ?? "";
  if (kinds.length && !kinds.includes(ending)) return `${ending || "This kind of file"} is not read here. Use ${kinds.join(", ")}.`;
  if (file.size === 0) return "The file is empty. Save it again and retry.";
  if (file.size > most) return `${size(file.size)} is over the limit of ${size(most)}. Export a smaller file.`;
  return "";
}

function attach(form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-files]");
  const row = form.querySelector("template").content.firstElementChild;

  const stage = (words, percent) => {
    for (const item of list.querySelectorAll("[data-ok]")) {
      item.querySelector("[data-words]").textContent = words;
      const bar = item.querySelector("progress");
      bar.hidden = false;
      if (percent === undefined) bar.removeAttribute("value");
      else bar.value = percent;
    }
  };
  const take = (files) => {
    const chosen = [...files].slice(0, input.multiple ? Number(form.dataset.maxFiles) || 10 : 1);
    const good = new DataTransfer();
    list.replaceChildren(
      ...chosen.map((file) => {
        const item = row.cloneNode(true);
        const problem = refusal(file, form, input);
        item.querySelector("[data-name]").textContent = file.name;
        item.querySelector("[data-size]").textContent = size(file.size);
        item.querySelector("[data-words]").textContent = problem || "Ready";
        item.querySelector("[data-words]").classList.toggle("bad", Boolean(problem));
        if (!problem) {
          item.dataset.ok = "";
          good.items.add(file);
        }
        return item;
      }),
    );
    input.files = good.files;
    if (good.files.length && form.hasAttribute("data-send")) form.requestSubmit();
  };

  input.addEventListener("change", () => input.files.length && take(input.files));
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.dataset.over = "";
    });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => delete form.dataset.over);
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  document.addEventListener("paste", (event) => {
    if (!form.isConnected || event.target.closest("input, textarea")) return;
    if (event.clipboardData.files.length) return take(event.clipboardData.files);
    const text = event.clipboardData.getData("text/plain");
    if (text.length > 200) take([new File([text], "pasted.txt", { type: "text/plain" })]);
  });
  form.addEventListener("submit", () => stage("Uploading…"));
  form.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total } = event.detail;
    if (total) stage(loaded < total ? `Uploading, ${Math.round((100 * loaded) / total)}%` : "Reading…", loaded < total ? (100 * loaded) / total : undefined);
  });
}

export function bind(root, selector) {
  for (const form of [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)]) {
    if (form.dataset.bound) continue;
    form.dataset.bound = "dropzone";
    attach(form);
  }
}
