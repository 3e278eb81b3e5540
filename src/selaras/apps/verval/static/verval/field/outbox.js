// What has to reach the house, and stays here until the house has signed for it.
// States: queued, sending, acknowledged, conflict, refused. (A draft is not here yet: vault.js.)
import * as seal from "./seal.js";
import * as store from "./store.js";
import * as vault from "./vault.js";

export const ADDRESS = "/lapangan/kirim/";
const LOCK = "selaras-kirim";
const FORGET = 45 * 24 * 3600 * 1000;
const PATIENCE = 120_000;
const TURN = 300_000;
const news = new BroadcastChannel("selaras-lapangan");

const near = new EventTarget();

// This page, other tabs and the service worker are told alike.
const tell = () => { news.postMessage("berubah"); near.dispatchEvent(new Event("berubah")); };
export const onChange = (listener) => { news.addEventListener("message", listener); near.addEventListener("berubah", listener); };
export const UNSENT = new Set(["queued", "sending", "conflict", "refused"]);
export const items = () => store.all("items");
export const unsent = async () => (await items()).filter((item) => UNSENT.has(item.state));

// The contents of a visit: length of the head (4) | head | xml | files, in an envelope only the house can open.
async function packed({ id, xml, files }, sender) {
  const body = seal.bytes(xml);
  const digest = await seal.digest(body);
  const head = seal.bytes(JSON.stringify({
    token: sender.token, instance: `uuid:${id}`, digest, label: sender.label, sent: new Date().toISOString(),
    xml: body.length, files: files.map((file) => ({ name: file.name, size: file.data.length })),
  }));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, head.length);
  const whole = seal.joined(length, head, body, ...files.map((file) => file.data));
  return { digest, sealed: await seal.envelope(sender.server, whole, "kiriman") };
}

// From draft to outbox in one step: there is the one or the other, whatever happens to the phone.
export async function enqueue({ id, xml, files, target, title }) {
  const sender = await vault.sender();
  const { digest, sealed } = await packed({ id, xml, files }, sender);
  const item = { id, target, title: await vault.title(id, title), digest, state: "queued", made: Date.now(), tries: 0, size: sealed.length, photos: files.length };
  await store.write(["items", "bodies", "drafts"], async (tables) => {
    // Saved twice (two tabs): the first one stands.
    if (!(await tables.items.get(id))) {
      await tables.items.put(item);
      await tables.bodies.put(sealed, id);
    }
    await vault.dropDraftIn(tables, id);
  });
  tell();
  await wake();
}

// The browser sends as soon as there is a signal, also when the page is closed (where it knows Background Sync).
async function wake() {
  const registration = await self.navigator.serviceWorker?.getRegistration("/lapangan/");
  await registration?.sync?.register("selaras-kirim").catch(() => {});
}

async function mark(id, change, andForgetBody = false) {
  await store.write(["items", "bodies"], async (tables) => {
    const item = await tables.items.get(id);
    // What the house has signed for stays so, whatever a slower tab believes.
    if (!item || item.state === "acknowledged") return;
    await tables.items.put({ ...item, ...change });
    if (andForgetBody) await tables.bodies.delete(id);
  });
  tell();
}

// What the answer to one sending means: [change of the item, go on with the next one?]
export async function meaning(item, answer, sender) {
  const later = (problem) => [{ state: "queued", problem }, false];
  if (answer.type === "opaqueredirect" || !(answer.headers.get("content-type") ?? "").startsWith("application/json")) return later("asing");
  let told;
  try { told = await answer.json(); } catch { return later("asing"); }
  if (told.galat) {
    // Said by the house, or by somebody who speaks like it: nothing is thrown away for it.
    if (answer.status === 413 || answer.status === 422) return [{ state: "refused", problem: told.galat }, true];
    return later(told.galat);
  }
  const ours = told.instance === `uuid:${item.id}` && (await seal.signed(sender.receipts, told));
  if (!ours) return later("asing");
  const receipt = { at: told.at, digest: told.digest, signature: told.signature, standing: told.standing, held: told.held };
  if (answer.status === 409) return [{ state: "conflict", problem: "bertentangan", receipt }, true];
  if (told.digest !== item.digest || ![200, 201, 202].includes(answer.status)) return later("asing");
  if (told.too_big?.length) return [{ state: "refused", problem: "foto_terlalu_besar", receipt }, true];
  if (told.missing?.length) return later("foto_kurang");
  return [{ state: "acknowledged", problem: "", receipt }, true];
}

async function send(item, sender) {
  const sealed = await store.get("bodies", item.id);
  if (!sealed) return [{ state: "refused", problem: "isi_hilang" }, true];
  await mark(item.id, { state: "sending", tries: item.tries + 1 });
  const form = new FormData();
  form.append("amplop", new Blob([sealed], { type: "application/octet-stream" }), "kiriman.bin");
  let answer;
  try {
    answer = await fetch(ADDRESS, {
      method: "POST", body: form, credentials: "omit", redirect: "manual", cache: "no-store",
      headers: { "X-Selaras-Perangkat": sender.token }, signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return [{ state: "queued", problem: "luring" }, false];
  }
  return meaning(item, answer, sender);
}

const waiting = async () => (await items()).filter((item) => item.state === "queued" || item.state === "sending").sort((a, b) => (a.id < b.id ? -1 : 1));

// Sends what waits, one after the other; one tab or the service worker at a time, the others wait for their turn: what made them
// ask (a signal, a save) may have come after the first one had given up. Answers how many are still to be sent, -1 for no turn.
export function drain() {
  return navigator.locks.request(LOCK, { signal: AbortSignal.timeout(TURN) }, async () => {
    const sender = await vault.sender();
    const tried = new Set();
    // Whoever was sending has died: the lock is ours. The house knows an item it has seen before.
    for (let goOn = Boolean(sender); goOn;) {
      const item = (await waiting()).find((each) => !tried.has(each.id));
      if (!item) break;
      tried.add(item.id);
      let change;
      [change, goOn] = await send(item, sender);
      await mark(item.id, change, change.state === "acknowledged");
    }
    await forget();
    return (await waiting()).length;
  }).catch((error) => { if (error.name === "TimeoutError" || error.name === "AbortError") return -1; throw error; });
}

// Receipts of long ago are let go; what is not acknowledged never is.
async function forget() {
  const old = (await items()).filter((item) => item.state === "acknowledged" && item.made < Date.now() - FORGET);
  if (old.length) await store.write(["items"], async (tables) => { for (const item of old) await tables.items.delete(item.id); });
}

export const again = (id) => mark(id, { state: "queued", problem: "" });

// A conflict was read and understood: the house keeps both answers, a person decides.
export const settle = (id) => mark(id, { state: "acknowledged", problem: "bertentangan" }, true);
