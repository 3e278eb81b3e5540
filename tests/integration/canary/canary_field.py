"""Field work with canaries among the families: a leader, an officer with a phone and with ODK, a village, a citizen without an account.

One browser profile, as on a shared desk. Everything that carries a canary is typed or sent: a NIK put right, a name on no list, a
proposal. What stays in the browser is searched afterwards: the pack of the officer is there and must be ciphertext.
"""

import contextlib
import re
import uuid
from pathlib import Path

import canary_plant as planting
from playwright.sync_api import BrowserContext, Page, expect

from selaras.apps.accounts import demo

PIN = "841973"
# The canary whose own number stands beside the name: lists disagree about it, so a campaign from the discrepancies meets it.
MET = planting.CANARIES[2]
TITLE = "Verval kenari"
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
LEADER_PAGES = (
    "verval/", "verval/temuan/", "verval/karantina/", "verval/mutu/", "verval/formulir/", "verval/telepon/petugas/",
    "verval/mingguan/", "usul-sanggah/", "musyawarah/", "penetapan/",
)  # fmt: skip
# Every value of the databases of a page, bytes as letters, so that what is not encrypted can be found.
EVERYTHING = """async () => {
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer ?? value);
      let out = ''; for (let at = 0; at < bytes.length; at += 4096) out += String.fromCharCode(...bytes.subarray(at, at + 4096));
      return out;
    }
    if (Array.isArray(value)) return value.map(text).join(' ');
    if (value && typeof value === 'object' && !(value instanceof CryptoKey))
      return Object.entries(value).map(([name, part]) => name + '=' + text(part)).join(' ');
    return String(value);
  };
  const told = [];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((good, bad) => { const asked = indexedDB.open(name); asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((good, bad) => { const asked = base.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
      for (const row of rows) told.push(store + ' ' + text(row));
    }
    base.close();
  }
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) told.push(await (await (await caches.open(name)).match(request)).text());
  return told;
}"""


def walk(context: BrowserContext, address: str) -> list[str]:
    """Everybody's part in turn; what the pages of the field still keep when all have signed out."""
    page = context.new_page()
    code = _citizen(page)
    _complains(page)
    _leader(page)
    _officer(page, address)
    kept = page.evaluate(EVERYTHING)
    leave(page)
    _village(page)
    _tracked(page, code)
    return [*kept, *_after(page)]


def sign_in(page: Page, who: str) -> None:
    """With the password of the demo."""
    page.goto("masuk/")
    page.get_by_label("Surel kantor").fill(f"{who}@demo.selaras")
    page.get_by_label("Kata sandi", exact=True).fill(demo.PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(re.compile(r"/$"))


def leave(page: Page) -> None:
    """Signs out."""
    page.goto("")
    page.locator(".frame-tools details.drop > summary").last.click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url(re.compile("/masuk/"))


def _citizen(page: Page) -> str:
    """Proposes a family by its name; a number typed into the form is sent back and kept nowhere."""
    page.goto(f"usul/?wilayah={demo.VILLAGE}")
    page.get_by_label("Keluarga lain yang belum terdata").check()
    page.get_by_label("Nama kepala keluarga yang dimaksud").fill(planting.CANARIES[1].name)
    page.get_by_label("Di mana rumahnya?").fill("gang kenari")
    story = page.get_by_label("Ceritakan singkat")
    story.fill(f"Nomornya {planting.CANARIES[1].nik}, belum terdata.")
    page.get_by_label("Nama Anda").fill(planting.CANARIES[0].name)
    page.get_by_label("Saya setuju data ini").check()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Hapus nomor 16 angka").first).to_be_visible()
    page.get_by_label("Ceritakan singkat").fill("Keluarga ini belum pernah terdata.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Kiriman diterima")).to_be_visible()
    found = CODE.search(page.get_by_role("main").inner_text())
    assert found
    return found.group()


def _complains(page: Page) -> None:
    """About a programme, in the name of a canary; a number is sent back here too."""
    page.goto(f"pengaduan/?wilayah={demo.VILLAGE}&program=pkh")
    page.get_by_label("Hal lain tentang program ini").check()
    page.get_by_label("Ceritakan singkat").fill(f"Nomornya {planting.CANARIES[1].nik}, belum menerima.")
    page.get_by_label("Nama Anda").fill(planting.CANARIES[0].name)
    page.get_by_label("Saya setuju data ini").check()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_text("Hapus nomor 16 angka").first).to_be_visible()
    page.get_by_label("Ceritakan singkat").fill("Keluarga ini belum menerima.")
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Kiriman diterima")).to_be_visible()


def _tracked(page: Page, code: str) -> None:
    page.goto("lacak/")
    page.get_by_label("Kode pada tanda terima").fill(code)
    page.get_by_role("button", name="Lihat kabar").click()
    expect(page.get_by_role("heading", level=2, name="Yang sudah dilakukan")).to_be_visible()


def _leader(page: Page) -> None:
    """A campaign from the discrepancies of the village the canaries live in, launched and shared out."""
    sign_in(page, "verifikator")
    for path in LEADER_PAGES:
        page.goto(path)
    page.goto(f"verval/kampanye/baru/?tujuan=ketidaksesuaian&wilayah={demo.VILLAGE}")
    page.get_by_label("Judul kampanye").fill(TITLE)
    page.get_by_role("button", name="Simpan dan luncurkan").click()
    # The list may stand before the page is shown: then there is nothing to wait for, and nothing to open.
    onward, ready = (
        page.get_by_role("link", name="Buka kampanye"),
        page.get_by_role("link", name="Bagi tugasnya"),
    )
    expect(onward.or_(ready)).to_be_visible(timeout=180_000)
    if onward.count():
        onward.click()
    ready.click()
    page.get_by_role("button", name=re.compile("Tambahkan semua petugas")).click()
    page.get_by_role("button", name="Bagikan sesuai usulan").click()
    page.get_by_role("link", name="Cetak daftar").first.click()
    page.wait_for_url(re.compile("/daftar/"))
    leave(page)


def _officer(page: Page, address: str) -> None:
    """The offline page with its pack, an interview left half-way, and ODK with what Collect would fetch and send."""
    for who in ("petugas", "petugas2"):
        sign_in(page, who)
        page.goto("verval/tugas/")
        if page.get_by_text(MET.name).count():
            break
        leave(page)
    page.goto("lapangan/")
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_label("PIN sekali lagi").fill(PIN)
    page.get_by_role("button", name="Ambil bekal").click()
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()
    expect(page.get_by_text(MET.name).first).to_be_visible()
    # The list is drawn anew when the first exchange with the house ends: only then is a click not lost.
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Tambah keluarga di luar daftar").click()
    name, which = (
        page.get_by_label("Nama kepala keluarga yang ditemui"),
        page.get_by_text("Untuk kampanye yang mana?"),
    )
    expect(name.or_(which).first).to_be_visible(timeout=20_000)
    if which.count():
        page.locator("main .stack button").first.click()
    name.fill(planting.CANARIES[1].name)
    page.get_by_label("Alamat dan RT/RW").fill(f"Gang Kenari, NIK {planting.CANARIES[1].nik}")
    page.get_by_role("button", name="Lanjut").click()
    page.goto(f"{address}lapangan/#/")
    expect(page.get_by_role("heading", name="Keluarga saya")).to_be_visible()
    page.goto("verval/telepon/")
    page.get_by_role("button", name="Buat kode QR").click()
    page.get_by_text("Tidak dapat memindai?").click()
    door = page.locator("code.secret").inner_text()
    _collect(page, door[door.index("odk/k/") :])
    page.goto("lapangan/")


def _collect(page: Page, door: str) -> None:
    """The requests of ODK Collect: list, form, manifest, the families, a submission that puts a NIK right; and what is wrong."""
    request = page.request
    listed = request.get(f"{door}/formList").text()
    form = re.search(r"<formID>([^<]+)</formID>.*?<version>([^<]+)</version>", listed, re.DOTALL)
    assert form, listed[:200]
    for found in re.findall(r"<(?:downloadUrl|manifestUrl)>([^<]+)<", listed):
        request.get(found)
    families = request.get(f"{door}/berkas/keluarga.csv").text()
    assert MET.name in families
    assert MET.nik not in families
    target = next(line for line in families.splitlines() if MET.name in line).split(",")[0]
    told = "".join(
        f"<{name}>{text}</{name}>"
        for name, text in {
            "sasaran": target.strip('"'), "persetujuan": "ya", "keadaan": "ada", "hasil": "layak", "perbaikan": "nik nama",
            "nik_benar": planting.CANARIES[0].nik, "nama_benar": planting.CANARIES[0].name,
        }.items()
    )  # fmt: skip
    xml = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form[1]}" version="{form[2]}">{told}'
        f"<orx:meta><orx:instanceID>uuid:{uuid.uuid4()}</orx:instanceID></orx:meta></data>"
    )
    for body in (xml, xml.replace("layak", "pindah"), xml[:-20], f"<data>{planting.CANARIES[0].nik}</data>"):
        part = {"name": f"{planting.CANARIES[0].nik}.xml", "mimeType": "text/xml", "buffer": body.encode()}
        request.post(f"{door}/submission", multipart={"xml_submission_file": part})
    request.get(f"{door}/keutuhan?id={target}")


def _village(page: Page) -> None:
    """The operator of the village opens the proposal, the meeting and the package."""
    sign_in(page, "desa")
    for path in ("usul-sanggah/", "musyawarah/", "penetapan/"):
        page.goto(path)
        first = page.locator(f"main a[href^='/{path}']").filter(has_not_text="Catat")
        if first.count():
            with contextlib.suppress(AssertionError):
                first.first.click()
                page.wait_for_load_state()
    page.goto("usul-sanggah/")
    leave(page)


def _after(page: Page) -> list[str]:
    """What a page of the house, and that of the field, can still read when nobody is signed in."""
    page.goto("lapangan/")
    expect(page.locator("html[data-siap]")).to_have_count(1)
    return list(page.evaluate(EVERYTHING))


def profile(folder: Path) -> Path:
    """Where the browser of the field keeps what it keeps."""
    return folder / "profil-lapangan"
