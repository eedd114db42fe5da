// System, light or dark. Kept in a cookie, so that the server draws the first frame in the right colours.
const year = 31536000;

function choose(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${theme === "system" ? 0 : year}; SameSite=Lax`;
  show();
}

function show() {
  const now = document.documentElement.dataset.theme ?? "system";
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
  }
}

export function bind(root) {
  for (const box of root.querySelectorAll("[data-theme-box]")) box.hidden = false;
  for (const button of root.querySelectorAll("[data-theme-choice]:not([data-bound])")) {
    button.dataset.bound = "theme";
    button.addEventListener("click", () => choose(button.dataset.themeChoice));
  }
  show();
}
