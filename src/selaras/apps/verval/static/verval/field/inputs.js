// One question on the phone. Every control is at least 48 pixels high, labelled, and says what is wrong below itself.
import { make, notice } from "./dom.js";
import * as photo from "./photo.js";
import * as place from "./place.js";
import * as vault from "./vault.js";
import { number, say } from "./words.js";

let count = 0;

// asked: {filling, field, row, changed(again)}: `again` when other questions may come or go
export function question(asked) {
  const { filling, field, row } = asked;
  count += 1;
  const ids = { own: `q${count}`, hint: `q${count}-h`, wrong: `q${count}-w` };
  const label = filling.words(field.label, row) || field.name;
  const hint = filling.words(field.hint, row);
  const required = field.required && filling.holds(field.required, row);
  const title = [label, !required && !["note", "acknowledge"].includes(field.kind) && make("span", { class: "soft", text: ` ${say("boleh-kosong")}` })];
  if (field.kind === "note") return make("p", { class: "note-line prose", text: label });
  const told = [hint && make("p", { class: "soft hint", id: ids.hint, text: hint }), make("p", { class: "wrong", id: ids.wrong, hidden: true })];
  const many = field.kind === "one" || field.kind === "many" || field.kind === "acknowledge";
  const group = many || field.kind === "geopoint" || field.kind === "image";
  const described = [hint && ids.hint, ids.wrong].filter(Boolean).join(" ");
  const control = CONTROLS[field.kind]?.(asked, ids, described, label) ?? typed(asked, ids, described);
  const box = group
    ? make("fieldset", { class: "question", "aria-describedby": described }, make("legend", {}, ...title.filter(Boolean)), ...told.filter(Boolean), control)
    : make("div", { class: "question" }, make("label", { for: ids.own }, ...title.filter(Boolean)), ...told.filter(Boolean), control);
  box.dataset.question = field.name;
  return box;
}

export function complain(box, problem) {
  const place_ = box.querySelector(".wrong");
  place_.textContent = problem.what === "wajib" ? say("wajib") : problem.words || say("salah");
  place_.hidden = false;
  box.classList.add("has-wrong");
  for (const input of box.querySelectorAll("input, textarea")) input.setAttribute("aria-invalid", "true");
}

const MODES = { int: "numeric", decimal: "decimal" };
const TYPES = { date: "date", time: "time", dateTime: "datetime-local" };

function typed({ filling, field, row, changed }, ids, described) {
  const on = {
    input: (event) => { filling.set(field, tidy(field, event.target.value), row); changed(false); },
    change: () => changed(true),
  };
  const shared = { id: ids.own, class: "form-control", "aria-describedby": described, autocomplete: "off", on };
  const input = /multiline/.test(field.look)
    ? make("textarea", { ...shared, rows: 3 })
    : make("input", { ...shared, type: TYPES[field.kind] ?? "text", inputmode: MODES[field.kind] ?? (/numbers/.test(field.look) ? "numeric" : null) });
  input.value = filling.value(field, row);
  return input;
}

// An officer writes 1.500 or 12,5; a form counts in digits with a point.
function tidy(field, value) {
  if (field.kind === "int") return value.replace(/[.\s]/g, "");
  if (field.kind === "decimal") return value.replace(/\.(?=\d{3}\b)/g, "").replace(",", ".");
  return value;
}

function choices({ filling, field, row, changed }, ids) {
  const several = field.kind === "many";
  const chosen = new Set(filling.value(field, row).split(" ").filter(Boolean));
  return make("div", { class: "choices" }, ...filling.choices(field, row).map((choice, at) => {
    const input = make("input", { type: several ? "checkbox" : "radio", name: ids.own, id: `${ids.own}-${at}`, value: choice.value, checked: chosen.has(choice.value) });
    input.addEventListener("change", () => {
      if (several) {
        if (input.checked) chosen.add(choice.value); else chosen.delete(choice.value);
        filling.set(field, [...chosen].join(" "), row);
      } else filling.set(field, choice.value, row);
      changed(true);
    });
    return make("label", { class: "choice", for: input.id }, input, make("span", { text: filling.words(choice.label, row) }));
  }));
}

function acknowledge({ filling, field, row, changed }, ids) {
  const input = make("input", { type: "checkbox", id: ids.own, checked: filling.value(field, row) === "OK" });
  input.addEventListener("change", () => { filling.set(field, input.checked ? "OK" : "", row); changed(true); });
  return make("label", { class: "choice", for: ids.own }, input, make("span", { text: say("sudah") }));
}

function position({ filling, field, row, changed }) {
  const said = make("p", { class: "position", role: "status" });
  const draw = () => {
    const [lat, lon, , accuracy] = filling.value(field, row).split(" ");
    said.textContent = lat ? say("posisi-ada", { lat: number(Number(lat), 5), lon: number(Number(lon), 5), teliti: number(Number(accuracy)) }) : say("posisi-belum");
  };
  const button = make("button", { type: "button", class: "btn btn-big", text: say("posisi-ambil") });
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = say("posisi-sedang");
    const found = await place.here();
    button.disabled = false;
    if (found.problem) said.textContent = say(found.problem);
    else { filling.set(field, place.written(found), row); changed(false); draw(); }
  });
  draw();
  return make("div", {}, make("p", { class: "soft", text: say("posisi-izin") }), button, said);
}

function image({ filling, field, row, changed }, ids, described, label) {
  const shown = make("div", { class: "photo" });
  const draw = async () => {
    const name = filling.value(field, row);
    const data = name ? await vault.part(filling.draft.id, name) : null;
    if (!data) return shown.replaceChildren();
    const picture = make("img", { alt: say("foto-dari", { apa: label }), src: URL.createObjectURL(new Blob([data], { type: "image/jpeg" })), on: { load: (event) => URL.revokeObjectURL(event.target.src) } });
    const drop = make("button", { type: "button", class: "btn", text: say("foto-hapus") });
    drop.addEventListener("click", async () => { filling.set(field, "", row); changed(false); await vault.dropPart(filling.draft.id, name); draw(); });
    return shown.replaceChildren(picture, drop);
  };
  const input = make("input", { type: "file", id: ids.own, accept: "image/*", capture: "environment", class: "visually-hidden", "aria-describedby": described });
  input.addEventListener("change", async () => {
    if (!input.files[0]) return;
    const made = await photo.scaled(input.files[0]);
    input.value = "";
    if (!made) return notice(say("foto-bukan"), "amber");
    await vault.keepPart(filling.draft.id, made.name, made.data);
    filling.set(field, made.name, row);
    changed(false);
    draw();
  });
  draw();
  return make("div", {}, input, make("label", { class: "btn btn-big", for: ids.own, text: say("foto-ambil") }), shown);
}

const CONTROLS = { one: choices, many: choices, acknowledge, geopoint: position, image };
