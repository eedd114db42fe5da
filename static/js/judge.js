// Keys of the page on which answers are judged: a button's own key presses it, unless somebody writes the reason.
const form = document.querySelector("[data-judge]");

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const button = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  const reason = form.elements.reason;
  if (button.value === "poor" && !reason.value.trim()) reason.focus();
  else form.requestSubmit(button);
});
