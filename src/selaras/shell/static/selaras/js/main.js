// What every page needs: theme, drop-downs, dialogs, tabs, alerts. Bricks with more in them load their own module.
import "./theme.js";
import "./focus.js";

const body = document.body;

// Drop-downs are <details>: one open at a time, closed by Esc or a click elsewhere.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.drop[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.drop[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// Single letters can be switched off for a person (WCAG 2.1.4): then no page listens to any, and no button promises one.
if (body.dataset.singleKeys === "off") {
  for (const each of document.querySelectorAll("[aria-keyshortcuts]")) each.removeAttribute("aria-keyshortcuts");
} else {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    document.getElementById("pintasan-daftar")?.showModal();
  });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-closes]")) event.target.closest("dialog, .note")?.[event.target.closest("dialog") ? "close" : "remove"]();
  if (event.target.closest("[data-print]")) window.print();
  const account = event.target.closest("[data-account]");
  if (account) {
    document.getElementById("id_login").value = account.dataset.account;
    document.getElementById("id_password").value = account.dataset.password;
    document.getElementById("id_password").form.querySelector("button").focus();
  }
});

// A form that asks itself anew whenever a choice changes (the filter sentence).
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-at-once")) form.requestSubmit();
});

// A button answers once: the same request twice at once is caught by the server too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-many")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });

// Tabs: a picture and its table twin.
function choose(tab) {
  const tabs = [...tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]')];
  for (const each of tabs) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", chosen);
    each.tabIndex = chosen ? 0 : -1;
    document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen;
  }
}
document.addEventListener("click", (event) => {
  const tab = event.target.closest('[role="tab"]');
  if (tab) choose(tab);
});
document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.('[role="tab"]');
  if (!tab || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const tabs = [...tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]')];
  const next = tabs[(tabs.indexOf(tab) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
  choose(next);
  next.focus();
});

// Files dragged onto the field they belong to; names are listed so that one sees what will be sent.
for (const zone of document.querySelectorAll(".dropzone")) {
  const input = zone.querySelector('input[type="file"]');
  const list = zone.querySelector("[data-chosen]");
  const show = () => { list.textContent = [...input.files].map((file) => file.name).join(", "); };
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", show);
}

// Trouble of a request of htmx is said, not swallowed.
export function say(text, tone = "amber") {
  const note = document.createElement("div");
  note.className = `note ${tone}`;
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.setAttribute("data-closes", "");
  close.setAttribute("aria-label", body.dataset.close);
  note.append(document.createElement("span"), words, close);
  document.getElementById("alerts").replaceChildren(note);
}
// Trouble whose place the server names is said there, in its own words.
body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.xhr.getResponseHeader("HX-Retarget")) Object.assign(event.detail, {shouldSwap: true, isError: false});
});
body.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status === 403 ? body.dataset.refused : body.dataset.trouble));
body.addEventListener("htmx:sendError", () => say(body.dataset.offline));
body.addEventListener("htmx:timeout", () => say(body.dataset.trouble));
let waiting = 0;
const polls = (event) => event.detail.elt?.hasAttribute?.("data-polls");
body.addEventListener("htmx:beforeRequest", (event) => { if (!polls(event)) { waiting += 1; body.classList.add("busy"); } });
body.addEventListener("htmx:afterRequest", (event) => { if (!polls(event) && (waiting -= 1) <= 0) { waiting = 0; body.classList.remove("busy"); } });

// Larger bricks are fetched only by pages that have them.
async function wake(root) {
  if (root.querySelector("[data-chart]")) (await import("./chart.js")).wake(root);
  if (root.querySelector("[data-map]")) (await import("./map.js")).wake(root);
  if (root.querySelector("[data-keys]")) (await import("./keys.js")).wake(root);
  if (root.querySelector("input[type=date]")) (await import("./days.js")).wake(root);
}
wake(document);
body.addEventListener("htmx:load", (event) => { if (event.detail.elt !== body) wake(event.detail.elt.parentElement ?? document); });
