// Restates <time datetime> in the reader's zone and language: the title always, the text when it asks (data-format).
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "long", timeStyle: "short" });
const shapes = {
  date: new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }),
  time: new Intl.DateTimeFormat(undefined, { timeStyle: "short" }),
  full,
};

export function bind(root) {
  for (const element of root.querySelectorAll("time[datetime]:not([data-bound])")) {
    element.dataset.bound = "time";
    const text = element.getAttribute("datetime");
    if (!text.includes("T")) continue; // a day is the same day everywhere
    const when = new Date(text);
    if (Number.isNaN(when.getTime())) continue;
    element.title = full.format(when);
    const shape = shapes[element.dataset.format];
    if (shape) element.textContent = shape.format(when);
  }
}
