// A visit that is being filled in: which steps and questions there are now, what is wrong, and the answers as the XML ODK sends.
// No page in here: the same rules whatever draws them.
import * as paths from "./paths.js";

// Set by the page, never asked.
const GIVEN = new Set(["sasaran", "kampanye", "start", "end", "today", "deviceid", "instanceID"]);
// XML 1.0 has no place for these, and half a pair is no letter.
const clean = (value) => value.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

export class Filling {
  // draft: {id, target, campaign, values, rows, started}; lists: rows that come beside the form, by name
  constructor(form, draft, lists, language) {
    Object.assign(this, { form, draft, lists, language, sums: {}, dead: new Set(), deadIn: new WeakMap() });
    this.fields = new Map(form.steps.flatMap((step) => step.fields.map((field) => [field.name, field])));
    this.settle();
  }

  scope(row, self) {
    const { values, rows } = this.draft;
    const given = { sasaran: this.draft.target, kampanye: this.draft.campaign };
    return {
      self,
      // What is not asked any more counts as not answered, though it is remembered.
      of: (name) => {
        if (name in given) return given[name];
        if (this.dead.has(name) || (row && this.deadIn.get(row)?.has(name))) return "";
        return row?.[name] ?? values[name] ?? this.sums[name] ?? "";
      },
      rows: (name) => rows[name]?.length ?? 0,
      position: row ? Object.values(rows).map((each) => each.indexOf(row) + 1).find((at) => at > 0) ?? 1 : 1,
      lists: this.lists,
      column: () => "",
      label: (value, question) => this.choiceLabel(question, value),
    };
  }

  // Rules lean on answers, sums and one another: worked out in rounds until nothing moves.
  settle() {
    for (let round = 0; round < 8; round += 1) {
      const before = this.picture();
      for (const step of this.form.steps) {
        if (!step.repeat) this.judge(step.fields, this.dead);
        else if (this.holds(step.relevant)) for (const row of this.rowsOf(step)) this.judge(step.fields, this.deadOf(row), row);
      }
      for (const sum of this.form.sums) if (!GIVEN.has(sum.name)) this.sum(sum);
      if (this.picture() === before) return;
    }
  }

  picture() { return JSON.stringify([this.sums, [...this.dead].sort(), Object.values(this.draft.rows).map((rows) => rows.map((row) => [row, [...this.deadOf(row)].sort()]))]); }

  deadOf(row) {
    if (!this.deadIn.has(row)) this.deadIn.set(row, new Set());
    return this.deadIn.get(row);
  }

  judge(fields, dead, row) {
    for (const field of fields) if (this.holds(field.relevant, row)) dead.delete(field.name); else dead.add(field.name);
  }

  sum({ name, tree, relevant, repeat }) {
    const found = (row, was) => (this.holds(relevant, row) ? paths.text(paths.work(tree, this.scope(row, was ?? ""))) : "");
    if (!repeat) this.sums[name] = found(null, this.sums[name]);
    else for (const row of this.draft.rows[repeat] ?? []) row[name] = found(row, row[name]);
  }

  holds(tree, row, self) { return !tree || paths.truth(paths.work(tree, this.scope(row, self))); }

  shown(step, row) {
    return step.fields.filter((field) => !GIVEN.has(field.name) && this.holds(field.relevant, row));
  }

  // The steps there are with the answers so far; a step that asks nothing is none.
  steps() {
    return this.form.steps.filter((step) => this.holds(step.relevant)
      && (step.repeat ? !step.count || this.rowsOf(step).length : this.shown(step).some((field) => field.kind !== "note")));
  }

  rowsOf(step) {
    const rows = (this.draft.rows[step.repeat] ??= []);
    if (step.count) {
      const wanted = Math.max(0, Math.min(60, paths.number(paths.work(step.count, this.scope())) || 0));
      while (rows.length < wanted) rows.push({});
      rows.length = Math.min(rows.length, wanted);
    }
    return rows;
  }

  value(field, row) { return (row ?? this.draft.values)[field.name] ?? ""; }

  set(field, value, row) {
    (row ?? this.draft.values)[field.name] = clean(value);
    this.settle();
  }

  choices(field, row) {
    const all = field.from
      ? (this.lists[field.from] ?? []).map((each) => ({ value: each.name, label: { [this.language]: [each.label] }, more: each }))
      : field.choices;
    if (!field.where) return all;
    return all.filter((choice) => {
      const scope = this.scope(row);
      return paths.truth(paths.work(field.where, { ...scope, column: (name) => (name === "name" ? choice.value : choice.more[name] ?? "") }));
    });
  }

  choiceLabel(question, value) {
    const field = this.fields.get(question);
    const choice = field && this.choices(field).find((each) => each.value === value);
    return choice ? this.words(choice.label) : value;
  }

  words(said, row) {
    const pieces = said?.[this.language] ?? said?.id ?? [];
    // Collect shows **bold**; here the page sets the weight.
    return pieces.map((piece) => (Array.isArray(piece) ? paths.text(paths.work(piece, this.scope(row))) : piece)).join("").replaceAll("**", "").trim();
  }

  // What is wrong in a step: [{field, row, what: "wajib" | "salah", words}]
  problems(step) {
    const found = [];
    for (const row of step.repeat ? this.rowsOf(step) : [undefined]) {
      for (const field of this.shown(step, row)) {
        const value = this.value(field, row);
        if (value === "") {
          if (field.required && this.holds(field.required, row)) found.push({ field, row, what: "wajib" });
        } else if (field.rule && !this.holds(field.rule, row, value)) {
          found.push({ field, row, what: "salah", words: this.words(field.message, row) });
        }
      }
    }
    return found;
  }

  // Photos that count: of questions that are still asked.
  photos() {
    const found = [];
    for (const step of this.steps()) {
      for (const row of step.repeat ? this.rowsOf(step) : [undefined]) {
        for (const field of this.shown(step, row)) {
          if (field.kind === "image" && this.value(field, row)) found.push(this.value(field, row));
        }
      }
    }
    return found;
  }

  // The submission: the empty answers of the form with what was said; what is not asked any more is left out, as Collect does.
  xml(ended = new Date()) {
    this.settle();
    const whole = new DOMParser().parseFromString(this.form.template, "application/xml");
    const meta = {
      sasaran: this.draft.target, kampanye: this.draft.campaign, start: this.draft.started, end: paths.timestamp(ended),
      today: this.draft.started.slice(0, 10), deviceid: "selaras:halaman", instanceID: `uuid:${this.draft.id}`,
    };
    const repeats = new Map(this.form.steps.filter((step) => step.repeat).map((step) => [step.repeat, step]));
    const sums = new Map(this.form.sums.map((sum) => [sum.name, sum]));
    const fill = (element, row) => {
      for (const child of [...element.children]) {
        const name = child.localName;
        if (!row && repeats.has(name)) this.fillRows(child, repeats.get(name), fill);
        else if (child.children.length) fill(child, row);
        else if (name in meta) child.textContent = meta[name];
        else if (sums.has(name)) this.put(child, row ? row[name] : this.sums[name], this.holds(sums.get(name).relevant, row));
        else if (this.fields.has(name)) this.put(child, (row ?? this.draft.values)[name], this.holds(this.fields.get(name).relevant, row));
      }
    };
    fill(whole.documentElement, null);
    if (this.draft.replaces) this.nameEarlier(whole);
    return `<?xml version="1.0" encoding="UTF-8"?>${new XMLSerializer().serializeToString(whole.documentElement)}`;
  }

  // This visit takes the place of an own earlier one: said beside its key, as OpenRosa says it.
  nameEarlier(whole) {
    const key = whole.getElementsByTagNameNS("*", "instanceID")[0];
    const older = whole.createElementNS(key.namespaceURI, key.prefix ? `${key.prefix}:deprecatedID` : "deprecatedID");
    older.textContent = `uuid:${this.draft.replaces}`;
    key.after(older);
  }

  put(element, value, asked) {
    if (asked) element.textContent = value ?? "";
    else element.remove();
  }

  fillRows(pattern, step, fill) {
    for (const row of this.holds(step.relevant) ? this.rowsOf(step) : []) {
      const one = pattern.cloneNode(true);
      pattern.before(one);
      fill(one, row);
    }
    pattern.remove();
  }
}
