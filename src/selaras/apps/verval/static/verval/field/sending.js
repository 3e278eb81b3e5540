// What is on its way: every visit with its state, what to do about it, the file as a way out, and leaving this phone.
import { by, make, notice, screen, show } from "./dom.js";
import * as outbox from "./outbox.js";
import * as seal from "./seal.js";
import * as store from "./store.js";
import * as vault from "./vault.js";
import { known, moment, number, say } from "./words.js";

const EXPORTED = "SELARAS-KIRIMAN 1\n";

export async function page(redraw) {
  const items = (await outbox.items()).sort((a, b) => (a.id < b.id ? 1 : -1));
  const waiting = items.filter((item) => outbox.UNSENT.has(item.state));
  const drafts = await vault.draftCount();
  show(screen("kiriman", {
    jumlah: waiting.length ? say("belum-terkirim", { jumlah: number(waiting.length) }) : say("semua-terkirim"),
    butir: await Promise.all(items.map((item) => line(item, redraw))),
  }));
  by("[data-isi=kosong]").hidden = items.length > 0;
  by("[data-tugas=kirim]").addEventListener("click", async () => {
    if ((await outbox.drain()) === 0) notice(say("semua-terkirim"));
    redraw();
  });
  by("[data-tugas=ekspor]").addEventListener("click", exported);
  by("[data-tugas=hapus]").addEventListener("click", () => wipePage(waiting.length, drafts, redraw));
}

async function line(item, redraw) {
  const problem = known(`masalah-${item.problem}`) ? say(`masalah-${item.problem}`) : item.problem ? say("masalah-asing") : "";
  const held = item.state === "acknowledged" && item.receipt?.standing === "karantina"
    ? `${say("karantina")} ${known(`ditahan-${item.receipt.held}`) ? say(`ditahan-${item.receipt.held}`) : ""}` : "";
  const body = [
    make("b", { text: (await vault.titled(item)) || say("kunjungan", { kapan: moment(item.made) }) }),
    make("span", { class: `chip item-${item.state}`, text: say(`butir-${item.state}`) }),
    make("span", { class: "soft", text: item.receipt && item.state === "acknowledged" ? say("diterima", { kapan: moment(item.receipt.at) }) : say("disimpan", { kapan: moment(item.made), ukuran: number(item.size / 1024) }) }),
  ];
  if (problem && item.state !== "acknowledged") body.push(make("p", { text: problem }));
  if (held) body.push(make("p", { text: held }));
  if (item.state === "refused") body.push(make("button", { type: "button", class: "btn", text: say("coba-lagi"), on: { click: async () => { await outbox.again(item.id); await outbox.drain(); redraw(); } } }));
  if (item.state === "conflict") body.push(make("button", { type: "button", class: "btn", text: say("mengerti"), on: { click: async () => { await outbox.settle(item.id); redraw(); } } }));
  return make("li", { class: "item" }, ...body);
}

// What has not been acknowledged, as it would be sent: closed so that only the house can open it.
async function exported() {
  const parts = [seal.bytes(EXPORTED)];
  for (const item of await outbox.unsent()) {
    const body = await store.get("bodies", item.id);
    if (!body) continue;
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, body.length);
    parts.push(length, body);
  }
  if (parts.length === 1) return notice(say("ekspor-kosong"));
  const address = URL.createObjectURL(new Blob(parts, { type: "application/octet-stream" }));
  const stamp = new Date().toISOString().slice(0, 16).replace(/[-:T]/g, "");
  make("a", { href: address, download: `kunjungan-${stamp}.selaras` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  notice(say("ekspor-dibuat", { jumlah: number((parts.length - 1) / 2) }));
}

function wipePage(unsent, drafts, redraw) {
  if (unsent || drafts) {
    show(screen("tahan", { jumlah: say("tahan-jumlah", { kirim: number(unsent), isi: number(drafts) }) }));
    by("[data-tugas=kembali]").addEventListener("click", redraw);
    return;
  }
  show(screen("hapus"));
  by("[data-tugas=tidak]").addEventListener("click", redraw);
  by("[data-tugas=ya]").addEventListener("click", async () => {
    if (!(await vault.wipe())) return redraw();
    location.hash = "#/";
    return location.reload();
  });
}

