// A browser shows a date in the order of its own language, whatever language the page has: 03/04 may be March or April.
// Beside each field the chosen day is said with its month in words; where months come first, that is said while it is empty.
const woken = new WeakSet();
const parts = new Intl.DateTimeFormat(navigator.language).formatToParts(new Date());
const monthFirst = parts.find((part) => part.type === "day" || part.type === "month").type === "month";

export function wake(root) {
  for (const input of root.querySelectorAll("input[type=date]")) {
    if (woken.has(input)) continue;
    woken.add(input);
    const said = document.createElement("span");
    said.className = "day-said";
    said.setAttribute("aria-hidden", "true"); // A screen reader already says the date in full.
    (input.closest("label") ?? input).after(said); // Outside the label: its name stays what it was.
    const say = () => { said.textContent = words(input.valueAsDate); };
    input.addEventListener("input", say);
    input.form?.addEventListener("reset", () => setTimeout(say));
    say();
  }
}

function words(day) {
  if (!day) return monthFirst && !document.documentElement.lang.startsWith("en") ? document.body.dataset.monthFirst : "";
  return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }).format(day);
}
