// Deciding by keyboard. <form data-keys> or any element: each [data-key="s"] inside is clicked by its key, unless somebody
// is typing. The keys stand on the buttons as <kbd>, and aria-keyshortcuts tells them to screen readers.
const woken = new WeakSet();

export function wake(root) {
  if (document.body.dataset.singleKeys === "off") return;
  for (const area of root.querySelectorAll("[data-keys]")) {
    for (const button of area.querySelectorAll("[data-key]")) button.setAttribute("aria-keyshortcuts", button.dataset.key);
  }
  if (woken.has(document)) return;
  woken.add(document);
  document.addEventListener("keydown", press);
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const button = [...document.querySelectorAll("[data-keys] [data-key]")].find((each) => each.dataset.key.toLowerCase() === key && !each.disabled);
  if (!button) return;
  event.preventDefault();
  button.focus();
  button.click();
}
