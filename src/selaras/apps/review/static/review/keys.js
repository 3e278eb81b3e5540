// One key decides: s (sama), b (bukan), r (ragu), k (keluarga), u (take back). Never while somebody types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest("input, textarea, select, dialog")) return;
  const button = document.querySelector(`[data-decides] [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button) {
    event.preventDefault();
    button.form.requestSubmit(button);
  }
});
