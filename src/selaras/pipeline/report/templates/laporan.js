// Comfort only: without this script everything can still be read. Sorts tables, and says what a touched village holds.
"use strict";
for (const path of document.querySelectorAll("svg.peta>path")) {
  const say = () => {
    const line = document.getElementById("keterangan");
    line.textContent = path.querySelector("title").textContent;
    line.classList.add("ada");
    document.querySelectorAll("svg.peta>path.pilih").forEach((other) => other.classList.remove("pilih"));
    path.classList.add("pilih");
  };
  path.addEventListener("pointerenter", say);
  path.addEventListener("click", say);
}
const number = (text) => parseFloat(text.replace(/[.%<>\s]/g, "").replace(",", "."));
for (const head of document.querySelectorAll("table.data th")) {
  head.dataset.urut = "";
  head.tabIndex = 0;
  const sort = () => {
    const table = head.closest("table"), body = table.tBodies[0], at = head.cellIndex;
    const up = head.getAttribute("aria-sort") === "descending";
    const figures = !head.classList.contains("teks") && !head.classList.contains("kode");
    const rows = [...body.rows].sort((a, b) => {
      const x = a.cells[at].textContent, y = b.cells[at].textContent;
      const order = figures ? (number(x) || 0) - (number(y) || 0) : x.localeCompare(y, "id");
      return up ? order : -order;
    });
    table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...rows);
  };
  head.addEventListener("click", sort);
  head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
}
