// One key decides: s (sama), b (bukan), r (ragu), k (asks about both families), u (take back). Never while somebody types.
document.addEventListener("keydown", (event) => {
  if (document.body.dataset.singleKeys === "off") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest("input, textarea, select, dialog")) return;
  const button = document.querySelector(`[data-decides] [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    // A button that opens a question asks it; the others answer.
    if (button.type === "button") button.click();
    else button.form.requestSubmit(button);
  }
});
