// What opens the families of this officer: a PIN, on this browser, until the lease ends.
//   work key K   seals pack and drafts. Kept under PBKDF2(PIN), and that again under the key of this browser.
//   escrow       K in an envelope for the house: a forgotten PIN or ten wrong ones cost no draft (sign in, choose a new PIN).
//   sender       what sending needs (token, keys of the house), under the key of this browser alone: sending asks for no PIN.
import * as seal from "./seal.js";
import * as store from "./store.js";

export const TRIES = 10;
const PIN = "pin";
let open = null;

// now() never runs backwards: a clock that is put back does not make a lease longer.
async function now(told = 0) {
  return store.write(["meta"], async ({ meta }) => {
    const seen = Math.max((await meta.get("seen")) ?? 0, Date.now(), told);
    await meta.put(seen, "seen");
    return seen;
  });
}

async function device() {
  const held = await store.get("meta", "device");
  if (held) return held;
  const made = await seal.deviceKey();
  return store.write(["meta"], async ({ meta }) => {
    const other = await meta.get("device");
    if (other) return other;
    await meta.put(made, "device");
    return made;
  });
}

// "kosong" nothing here, "terkunci" asks for the PIN, "terhapus" ten wrong PINs, "berakhir" the lease is over, "terbuka"
export async function state() {
  const lock = await store.get("meta", "lock");
  if (!lock) return "kosong";
  if (!lock.wrapped) return "terhapus";
  const lease = (await store.get("meta", "lease")) ?? 0;
  if ((await now()) >= lease) {
    await store.remove("meta", "pack");
    return "berakhir";
  }
  if (!(await store.get("meta", "pack"))) return "berakhir";
  return open ? "terbuka" : "terkunci";
}

async function wrapped(raw, pin) {
  const salt = seal.random(16);
  const inner = await seal.seal(await seal.pinKey(pin, salt, seal.ROUNDS), raw, PIN);
  return { salt, rounds: seal.ROUNDS, wrapped: await seal.seal(await device(), inner, "kunci"), wrong: 0 };
}

// A new PIN. `raw`: the work key the house gave back from the escrow, or null for a new one.
export async function close(pin, officer, server, raw) {
  const secret = raw ?? seal.random(32);
  const escrow = await seal.envelope(server, seal.bytes(JSON.stringify({ kunci: seal.hex(secret), petugas: officer })), "kunci");
  const lock = { ...(await wrapped(secret, pin)), escrow, officer };
  await store.put("meta", lock, "lock");
  open = await seal.workKey(secret);
  secret.fill(0);
}

// Tries a PIN. The try is counted before it is made: neither a second tab nor pulling the battery gives another one.
export async function unlock(pin) {
  const lock = await store.write(["meta"], async ({ meta }) => {
    const held = await meta.get("lock");
    if (!held?.wrapped) return null;
    const counted = { ...held, wrong: held.wrong + 1 };
    await meta.put(counted, "lock");
    return counted;
  });
  if (!lock) return { open: false, left: 0 };
  try {
    if (lock.wrong > TRIES) throw new Error("too many");
    const inner = await seal.unseal(await device(), lock.wrapped, "kunci");
    const raw = await seal.unseal(await seal.pinKey(pin, lock.salt, lock.rounds), inner, PIN);
    open = await seal.workKey(raw);
    raw.fill(0);
    await store.put("meta", { ...lock, wrong: 0 }, "lock");
    return { open: true, left: TRIES };
  } catch {
    if (lock.wrong >= TRIES) await erase();
    return { open: false, left: Math.max(0, TRIES - lock.wrong) };
  }
}

// The pack and what opens it are gone; outbox, drafts (still sealed) and the escrow stay.
async function erase() {
  open = null;
  await store.write(["meta"], async ({ meta }) => {
    const held = await meta.get("lock");
    await meta.delete("pack");
    if (held) await meta.put({ escrow: held.escrow, officer: held.officer, wrong: held.wrong }, "lock");
  });
}

export function lock() { open = null; }
export const isOpen = () => open !== null;
export const held = () => store.get("meta", "lock");

export async function keepPack(pack) {
  const sealed = await seal.seal(open, seal.bytes(JSON.stringify(pack)), "pack");
  await now(Date.parse(pack.at));
  await store.write(["meta"], async ({ meta }) => {
    await meta.put(sealed, "pack");
    await meta.put(Date.parse(pack.lease), "lease");
  });
}

export async function pack() {
  if ((await state()) !== "terbuka") return null;
  const sealed = await store.get("meta", "pack");
  return sealed ? JSON.parse(seal.words(await seal.unseal(open, sealed, "pack"))) : null;
}

export async function keepSender(sender) {
  await store.put("meta", await seal.seal(await device(), seal.bytes(JSON.stringify(sender)), "sender"), "sender");
}

export async function sender() {
  const sealed = await store.get("meta", "sender");
  return sealed ? JSON.parse(seal.words(await seal.unseal(await device(), sealed, "sender"))) : null;
}

// Drafts: one sealed record per visit; photos are sealed apart, so that a letter typed does not write megabytes.
export async function keepDraft(draft) {
  const sealed = await seal.seal(open, seal.bytes(JSON.stringify(draft)), `draft ${draft.id}`);
  return store.write(["items", "drafts"], async (tables) => {
    // Saved for sending meanwhile (by another tab): a late letter does not bring the draft back.
    if (await tables.items.get(draft.id)) return false;
    await tables.drafts.put({ id: draft.id, sealed, at: Date.now() });
    return true;
  });
}

export async function drafts() {
  const found = [];
  for (const row of await store.all("drafts")) {
    if (row.id.includes("/")) continue;
    found.push(JSON.parse(seal.words(await seal.unseal(open, row.sealed, `draft ${row.id}`))));
  }
  return found;
}

export async function draft(id) {
  const row = await store.get("drafts", id);
  return row ? JSON.parse(seal.words(await seal.unseal(open, row.sealed, `draft ${id}`))) : null;
}

// A line for the list of what is to be sent (whose visit it was): readable with the PIN only.
export const title = (id, line) => seal.seal(open, seal.bytes(line), `title ${id}`);
export async function titled(item) {
  if (!open || !item.title) return "";
  try { return seal.words(await seal.unseal(open, item.title, `title ${item.id}`)); } catch { return ""; }
}

// Parts of a draft: its photos, and the form and family it began with.
export async function keepPart(draft, name, plain) {
  const id = `${draft}/${name}`;
  await store.put("drafts", { id, sealed: await seal.seal(open, plain, `part ${id}`), at: Date.now() });
}

export async function part(draft, name) {
  const id = `${draft}/${name}`;
  const row = await store.get("drafts", id);
  return row ? seal.unseal(open, row.sealed, `part ${id}`) : null;
}

export const dropPart = (draft, name) => store.remove("drafts", `${draft}/${name}`);
export const dropDraft = (id) => store.write(["drafts"], (tables) => dropDraftIn(tables, id));

export async function dropDraftIn({ drafts: table }, id) {
  for (const key of await table.keys()) if (key === id || key.startsWith(`${id}/`)) await table.delete(key);
}

// How many visits are being filled in: told without opening them.
export const draftCount = async () => (await store.all("drafts")).filter((row) => !row.id.includes("/")).length;

// Everything of this officer leaves the browser: only when nothing is unsent, looked at in the same step. Answers whether it did.
export async function wipe() {
  return store.write(["meta", "items", "bodies", "drafts"], async (tables) => {
    if ((await tables.bodies.keys()).length || (await tables.drafts.keys()).length) return false;
    open = null;
    for (const table of Object.values(tables)) await table.clear();
    return true;
  });
}
