// Restates <time datetime> in the reader's zone and language: the title always, the text if data-format asks.
const styles = { date: { dateStyle: "medium" }, time: { timeStyle: "short" }, full: { dateStyle: "long", timeStyle: "short" } };

export function bind(root) {
  for (const element of root.querySelectorAll("time[datetime]:not([data-bound])")) {
    element.dataset.bound = "time";
    const when = new Date(element.dateTime);
    if (!element.dateTime.includes("T") || Number.isNaN(when.getTime())) continue; // a day is the same day everywhere
    element.title = when.toLocaleString(undefined, styles.full);
    const style = styles[element.dataset.format];
    if (style) element.textContent = when.toLocaleString(undefined, style);
  }
}
