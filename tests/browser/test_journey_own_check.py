"""A citizen reads why not, and objects; the owner of the programme reads it and answers; the citizen reads the answer."""

import re

import barriers
import pytest
from playwright.sync_api import Page, expect
from story import step

CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
SAID = "Atap kami bocor dan kepala keluarga tidak lagi bekerja."
ANSWER = "Petugas datang pekan ini; datanya kami perbaiki lalu dinilai ulang."


@pytest.fixture
def catalogued(portal_baru):
    """The ground with programmes."""
    portal_baru.lay("plans_ground.py")
    return portal_baru


def clean(page: Page) -> None:
    """Nothing on this page holds anybody up."""
    assert barriers.here(page) == []


def code_on(page: Page) -> str:
    """The code that stands on a slip or a card."""
    found = CODE.search(page.get_by_role("main").inner_text())
    assert found
    return found.group()


def card_of(page: Page, keluarga: str) -> str:
    """The kelurahan gives the family a card; its code."""
    page.goto(f"/registri/keluarga/{keluarga}/")
    page.get_by_role("button", name="Buat kartu cek").click()
    expect(page.get_by_role("heading", level=1, name="Kartu cek keluarga")).to_be_visible()
    clean(page)
    return code_on(page)


def test_a_citizen_reads_why_not_and_objects_and_reads_the_answer(page_for, catalogued, width):
    keluarga, name = catalogued.sql(
        "SELECT k.reference, p.nama FROM registry_keluarga k JOIN registry_person p ON p.reference = k.kepala AND p.build_to IS NULL "
        "WHERE k.build_to IS NULL AND k.kode_desa = '64.02.06.1002' AND k.desil > 5 AND p.nama <> '' ORDER BY k.reference LIMIT 1"
    )[0]
    office = page_for("desa", width)
    with step(office, "the kelurahan gives a card"):
        card = card_of(office, keluarga)
    citizen = page_for("", width, java_script_enabled=False)
    with step(citizen, "a wrong code tells nothing"):
        citizen.goto("/cek/")
        citizen.get_by_label("Kode pada kartu cek").fill("ABCD-EFGH-JKMN")
        citizen.get_by_role("button", name="Lihat hasil").click()
        expect(citizen.get_by_text("Kode ini tidak berlaku.")).to_be_visible()
    with step(citizen, "the code of the card tells why not, without a name, without scripts"):
        citizen.get_by_label("Kode pada kartu cek").fill(card.lower())
        citizen.get_by_role("button", name="Lihat hasil").click()
        expect(citizen.get_by_role("heading", level=1, name="Hasil untuk keluarga Anda")).to_be_visible()
        expect(citizen.get_by_role("heading", level=2, name="Tidak memenuhi syarat")).to_be_visible()
        expect(citizen.get_by_text("Menurut data kami: Desil resmi").first).to_be_visible()
        shown = citizen.get_by_role("main").inner_text()
        assert keluarga not in shown + citizen.url
        assert name not in shown
        there = citizen.context.cookies()
    citizen = page_for("", width)
    citizen.context.add_cookies([each for each in there if each["name"] == "cek"])
    with step(citizen, "objects at the programme it is about"):
        citizen.goto("/cek/hasil/")
        clean(citizen)
        citizen.get_by_role("link", name=re.compile("Sampaikan keberatan.*Program Keluarga Harapan")).click()
        clean(citizen)
        citizen.get_by_label("Saya tidak setuju dengan hasil untuk program ini").check()
        citizen.get_by_label("Ceritakan singkat").fill(SAID)
        citizen.get_by_label("Nama Anda").fill("WARGA PENGIRIM UJI")
        citizen.get_by_label("Saya setuju data ini").check()
        citizen.get_by_role("button", name="Kirim", exact=True).click()
        expect(citizen.get_by_role("heading", level=1, name="Kiriman diterima")).to_be_visible()
        tracking = code_on(citizen)
    owner = page_for("program", width)
    with step(owner, "the owner reads it in the queue and answers"):
        owner.goto("/pengaduan/antrean/")
        clean(owner)
        owner.get_by_role("link", name=re.compile("Program Keluarga Harapan")).first.click()
        expect(owner.get_by_text(SAID)).to_be_visible()
        clean(owner)
        owner.get_by_label("Langkah berikutnya").select_option("dijawab")
        owner.get_by_label("Kabar untuk warga").fill(ANSWER)
        owner.get_by_role("button", name="Simpan langkah").click()
        expect(owner.get_by_text("Langkah tersimpan.")).to_be_visible()
    with step(citizen, "reads the answer at the door of all codes"):
        citizen.goto("/lacak/")
        citizen.get_by_label("Kode pada tanda terima").fill(tracking)
        citizen.get_by_role("button", name="Lihat kabar").click()
        expect(citizen.get_by_text(ANSWER)).to_be_visible()
        clean(citizen)
        assert "PENGIRIM" not in citizen.get_by_role("main").inner_text()


def test_what_is_wrong_in_the_data_reaches_the_kelurahan_as_an_objection(page_for, catalogued):
    keluarga = catalogued.sql(
        "SELECT reference FROM registry_keluarga WHERE build_to IS NULL AND kode_desa = '64.02.06.1002' AND desil > 5 ORDER BY 1 LIMIT 1"
    )[0][0]
    office = page_for("desa", "phone")
    card = card_of(office, keluarga)
    citizen = page_for("", "phone")
    with step(citizen, "says that the decile is wrong"):
        citizen.goto("/cek/")
        clean(citizen)
        citizen.get_by_label("Kode pada kartu cek").fill(card)
        citizen.get_by_role("button", name="Lihat hasil").click()
        citizen.get_by_role("link", name=re.compile("Sampaikan keberatan")).first.click()
        citizen.get_by_label("Desil keluarga saya tidak sesuai keadaan").check()
        citizen.get_by_label("Ceritakan singkat").fill(SAID)
        citizen.get_by_label("Nama Anda").fill("WARGA PENGIRIM UJI")
        citizen.get_by_label("Saya setuju data ini").check()
        citizen.get_by_role("button", name="Kirim", exact=True).click()
        expect(citizen.get_by_role("heading", level=1, name="Kiriman diterima")).to_be_visible()
    with step(office, "finds it among its objections, with its family"):
        office.goto("/usul-sanggah/")
        office.get_by_role("row", name=re.compile("Desil keluarga saya")).get_by_role(
            "link", name=re.compile("^Sanggah ")
        ).click()
        expect(office.get_by_text(SAID)).to_be_visible()
        expect(office.get_by_role("link", name="Buka keluarga di registri")).to_be_visible()
