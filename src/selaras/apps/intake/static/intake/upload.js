// Files can be dragged onto the form; while they travel it says so. Without this module the plain form does the same.
for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector('input[type="file"]');
  const sending = form.querySelector(".drop-sending");
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    sending.hidden = false;
    const names = [...input.files].map((file) => file.name);
    sending.querySelector("[data-sent]").textContent = names.length > 1 ? `${names.length}` : (names[0] ?? "");
    form.querySelector("button").disabled = true;
  });
  window.addEventListener("pageshow", () => {
    sending.hidden = true;
    form.querySelector("button").disabled = false;
  });
}
