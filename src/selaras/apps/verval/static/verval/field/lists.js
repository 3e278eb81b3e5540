// My families, by place; and one family: who lives there, why it is visited.
import * as filling from "./filling.js";
import { by, make, screen, show } from "./dom.js";
import * as outbox from "./outbox.js";
import * as paths from "./paths.js";
import * as vault from "./vault.js";
import { day, hour, number, say } from "./words.js";

// State of a family on this phone: draft, what is in the outbox about it, or still to be visited.
export function stateOf(target, drafts, items) {
  if (drafts.some((draft) => draft.target === target)) return "isi";
  const last = items.filter((item) => item.target === target).at(-1);
  return { queued: "antre", sending: "antre", acknowledged: "terkirim", conflict: "baca", refused: "baca" }[last?.state] ?? "belum";
}

const chip = (state) => make("span", { class: `chip state-${state}`, text: say(`keadaan-${state}`) });
const plain = (text) => text.normalize("NFKD").toLowerCase();
let searched = "";

export async function list(pack) {
  const [drafts, items] = await Promise.all([vault.drafts(), outbox.items()]);
  items.sort((a, b) => (a.id < b.id ? -1 : 1));
  const today = paths.today();
  const made = items.filter((item) => paths.today(new Date(item.made)) === today);
  show(screen("daftar", {
    hari: say("hari-ini", { jumlah: number(made.length) }),
    sisa: say("sisa", { jumlah: number(pack.families.filter((each) => stateOf(each.target, drafts, items) === "belum").length), dari: number(pack.families.length) }),
    sampai: say("bekal-sampai", { kapan: `${day(pack.lease)} ${hour(pack.lease)}` }),
  }));
  const box = by("[data-tugas=cari]");
  const place = by("[data-isi=keluarga]");
  const draw = () => place.replaceChildren(...groups(pack, drafts, items, plain(searched)));
  box.value = searched;
  box.addEventListener("input", () => { searched = box.value; draw(); });
  const odk = by("[data-isi=odk]");
  odk.textContent = say("lewat-odk", { judul: pack.elsewhere.join(", ") });
  odk.hidden = !pack.elsewhere.length;
  by("[data-isi=kampanye]").hidden = !pack.campaigns.length;
  draw();
  const loose = drafts.filter((draft) => !draft.target || !pack.families.some((each) => each.target === draft.target));
  by("[data-isi=lepas]").replaceChildren(...loose.map((draft) => make("li", {}, make("a", { class: "family", href: `#/isi/${draft.id}` }, make("b", { text: draft.name || draft.values.nama_kepala || say("di-luar-daftar") }), chip("isi")))));
}

function groups(pack, drafts, items, wanted) {
  const shown = pack.families.filter((each) => !wanted || plain(`${each.head} ${each.address} ${each.rt_words} ${each.desa}`).includes(wanted));
  if (!shown.length) return [make("p", { class: "empty", text: say(pack.families.length ? "cari-kosong" : "daftar-kosong") })];
  const places = new Map();
  for (const each of shown) {
    const name = [each.desa, each.rt_words].filter(Boolean).join(", ");
    places.set(name, [...(places.get(name) ?? []), each]);
  }
  return [...places].map(([name, families]) => make("section", {}, make("h2", { text: name }), make("ul", { class: "families" }, ...families.map((each) => make("li", {},
    make("a", { class: "family", href: `#/keluarga/${each.target}` }, make("b", { text: each.head || say("tanpa-nama") }), make("span", { class: "soft", text: each.address || say("tanpa-alamat") }), chip(stateOf(each.target, drafts, items))))))));
}

export async function family(pack, target, go) {
  const found = pack.families.find((each) => each.target === target);
  if (!found) return go("#/");
  const [drafts, items] = await Promise.all([vault.drafts(), outbox.items()]);
  const draft = drafts.find((each) => each.target === target);
  const state = stateOf(target, drafts, items);
  show(screen("keluarga", {
    nama: found.head || say("tanpa-nama"), kk: found.kk, alamat: found.address || say("tanpa-alamat"), tempat: [found.rt_words, found.desa].filter(Boolean).join(", "),
    keadaan: chip(state), alasan: found.why.map((each) => make("li", { text: each })), kampanye: found.campaign_title,
    anggota: found.members.map((each) => make("li", {}, make("b", { text: each.name || say("tanpa-nama") }), make("span", { class: "soft", text: [each.relation, each.age === null ? "" : say("umur", { tahun: each.age })].filter(Boolean).join(" · ") }))),
  }));
  const start = by("[data-tugas=mulai]");
  start.textContent = say(draft ? "teruskan" : state === "belum" ? "mulai" : "mulai-lagi");
  by("[data-isi=pernah]").hidden = draft || state === "belum";
  start.addEventListener("click", async () => go(`#/isi/${draft?.id ?? (await filling.begin(pack, found, found.campaign))}`));
  const drop = by("[data-tugas=buang]");
  drop.hidden = !draft;
  drop.addEventListener("click", () => confirmDrop(draft, go));
}

function confirmDrop(draft, go) {
  show(screen("buang", { nama: draft.name || say("di-luar-daftar") }));
  by("[data-tugas=ya]").addEventListener("click", async () => { await vault.dropDraft(draft.id); go("#/"); });
  by("[data-tugas=tidak]").addEventListener("click", () => go("#/"));
}

// A family on no list: which campaign it belongs to is asked only where there are several.
export async function add(pack, go) {
  const start = async (campaign) => go(`#/isi/${await filling.begin(pack, null, campaign)}`);
  if (pack.campaigns.length === 1) return start(pack.campaigns[0].reference);
  show(screen("tambah", { kampanye: pack.campaigns.map((each) => make("button", { type: "button", class: "btn btn-big", text: each.title, on: { click: () => start(each.reference) } })) }));
}
