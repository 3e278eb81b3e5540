// Before the families: getting the pack, the PIN, and what is said when the lease is over or the pack was erased.
import { by, notice, screen, show } from "./dom.js";
import * as outbox from "./outbox.js";
import * as seal from "./seal.js";
import * as vault from "./vault.js";
import { known, say } from "./words.js";

const SHORTEST = 6;
const SIMPLE = /^(\d)\1*$|^(?:012345|123456|234567|345678|456789|654321|111222|121212|123123)\d*$/;
const call = (address, more = {}) => fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...more });

// {masuk, petugas, csrf, nama}: who is signed in on the server; null without a connection (or behind somebody's portal)
export async function session() {
  try {
    const answer = await call("/lapangan/sesi/");
    return answer.ok && (answer.headers.get("content-type") ?? "").startsWith("application/json") ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function asked(address, csrf, form) {
  const answer = await call(address, { method: "POST", body: form, headers: { "X-CSRFToken": csrf } });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.galat ?? "asing");
  return told;
}

// Gets the pack anew; the token of this browser goes along, so that one phone stays one device.
async function fetched(csrf) {
  const form = new FormData();
  const sender = await vault.sender();
  if (sender) form.append("token", sender.token);
  form.append("nama", label());
  return asked("/lapangan/paket/", csrf, form);
}

function label() {
  const system = navigator.userAgentData?.platform || navigator.platform || "";
  return `Selaras ${system}`.trim().slice(0, 60);
}

async function accepted(told) {
  await vault.keepSender({ ...told.sender, label: label() });
  await vault.keepPack(told.pack);
}

// Quietly, when there is a session and a connection: "segar", "luring", "masuk" (session over), "lain" (somebody else)
export async function refresh() {
  const who = await session();
  if (!who) return "luring";
  if (!who.petugas) return "masuk";
  const lock = await vault.held();
  if (lock?.officer !== who.id) return "lain";
  try {
    await accepted(await fetched(who.csrf));
    return "segar";
  } catch {
    return "luring";
  }
}

// The first screen of a browser without a pack, and after ten wrong PINs, a forgotten PIN, or a lease that is over.
export async function setup(why, done) {
  const [who, able, lock] = await Promise.all([session(), seal.able(), vault.held()]);
  show(screen("siap", { sebab: known(`siap-${why}`) ? say(`siap-${why}`) : "", petugas: who?.nama ?? "" }));
  const shown = !able ? "tua" : !who ? "luring" : !who.masuk ? "masuk" : !who.petugas ? "bukan" : lock && lock.officer !== who.id && (await busy()) ? "lain" : "pin";
  for (const part of document.querySelectorAll("#isi [data-bila]")) part.hidden = part.dataset.bila !== shown;
  by("[data-tugas=coba]").addEventListener("click", () => setup(why, done));
  // After a lease the old PIN still holds: only the pack is new.
  const same = why === "berakhir" && lock?.wrapped && lock.officer === who?.id;
  if (shown === "pin") pinForm(who, same ? null : lock, same, done);
}

// Drafts of another officer would be lost; what they saved for sending goes out in their name whoever holds the phone.
const busy = async () => (await vault.draftCount()) > 0;

function pinForm(who, lock, same, done) {
  const form = by("form");
  const [one, two] = ["pin", "pin-lagi"].map((name) => form.elements[name]);
  const wrong = by(".wrong");
  for (const part of form.querySelectorAll("[data-baru]")) part.hidden = same;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    const say_ = (name, values) => { wrong.textContent = say(name, values); wrong.hidden = false; one.focus(); };
    if (!same && one.value.length < SHORTEST) return say_("pin-pendek", { jumlah: SHORTEST });
    if (!same && SIMPLE.test(one.value)) return say_("pin-mudah");
    if (!same && one.value !== two.value) return say_("pin-beda");
    const button = by("button[type=submit]");
    button.disabled = true;
    try {
      if (same) {
        const tried = await vault.unlock(one.value);
        if (!tried.open) return tried.left ? say_("pin-salah", { sisa: tried.left }) : setup("terhapus", done);
      }
      const told = await fetched(who.csrf);
      if (!same) await vault.close(one.value, who.id, told.sender.server, await recovered(lock, who));
      await accepted(told);
      await navigator.storage?.persist?.();
      return done();
    } catch (error) {
      return say_(known(`masalah-${error.message}`) ? `masalah-${error.message}` : "masalah-asing");
    } finally {
      button.disabled = false;
      one.value = two.value = "";
    }
  });
}

// The work key of an earlier PIN, so that drafts open again; null where there was none, or it was somebody else's.
async function recovered(lock, who) {
  if (!lock?.escrow || lock.officer !== who.id) return null;
  const form = new FormData();
  form.append("amplop", new Blob([lock.escrow]), "kunci.bin");
  return seal.unhex((await asked("/lapangan/kunci/", who.csrf, form)).kunci);
}

export async function unlockPage(done) {
  const waiting = (await outbox.unsent()).length;
  show(screen("buka", { antre: waiting ? say("tetap-terkirim", { jumlah: waiting }) : "" }));
  const form = by("form");
  const wrong = by(".wrong");
  form.elements.pin.focus();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = by("button[type=submit]");
    button.disabled = true;
    const tried = await vault.unlock(form.elements.pin.value);
    button.disabled = false;
    form.elements.pin.value = "";
    if (tried.open) return done();
    if (!tried.left) { notice(say("siap-terhapus"), "red"); return setup("terhapus", done); }
    wrong.textContent = say("pin-salah", { sisa: tried.left });
    wrong.hidden = false;
    return form.elements.pin.focus();
  });
  by("[data-tugas=lupa]").addEventListener("click", () => setup("lupa", done));
}
