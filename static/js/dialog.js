// Opens <dialog> elements: a link or button with data-dialog-open="id" (its href works without script); htmx content
// that brings a <dialog data-open> opens at once. A click on the ground outside closes.
export function bind(root) {
  for (const dialog of root.querySelectorAll("dialog:not([data-bound])")) {
    dialog.dataset.bound = "dialog";
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
      if (event.target.closest("[data-dialog-close]")) {
        event.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful && event.target.matches("form[data-closes]")) dialog.close();
    });
    if (dialog.hasAttribute("data-open")) dialog.showModal();
  }
  for (const opener of root.querySelectorAll("[data-dialog-open]:not([data-bound])")) {
    opener.dataset.bound = "dialog";
    opener.addEventListener("click", (event) => {
      const dialog = document.getElementById(opener.dataset.dialogOpen);
      if (!dialog) return;
      event.preventDefault();
      dialog.showModal();
    });
  }
}
