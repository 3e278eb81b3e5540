// The screens of one visit: a step per group of questions, then everything once more, then saved.
import { by, make, notice, screen, show } from "./dom.js";
import { Filling } from "./form.js";
import * as inputs from "./inputs.js";
import * as outbox from "./outbox.js";
import * as paths from "./paths.js";
import * as seal from "./seal.js";
import * as vault from "./vault.js";
import { language, say } from "./words.js";

const SAVE_AFTER = 300;
let saving = Promise.resolve();
let later;
let current = null;

// What is typed is on the disk a moment later, and at once when the page is left.
function keep(at_once) {
  clearTimeout(later);
  const draft = current?.draft;
  if (!draft) return saving;
  const now = () => { saving = saving.then(() => vault.isOpen() && vault.keepDraft(draft)).catch(() => notice(say("tidak-tersimpan"), "red")); return saving; };
  if (at_once) return now();
  later = setTimeout(now, SAVE_AFTER);
  return saving;
}
export const keepNow = () => keep(true);
document.addEventListener("visibilitychange", () => { if (document.hidden) keep(true); });

// A new draft about a family of the pack, or about one on no list. Form and family travel with it: a new version of the page or
// of the form, or a family given to somebody else meanwhile, does not change what is being filled in.
export async function begin(pack, family, campaign) {
  // A family this phone has a saved visit of: what is filled in now corrects it. Keys are in the order of time.
  const saved = family ? (await outbox.items()).filter((item) => item.target === family.target).map((item) => item.id).sort() : [];
  const draft = {
    id: seal.uuid7(), target: family?.target ?? "", campaign, name: family?.head ?? "", values: {}, rows: {}, at: 0,
    started: paths.timestamp(), replaces: saved.at(-1) ?? "",
  };
  const form = pack.forms[pack.campaigns.find((each) => each.reference === campaign).form];
  await vault.keepPart(draft.id, "awal", seal.bytes(JSON.stringify({ form, family })));
  await vault.keepDraft(draft);
  return draft.id;
}

// Lists that ODK gets as files beside the form; here they are made of what the pack says about this one family.
function lists(form, family) {
  const row = family ? { ...family.row, name: family.target, label: family.head } : null;
  return Object.fromEntries(form.lists.map((name) => [name, row ? [row] : []]));
}

export async function open(id, leave) {
  const draft = await vault.draft(id);
  const began = draft && (await vault.part(id, "awal"));
  if (!began) return leave();
  const { form, family } = JSON.parse(seal.words(began));
  const filling = new Filling(form, draft, lists(form, family), language);
  current = filling;
  const title = family?.head || draft.name || say("di-luar-daftar");
  const go = (at) => { draft.at = at; keep(true); draw(); };
  const draw = () => {
    const steps = filling.steps();
    draft.at = Math.max(0, Math.min(draft.at, steps.length));
    if (draft.at === steps.length) summary(filling, title, go, leave);
    else stepPage(filling, steps, title, go, leave);
  };
  return draw();
}

function stepPage(filling, steps, title, go, leave) {
  const { draft } = filling;
  const step = steps[draft.at];
  const body = make("div", { class: "questions" });
  const heading = filling.words(step.label) || title;
  const draw = () => body.replaceChildren(...blocks(filling, step, changed, draw));
  const changed = (again) => {
    keep(false);
    if (!again) return;
    // Questions may have come or gone: drawn anew only then, so that nobody loses the place.
    const now = shape(filling, step);
    if (now !== body.dataset.shape) { const at = document.activeElement?.id; draw(); body.dataset.shape = now; if (at) document.getElementById(at)?.focus(); }
    progress();
  };
  const page = screen("isian", { judul: heading, keluarga: title, soal: body });
  const progress = () => {
    const all = filling.steps();
    by("[data-isi=langkah]").textContent = say("langkah", { ke: all.indexOf(step) + 1, dari: all.length });
    by("progress").max = all.length + 1;
    by("progress").value = all.indexOf(step) + 1;
  };
  draw();
  body.dataset.shape = shape(filling, step);
  show(page);
  progress();
  by("[data-tugas=lanjut]").addEventListener("click", () => {
    if (complainAbout(filling, step, body)) return;
    go(filling.steps().indexOf(step) + 1);
  });
  by("[data-tugas=kembali]").addEventListener("click", () => (draft.at > 0 ? go(draft.at - 1) : keep(true).then(leave)));
  by("[data-tugas=nanti]").addEventListener("click", () => keep(true).then(leave));
}

function shape(filling, step) {
  const rows = step.repeat ? filling.rowsOf(step) : [undefined];
  return rows.map((row) => filling.shown(step, row).map((field) => field.name + filling.words(field.label, row)).join()).join("|");
}

function blocks(filling, step, changed, redraw) {
  const ask = (field, row) => inputs.question({ filling, field, row, changed });
  if (!step.repeat) return filling.shown(step).map((field) => ask(field));
  const rows = filling.rowsOf(step);
  const made = rows.map((row, at) => {
    const drop = !step.count && make("button", { type: "button", class: "btn", text: say("baris-hapus"), on: { click: () => { rows.splice(at, 1); changed(false); redraw(); } } });
    return make("section", { class: "row-card", "aria-label": say("baris", { ke: at + 1 }) }, make("h2", { text: say("baris", { ke: at + 1 }) }), ...filling.shown(step, row).map((field) => ask(field, row)), drop || "");
  });
  if (!step.count) made.push(make("button", { type: "button", class: "btn btn-big", text: say("baris-tambah"), on: { click: () => { rows.push({}); changed(false); redraw(); } } }));
  return made;
}

function complainAbout(filling, step, body) {
  for (const old of body.querySelectorAll(".has-wrong")) { old.classList.remove("has-wrong"); old.querySelector(".wrong").hidden = true; }
  const problems = filling.problems(step);
  const rows = step.repeat ? filling.rowsOf(step) : [undefined];
  const boxes = problems.map((problem) => {
    const holder = step.repeat ? body.querySelectorAll(".row-card")[rows.indexOf(problem.row)] : body;
    const box = holder.querySelector(`[data-question="${CSS.escape(problem.field.name)}"]`);
    inputs.complain(box, problem);
    return box;
  });
  if (boxes.length) { boxes[0].scrollIntoView({ block: "center" }); boxes[0].querySelector("input, textarea, button")?.focus({ preventScroll: true }); }
  return boxes.length > 0;
}

function said(filling, field, row) {
  const value = filling.value(field, row);
  if (value === "") return "–";
  if (field.kind === "image") return say("foto-satu");
  if (field.kind === "geopoint") return say("posisi-sudah");
  if (field.kind === "one" || field.kind === "many") return value.split(" ").map((each) => filling.choiceLabel(field.name, each)).join(", ");
  return value;
}

function summary(filling, title, go, leave) {
  const { draft } = filling;
  const steps = filling.steps();
  const faulty = steps.findIndex((step) => filling.problems(step).length);
  const parts = steps.map((step, at) => {
    const pairs = (step.repeat ? filling.rowsOf(step) : [undefined]).flatMap((row) => filling.shown(step, row)
      .filter((field) => field.kind !== "note")
      .flatMap((field) => [make("dt", { text: filling.words(field.label, row) }), make("dd", { text: said(filling, field, row) })]));
    const change = make("button", { type: "button", class: "btn", on: { click: () => go(at) } }, say("ubah"), make("span", { class: "visually-hidden", text: ` ${filling.words(step.label)}` }));
    return make("section", { class: "row-card" }, make("h2", { text: filling.words(step.label) || say("jawaban") }), make("dl", {}, ...pairs), change);
  });
  show(screen("ringkas", { keluarga: title, isi: parts }));
  by("[data-isi=kurang]").hidden = faulty < 0;
  const save = by("[data-tugas=simpan]");
  save.addEventListener("click", async () => {
    if (faulty >= 0) return go(faulty);
    save.disabled = true;
    clearTimeout(later);
    await saving;
    const files = [];
    for (const name of new Set(filling.photos())) {
      const data = await vault.part(draft.id, name);
      if (data) files.push({ name, data });
    }
    await outbox.enqueue({ id: draft.id, xml: filling.xml(), files, target: draft.target, title });
    current = null;
    notice(say("tersimpan"));
    leave();
    return outbox.drain();
  });
  by("[data-tugas=kembali]").addEventListener("click", () => go(steps.length - 1));
}
