// Small pieces of page. Text is set as text: what an officer or a list wrote is never read as markup.
export function make(tag, { text, ...more } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(more)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// A screen from the page: parts marked data-isi are given by name.
export function screen(name, parts = {}) {
  const root = document.getElementById(`layar-${name}`).content.cloneNode(true);
  for (const [part, value] of Object.entries(parts)) {
    for (const place of root.querySelectorAll(`[data-isi="${part}"]`)) {
      if (value instanceof Node) place.replaceChildren(value);
      else if (Array.isArray(value)) place.replaceChildren(...value);
      else place.textContent = value ?? "";
    }
  }
  return root;
}

// Shows a screen, tells those who hear rather than see, and begins at its top.
// The title says which screen it is and nobody's name: browsers keep titles in their history, in clear.
export function show(root) {
  const main = document.getElementById("isi");
  main.replaceChildren(root);
  const heading = main.querySelector("h1");
  document.title = `${heading?.dataset.judul ?? heading?.textContent ?? ""} · Selaras`;
  window.scrollTo(0, 0);
  if (heading) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
}

export const by = (selector, root = document.getElementById("isi")) => root.querySelector(selector);

let fading;
export function notice(text, tone = "") {
  const place = document.getElementById("kabar");
  place.replaceChildren(make("p", { text, class: `notice ${tone}` }));
  clearTimeout(fading);
  fading = setTimeout(() => place.replaceChildren(), 8000);
}
