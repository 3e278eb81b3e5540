// Where a keyboard or a screen reader goes on after something changed: to what is wrong, to what was said, to what is new.

const body = document.body;

function go(place) {
  if (!place) return;
  if (!place.matches("a[href], button, input, select, textarea, summary, [tabindex]")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

// What a fresh page or part has to say first, if anything.
function first(root) {
  return root.querySelector("[data-summary]") ?? root.querySelector(".messages");
}

// After a form led here: its mistakes, else what became of it. A page that asks for the first word keeps it.
if (!document.querySelector("[autofocus]")) go(first(document));

// A part that is taken away takes the focus with it; its successor gets it. What was changed elsewhere is only said.
let inside = false;
body.addEventListener("htmx:beforeSwap", (event) => {
  inside = event.detail.target !== body && event.detail.target.contains(document.activeElement);
});
body.addEventListener("htmx:load", (event) => {
  const fresh = event.detail.elt;
  if (!inside || fresh === body || fresh.matches("[data-polls]")) return;
  inside = false;
  if (document.activeElement !== body) return;
  go(first(fresh) ?? (fresh.matches("main") ? fresh : fresh.querySelector(".scroll[tabindex]") ?? fresh));
});
body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.elt?.matches?.("form.sentence")) {
    const part = document.getElementById(event.detail.target.id) ?? event.detail.target;
    const told = part.querySelector(".pager .soft, .empty-state h2")?.textContent.trim();
    document.getElementById("said").textContent = told ?? "";
  }
});

// An answered question closes; the focus goes to the answer: the button that asked is gone.
body.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful || event.detail.xhr.status >= 400) return;
  const asked = event.detail.elt.closest?.("dialog[open]");
  if (!asked) return;
  asked.close();
  go(document.getElementById(event.detail.target.id));
});
