"""What the field found stands beside the official decile; a package is signed from the lurah to the SK, and sent back once."""

import json
import re

import barriers
import pytest
from playwright.sync_api import Page, expect
from story import step


@pytest.fixture
def visited(portal_baru):
    """An ended campaign with three visits: {"campaign", "keluarga"}."""
    return json.loads(portal_baru.lay("chain_ground.py", "3"))


def test_the_registry_shows_finding_evidence_and_official_decile_side_by_side(page_for, visited, width):
    page, reference = page_for("verifikator", width), visited["keluarga"][0]
    with step(page, "opens the family"):
        page.goto(f"/registri/keluarga/{reference}/")
        panel = page.locator("section").filter(has=page.get_by_role("heading", name="Temuan di lapangan"))
        expect(panel.get_by_role("heading", name="Menurut daftar resmi")).to_be_visible()
        expect(panel.get_by_text(re.compile(r"Desil resmi\s+\d"))).to_be_visible()
        expect(panel.get_by_role("heading", name="Menurut kunjungan")).to_be_visible()
        expect(panel.get_by_text("tidak layak", exact=False).first).to_be_visible()
    with step(page, "sees the evidence"):
        panel.get_by_text("Bukti kunjungan").click()
        picture = panel.get_by_role("img", name=re.compile("^Foto kunjungan")).first
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("naturalWidth", 480)
        expect(panel.get_by_text("Peni")).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "goes on to every answer about it"):
        panel.get_by_role("link", name="Semua jawaban dan putusannya").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_who_does_not_lead_sees_the_finding_without_its_photos(page_for, visited):
    page = page_for("desa")
    page.goto(f"/registri/keluarga/{visited['keluarga'][0]}/")
    page.get_by_text("Bukti kunjungan").click()
    expect(page.get_by_text("Foto dan posisi hanya dibuka pemimpin verval.")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Foto kunjungan"))).to_have_count(0)


def sign(page: Page, at: str) -> None:
    """Signs the package, as whoever's page this is."""
    page.goto(at)
    page.get_by_role("button", name="Tandatangani dan teruskan").click()
    page.get_by_role("dialog").get_by_role("button", name="Tandatangani", exact=True).click()
    expect(page.get_by_text("Paket ditandatangani dan diteruskan.")).to_be_visible()


def test_a_package_is_sent_back_once_and_becomes_an_sk(page_for, visited, width):
    office = page_for("desa", width)
    with step(office, "the kelurahan makes a package of what the campaign found"):
        office.goto("/penetapan/")
        assert barriers.of(office) == []
        office.get_by_role("button", name=re.compile("^Buat paket")).first.click()
        expect(office.get_by_text("Paket dibuat.")).to_be_visible()
        at = office.url
        rows = office.get_by_role("table", name=re.compile("^Keluarga dalam paket"))
        expect(rows.get_by_role("row")).to_have_count(len(visited["keluarga"]) + 1)
        expect(office.get_by_role("button", name="Tandatangani dan teruskan")).to_have_count(0)
    lurah, camat = page_for("lurah", width), page_for("camat", width)
    with step(lurah, "the lurah signs"):
        sign(lurah, at)
        expect(lurah.get_by_role("button", name="Tandatangani dan teruskan")).to_have_count(0)
    with step(camat, "the camat sends it back, which needs a reason"):
        camat.goto(at)
        assert barriers.of(camat) == []
        camat.get_by_text("Kembalikan dengan alasan").click()
        camat.get_by_label("Alasan", exact=True).fill("kurang")
        camat.get_by_role("button", name="Kembalikan satu langkah").click()
        expect(camat.get_by_text("Paket dikembalikan")).to_have_count(0)
        camat.get_by_text("Kembalikan dengan alasan").click()
        camat.get_by_label("Alasan", exact=True).fill("satu keluarga sudah pindah, mohon diperiksa lagi")
        camat.get_by_role("button", name="Kembalikan satu langkah").click()
        expect(camat.get_by_text("Paket dikembalikan dengan alasan Anda.")).to_be_visible()
    with step(office, "the kelurahan reads why and corrects a row"):
        office.goto(at)
        expect(office.get_by_text("satu keluarga sudah pindah").first).to_be_visible()
        opened = office.locator("#ubah ~ details").first
        opened.locator("summary").click()
        opened.get_by_label("Hasil").select_option("pindah")
        opened.get_by_label("Alasan").fill("pindah menurut ketua RT")
        opened.get_by_role("button", name="Simpan").click()
        expect(office.get_by_text("Baris diperbarui.")).to_be_visible()
    with step(lurah, "it goes up again"):
        sign(lurah, at)
        sign(camat, at)
        sign(page_for("kadinsos", width), at)
    bupati = page_for("bupati", width, accept_downloads=True)
    with step(bupati, "the bupati sets it by an SK and takes the paper"):
        bupati.goto(at)
        assert barriers.of(bupati) == []
        bupati.get_by_role("textbox", name="Nomor SK").fill("400.9/123/SK/2026")
        bupati.get_by_label("Tanggal SK").fill("2026-11-22")
        bupati.get_by_role("button", name="Tetapkan dengan SK").click()
        expect(bupati.get_by_text("Ditetapkan dengan SK nomor")).to_be_visible()
        with bupati.expect_download() as taken:
            bupati.get_by_role("link", name="Unduh naskah SK").click()
        assert taken.value.path().read_bytes().startswith(b"%PDF-")
    with step(lurah, "nobody has a turn any more, and the way is written"):
        lurah.goto(at)
        expect(lurah.get_by_role("heading", name="Giliran Anda")).to_have_count(0)
        expect(lurah.get_by_text("satu keluarga sudah pindah").first).to_be_visible()
