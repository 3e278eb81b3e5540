// Works out the rules of a form. The server has read them into trees (rules/field_paths.py); values are those of XPath 1.0:
// texts, numbers, true or false. `scope`: of(name) -> text, self, rows(name) -> count, lists, column(name) of a row that
// is looked at, position, label(value, question).
const DATE = /^\d{4}-\d\d-\d\d/;

export const text = (value) => (typeof value === "number" ? (Number.isNaN(value) ? "" : String(value)) : typeof value === "boolean" ? String(value) : value ?? "");
export function number(value) {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  // Dates are compared as days, as Collect does.
  if (DATE.test(value)) return Math.floor(Date.parse(`${value.slice(0, 10)}T00:00:00Z`) / 86_400_000);
  return value?.trim() ? Number(value) : NaN;
}
export const truth = (value) => (typeof value === "boolean" ? value : typeof value === "number" ? value !== 0 && !Number.isNaN(value) : (value ?? "") !== "");

function same(a, b) {
  if (typeof a === "boolean" || typeof b === "boolean") return truth(a) === truth(b);
  if (typeof a === "number" || typeof b === "number") return number(a) === number(b);
  return text(a) === text(b);
}

const two = (value) => String(value).padStart(2, "0");
export const today = (at = new Date()) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
export function timestamp(at = new Date()) {
  const away = -at.getTimezoneOffset();
  const zone = `${away < 0 ? "-" : "+"}${two(Math.floor(Math.abs(away) / 60))}:${two(Math.abs(away) % 60)}`;
  return `${today(at)}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.000${zone}`;
}

const split = (value) => text(value).split(/\s+/).filter(Boolean);
const CALLS = {
  selected: (a, b) => split(a).includes(text(b)),
  "count-selected": (a) => split(a).length,
  "string-length": (a) => [...text(a)].length,
  not: (a) => !truth(a),
  true: () => true,
  false: () => false,
  boolean: truth,
  today: () => today(),
  now: () => timestamp(),
  regex: (a, b) => new RegExp(`^(?:${text(b)})$`, "u").test(text(a)),
  coalesce: (a, b) => (text(a) === "" ? b : a),
  number,
  int: (a) => Math.trunc(number(a)),
  abs: (a) => Math.abs(number(a)),
  round: (a, digits = 0) => Number(number(a).toFixed(number(digits))),
  string: text,
  date: (a) => text(a).slice(0, 10),
  "format-date": (a) => text(a).slice(0, 10),
  "decimal-date-time": number,
  concat: (...parts) => parts.map(text).join(""),
  contains: (a, b) => text(a).includes(text(b)),
  "starts-with": (a, b) => text(a).startsWith(text(b)),
  "normalize-space": (a) => text(a).trim().replace(/\s+/g, " "),
  substr: (a, from, to) => text(a).slice(number(from), to === undefined ? undefined : number(to)),
  min: (...parts) => Math.min(...parts.map(number)),
  max: (...parts) => Math.max(...parts.map(number)),
  uuid: () => crypto.randomUUID(),
};

function call([, name, ...parts], scope) {
  if (name === "if") return work(truth(work(parts[0], scope)) ? parts[1] : parts[2], scope);
  if (name === "once") return text(scope.self) === "" ? work(parts[0], scope) : scope.self;
  if (name === "count") return parts[0][0] === "rows" ? work(parts[0], scope).length : scope.rows(parts[0][1]);
  if (name === "position") return scope.position ?? 1;
  if (name === "jr:choice-name") return scope.label(text(work(parts[0], scope)), text(work(parts[1], scope)).split("/").at(-1).trim());
  const values = parts.map((part) => work(part, scope));
  if (name === "pulldata") {
    const [list, column, key, wanted] = values.map(text);
    return scope.lists[list]?.find((row) => text(row[key]) === wanted)?.[column] ?? "";
  }
  return CALLS[name](...values);
}

function rows(list, part, scope) {
  const all = scope.lists[list] ?? [];
  if (!part) return all;
  return all.filter((row, at) => {
    const held = work(part, { ...scope, column: (name) => row[name] ?? "" });
    return typeof held === "number" ? held === at + 1 : truth(held);
  });
}

export function work(tree, scope) {
  const [what, a, b] = tree;
  switch (what) {
    case "text": case "number": return a;
    case "of": return scope.of(a);
    case "self": return scope.self ?? "";
    case "call": return call(tree, scope);
    case "and": return truth(work(a, scope)) && truth(work(b, scope));
    case "or": return truth(work(a, scope)) || truth(work(b, scope));
    case "=": return same(work(a, scope), work(b, scope));
    case "!=": return !same(work(a, scope), work(b, scope));
    case "column": return scope.column(a);
    case "rows": return rows(a, b, scope);
    case "first": return work(a, scope)[0]?.[b] ?? "";
    default: {
      const [x, y] = [number(work(a, scope)), number(work(b, scope))];
      return { "<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y, "+": x + y, "-": x - y, "*": x * y, div: x / y, mod: x % y }[what];
    }
  }
}
