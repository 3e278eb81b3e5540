"""A citizen proposes and objects with a code and no account; a kelurahan meets, decides by keyboard, and closes with a paper."""

import re

import barriers
from playwright.sync_api import Page, expect
from story import step

ADDRESS = "?wilayah=64.02.06.1002"
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
PRESENT = (
    ("Lurah Contoh", "Kepala desa atau lurah", True), ("Ketua RT Contoh", "Ketua RT atau RW", True),
    ("Tokoh Contoh", "Tokoh masyarakat", True), ("Pendamping Contoh", "Pendamping sosial", False),
    ("Warga Contoh", "Warga", False),
)  # fmt: skip


def clean(page: Page) -> None:
    """Nothing on this page holds anybody up."""
    assert barriers.here(page) == []


def send(page: Page, kind: str, topic: str, text: str) -> str:
    """Fills in the form of a citizen; the code of the slip."""
    page.goto(f"/{kind}/{ADDRESS}")
    clean(page)
    page.get_by_label(topic).check()
    page.get_by_label("Nama kepala keluarga yang dimaksud").fill("KEPALA USULAN UJI")
    page.get_by_label("Di mana rumahnya?").fill("gang uji nomor 4")
    page.get_by_label("Ceritakan singkat").fill(text)
    page.get_by_label("Nama Anda").fill("WARGA PENGIRIM UJI")
    page.get_by_label("Saya setuju data ini").check()
    page.get_by_role("button", name="Kirim", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Kiriman diterima")).to_be_visible()
    clean(page)
    found = CODE.search(page.get_by_role("main").inner_text())
    assert found
    return found.group()


def word_of(page: Page, code: str) -> str:
    """What somebody reads who has a code."""
    page.goto("/lacak/")
    clean(page)
    page.get_by_label("Kode pada tanda terima").fill(code.lower())
    page.get_by_role("button", name="Lihat kabar").click()
    expect(page.get_by_role("heading", level=2, name="Yang sudah dilakukan")).to_be_visible()
    clean(page)
    return page.get_by_role("main").inner_text()


def test_a_citizen_chooses_a_village_without_scripts_and_objects_with_a_code(page_for, portal_baru, width):
    citizen = page_for("", width, java_script_enabled=False)
    with step(citizen, "chooses the village from lists"):
        citizen.goto("/sanggah/")
        citizen.get_by_role("link", name=re.compile("Kutai Kartanegara", re.IGNORECASE)).click()
        citizen.get_by_role("link", name="Tenggarong", exact=True).click()
        expect(citizen.get_by_label("Desa atau kelurahan")).to_be_visible()
    citizen = page_for("", width)
    with step(citizen, "objects, and reads the first word by code"):
        code = send(
            citizen,
            "sanggah",
            "Saya atau keluarga saya tercatat meninggal",
            "Saya masih hidup dan tinggal di sini.",
        )
        shown = word_of(citizen, code)
        assert "Diterima" in shown
        assert "PENGIRIM" not in shown
    office = page_for("desa", width)
    with step(office, "the kelurahan answers in words"):
        office.goto("/usul-sanggah/")
        clean(office)
        office.get_by_role("row", name=re.compile("tercatat meninggal")).get_by_role(
            "link", name=re.compile("^Sanggah ")
        ).click()
        expect(office.get_by_text("Saya masih hidup dan tinggal di sini.")).to_be_visible()
        clean(office)
        office.get_by_label("Langkah berikutnya").select_option("dijawab")
        office.get_by_label("Kabar untuk warga").fill(
            "Sudah kami perbaiki: tercatat hidup mulai daftar berikutnya."
        )
        office.get_by_role("button", name="Simpan langkah").click()
        expect(office.get_by_text("Langkah tersimpan.")).to_be_visible()
    with step(citizen, "reads the answer, and a wrong code reads nothing"):
        assert "tercatat hidup mulai daftar berikutnya" in word_of(citizen, code)
        citizen.goto("/lacak/")
        citizen.get_by_label("Kode pada tanda terima").fill("ABCD-EFGH-JKMN")
        citizen.get_by_role("button", name="Lihat kabar").click()
        expect(citizen.get_by_text("Tidak ada kiriman dengan kode ini.")).to_be_visible()


def test_a_kelurahan_meets_and_closes_with_its_berita_acara(page_for, portal_baru, width):
    citizen = page_for("", width)
    with step(citizen, "two families are proposed"):
        for number in (1, 2):
            send(
                citizen,
                "usul",
                "Keluarga lain yang belum terdata",
                f"Keluarga nomor {number} belum pernah didata.",
            )
    office = page_for("desa", width, accept_downloads=True, expects=(422,))
    with step(office, "the kelurahan begins a meeting about them"):
        office.goto("/musyawarah/")
        clean(office)
        office.get_by_role("link", name="Musyawarah baru").click()
        office.get_by_label("Tanggal").fill(portal_baru.sql("SELECT to_char(now(), 'YYYY-MM-DD')")[0][0])
        office.get_by_label("Tempat").fill("Balai kelurahan")
        office.get_by_label("Pemimpin musyawarah").fill("Lurah Contoh")
        clean(office)
        office.get_by_role("button", name="Susun bahan musyawarah").click()
        expect(office.get_by_text("0 dari 2 sudah diputuskan")).to_be_visible()
        clean(office)
        here = office.url
    with step(office, "prints the list"):
        office.get_by_role("link", name="Daftar untuk rapat").click()
        expect(office.get_by_role("table", name="Keluarga dan usul yang dibahas")).to_be_visible()
        clean(office)
    with step(office, "decides by keyboard; a no needs its reason"):
        office.goto(here)
        office.get_by_role("link", name="Putuskan berikutnya").click()
        clean(office)
        office.keyboard.press("l")
        expect(office.get_by_text("Hal 2 dari 2")).to_be_visible()
        office.keyboard.press("t")
        expect(office.get_by_text("Putusan ini perlu alasan")).to_be_visible()
        office.get_by_label("Alasan").fill("Sudah mampu menurut warga yang hadir.")
        office.get_by_label("Keberatan yang disampaikan").fill("Satu orang berkeberatan.")
        office.get_by_role("button", name=re.compile("^Tidak layak")).click()
        expect(office.get_by_text("2 dari 2 sudah diputuskan")).to_be_visible()
    with step(office, "cannot close before enough are there"):
        expect(office.get_by_text("Belum dapat ditutup")).to_be_visible()
        for name, capacity, signs in PRESENT:
            office.get_by_label("Nama", exact=True).fill(name)
            office.get_by_label("Kedudukan").select_option(label=capacity)
            office.get_by_label("Menandatangani berita acara").set_checked(signs)
            office.get_by_role("button", name="Catat hadir").click()
            expect(office.get_by_text(name).first).to_be_visible()
    with step(office, "closes, takes the paper, brings the signed one back"):
        office.get_by_role("button", name="Tutup musyawarah").click()
        office.get_by_role("button", name="Tutup dan terbitkan berita acara").click()
        expect(office.get_by_text("Berita acara nomor 001/BA-MUSKEL/")).to_be_visible()
        clean(office)
        with office.expect_download() as taken:
            office.get_by_role("link", name="Unduh berita acara").click()
        assert taken.value.path().read_bytes().startswith(b"%PDF-")
        paper = {
            "name": "tanda-tangan.pdf",
            "mimeType": "application/pdf",
            "buffer": taken.value.path().read_bytes(),
        }
        office.get_by_label("Berita acara bertanda tangan").set_input_files(paper)
        office.get_by_role("button", name="Unggah").click()
        expect(office.get_by_role("link", name="PDF 1")).to_be_visible()
    with step(office, "a page that says it is a picture is refused kindly"):
        page = {"name": "foto.png", "mimeType": "image/png", "buffer": b"<html>"}
        office.get_by_label("Berita acara bertanda tangan").set_input_files(page)
        office.get_by_role("button", name="Unggah").click()
        expect(office.get_by_text("bukan PDF, JPEG, atau PNG")).to_be_visible()
