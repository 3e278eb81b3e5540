// A voucher is checked with the public key that came with the page; its use is kept here until the house has heard of it.
const told = JSON.parse(document.getElementById("voucher-told").textContent);
const FORM = /^SLR1\.(S\d{3,6}-\d{5,7}-\d)\.(\d{1,13})\.(\d{8})\.(\d{1,4})\.([A-Za-z0-9_-]{86})$/;
const STORE = "selaras-voucher";
const at = (id) => document.getElementById(id);
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

function kept() {
  try { return JSON.parse(localStorage.getItem(STORE)) ?? { device: crypto.randomUUID(), uses: [] }; }
  catch { return { device: crypto.randomUUID(), uses: [] }; }
}
function keep(state) { localStorage.setItem(STORE, JSON.stringify(state)); }

export async function genuine(text) {
  const found = FORM.exec(text.trim());
  const key = found && told.keys[Number(found[4])];
  if (!key) return null;
  const body = new TextEncoder().encode(told.prefix + text.trim().slice(0, text.trim().lastIndexOf(".")));
  const made = await crypto.subtle.importKey("raw", bytes(key), { name: "Ed25519" }, false, ["verify"]);
  const good = await crypto.subtle.verify({ name: "Ed25519" }, made, bytes(found[5] + "=="), body);
  return good ? { number: found[1], amount: Number(found[2]), day: found[3] } : null;
}

function today() {
  const now = new Date();
  return `${now.getFullYear()}${String(now.getMonth() + 1).padStart(2, "0")}${String(now.getDate()).padStart(2, "0")}`;
}

function say(strong, more = "") {
  const place = at("hasil");
  place.replaceChildren(Object.assign(document.createElement("b"), { textContent: strong }), more);
  return place;
}

// The use that was told last: what the house answers takes the place of "waiting", unless another voucher is shown by then.
let last = null;
function heard(uses) {
  const outcome = uses.find((use) => use.event === last?.event)?.outcome;
  if (!outcome || at("hasil").firstChild?.textContent !== at("hasil").dataset.kept) return;
  const said = told.said[outcome] ?? outcome;
  say(said[0].toUpperCase() + said.slice(1), last.line);
}

async function look(text) {
  const place = at("hasil");
  let found = null;
  try { found = await genuine(text); } catch { found = null; }
  if (!found) return say(place.dataset.bad);
  if (found.day < today()) return say(place.dataset.old, found.number);
  const line = `${found.number} · Rp ${found.amount.toLocaleString("id-ID")}`;
  if (kept().uses.some((use) => use.text === text.trim())) return say(place.dataset.here, line);
  say(place.dataset.good, line);
  place.append(Object.assign(document.createElement("p"), { textContent: place.dataset.match }));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: place.dataset.use });
  button.addEventListener("click", () => {
    const state = kept();
    last = { event: crypto.randomUUID(), line };
    state.uses.push({ text: text.trim(), number: found.number, event: last.event, at: new Date().toISOString(), outcome: "" });
    keep(state);
    say(place.dataset.kept, line);
    at("teks").value = "";
    shown();
    send();
  });
  place.append(button);
  return place;
}

function shown() {
  const uses = kept().uses;
  const waiting = uses.filter((use) => !use.outcome).length;
  at("antrean").textContent = uses.length ? `${waiting} ${at("antrean").dataset.waits}` : at("antrean").dataset.none;
  at("kirim").hidden = waiting === 0;
  at("daftar").replaceChildren(...uses.slice(-50).reverse().map((use) => Object.assign(document.createElement("li"), {
    textContent: `${use.number}: ${use.outcome ? told.said[use.outcome] ?? use.outcome : at("antrean").dataset.waits}`,
  })));
  at("sambungan").textContent = navigator.onLine ? at("sambungan").dataset.on : at("sambungan").dataset.off;
}

let sending = false;
async function send() {
  const state = kept();
  const waiting = state.uses.filter((use) => !use.outcome).slice(0, told.most);
  if (sending || !waiting.length || !navigator.onLine) return;
  sending = true;
  try {
    const answer = await fetch(told.send, {
      method: "POST", credentials: "same-origin", redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": await token() },
      body: JSON.stringify(waiting.map(({ text, event, at: when }) => ({ text, event, at: when, device: state.device }))),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { jawaban } = await answer.json();
    // Read anew: another voucher may have been scanned meanwhile.
    const now = kept();
    for (const each of jawaban) {
      const use = now.uses.find((one) => one.event === each.event);
      if (use) use.outcome = each.hasil;
    }
    keep(now);
    heard(now.uses);
    at("gagal").textContent = "";
  } catch { at("gagal").textContent = at("gagal").dataset.said; }
  sending = false;
  shown();
}

// The page may be days old; its token is asked for anew where the house answers.
async function token() {
  try {
    const page = await fetch(`${told.page}?segar=${Date.now()}`, { credentials: "same-origin", cache: "reload", redirect: "error" });
    return /data-token="([^"]+)"/.exec(await page.text())?.[1] ?? document.body.dataset.token;
  } catch { return document.body.dataset.token; }
}

// By the browser itself where it can, else by the decoder that came with the page; photos are made smaller, several ways.
const SIDES = [1200, 800, 1800, 500];

async function photo(file) {
  const picture = await createImageBitmap(file);
  if ("BarcodeDetector" in window) {
    const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture).catch(() => []);
    if (found[0]?.rawValue) return found[0].rawValue;
  }
  const { decodeQR } = await import(told.decoder);
  for (const side of SIDES) {
    try { return decodeQR(smaller(picture, side)); } catch { /* Another size may be read. */ }
  }
  return "";
}

function smaller(picture, side) {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((length) => Math.max(1, Math.round(length * scale)));
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  pen.drawImage(picture, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height);
}

at("baca").addEventListener("submit", (event) => { event.preventDefault(); look(at("teks").value); });
at("foto").addEventListener("change", async () => {
  const file = at("foto").files[0];
  if (!file) return;
  let text = "";
  try { text = await photo(file); } catch { text = ""; }
  at("foto").value = "";
  if (text) look(text); else say(at("hasil").dataset.none);
});
at("kirim").addEventListener("click", send);
addEventListener("online", () => { shown(); send(); });
addEventListener("offline", shown);
if ("serviceWorker" in navigator) navigator.serviceWorker.register(told.worker, { type: "module", scope: told.page });
if (!localStorage.getItem(STORE)) keep(kept());
shown();
send();
