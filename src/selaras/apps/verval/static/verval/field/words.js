// Sentences stand in the page (templates/verval/field_words.html), in its language; scripts name them.
const shelf = new Map([...document.getElementById("kata").content.querySelectorAll("[data-kata]")].map((each) => [each.dataset.kata, each.textContent.trim()]));

export const language = document.documentElement.lang === "en" ? "en" : "id";
const locale = language === "en" ? "en-GB" : "id-ID";

// {name} in a sentence is replaced by values.name.
export function say(name, values = {}) {
  return (shelf.get(name) ?? name).replace(/\{(\w+)\}/g, (_, each) => values[each] ?? "");
}

export const known = (name) => shelf.has(name);
export const number = (value, digits = 0) => value.toLocaleString(locale, { maximumFractionDigits: digits });
export const hour = (time) => new Date(time).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
export const day = (time) => new Date(time).toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
export const moment = (time) => `${day(time)} ${hour(time)}`;
