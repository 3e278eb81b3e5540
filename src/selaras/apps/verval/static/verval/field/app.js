// The page begins here: which screen, the bar that always says what is unsent, when to send, and new versions.
import * as door from "./door.js";
import { make, notice, screen, show } from "./dom.js";
import * as filling from "./filling.js";
import * as lists from "./lists.js";
import * as outbox from "./outbox.js";
import * as sending from "./sending.js";
import * as vault from "./vault.js";
import { number, say } from "./words.js";

const EVERY = 60_000;
const IDLE = 15 * 60_000;
let pack = null;
let hidden = 0;

const go = (hash) => { if (location.hash === hash) route(); else location.hash = hash; };
const home = () => go("#/");

async function route() {
  const [, where = "", key = ""] = location.hash.split("/");
  if (where === "kiriman") return sending.page(route);
  const state = await vault.state();
  if (state !== "terbuka") {
    pack = null;
    if (state === "terkunci") return door.unlockPage(entered);
    return door.setup(state, entered);
  }
  pack ??= await vault.pack();
  if (where === "keluarga") return lists.family(pack, key, go);
  if (where === "isi") return filling.open(key, home);
  if (where === "tambah") return lists.add(pack, go);
  return lists.list(pack);
}

async function entered() {
  pack = null;
  await route();
  drain();
  if ((await door.refresh()) === "segar") {
    pack = null;
    // A new list is drawn only where the list is looked at: nobody's page changes under their hands.
    if (["", "#/"].includes(location.hash)) route();
  }
}

async function bar() {
  const waiting = (await outbox.unsent()).length;
  const place = document.getElementById("antrean");
  place.textContent = waiting ? say("bilah-belum", { jumlah: number(waiting) }) : say("bilah-semua");
  place.parentElement.classList.toggle("waiting", waiting > 0);
  document.getElementById("sambungan").textContent = navigator.onLine ? "" : say("bilah-luring");
}

let turns = 0;
async function drain() {
  // One is sending, one waits behind it for what came meanwhile: more would find nothing.
  if (turns > 1) return;
  turns += 1;
  try { await outbox.drain(); } finally { turns -= 1; bar(); }
}

outbox.onChange(async () => { await bar(); if (location.hash === "#/kiriman" && !document.querySelector("#isi [data-layar=hapus]")) sending.page(route); });
window.addEventListener("online", drain);
window.addEventListener("offline", bar);
window.addEventListener("hashchange", () => filling.keepNow().then(route));
setInterval(drain, EVERY);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) { hidden = Date.now(); return; }
  // A phone that lay on a table asks for the PIN again; what was being filled in is kept.
  if (hidden && Date.now() - hidden > IDLE) { vault.lock(); route(); }
  drain();
});

// A new version waits until the officer takes it, or until all tabs are closed; drafts and outbox are the same for both.
function offer(worker) {
  const place = document.getElementById("versi");
  place.replaceChildren(make("p", { text: say("versi-baru") }), make("button", { type: "button", class: "btn", text: say("versi-pakai"), on: { click: async () => { await filling.keepNow(); worker.postMessage("pakai-sekarang"); } } }));
  place.hidden = false;
}

async function register() {
  if (!("serviceWorker" in navigator)) return;
  let had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => { if (had) location.reload(); had = true; });
  const wanted = { scope: "/lapangan/", type: "module", updateViaCache: "none" };
  // Without a connection the one that is here goes on.
  const registration = await navigator.serviceWorker.register("/lapangan/sw.js", wanted).catch(() => navigator.serviceWorker.getRegistration("/lapangan/"));
  if (!registration) return;
  const watch = (worker) => worker?.addEventListener("statechange", () => { if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker); });
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  watch(registration.installing);
}

function theme() {
  const chosen = /(?:^|; )tema=(dark|light)/.exec(document.cookie)?.[1];
  if (chosen) document.documentElement.dataset.bsTheme = chosen;
}

theme();
bar();
route().then(() => { document.documentElement.dataset.siap = "1"; }).catch(() => { show(screen("rusak")); });
drain();
register();
window.addEventListener("unhandledrejection", () => notice(say("tak-terduga"), "red"));
