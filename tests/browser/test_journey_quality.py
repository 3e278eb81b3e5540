"""A supervisor finds a suspicious visit, decides between two answers, releases what was held, and takes paper."""

import json

import barriers
import field_day
import pytest
from playwright.sync_api import expect
from story import step


@pytest.fixture
def laid(portal_baru):
    """A campaign with visits: {"campaign", "differs", "held"}."""
    field_day.lay(portal_baru, 9)
    return json.loads(portal_baru.lay("quality_ground.py"))


def test_a_supervisor_finds_a_suspicious_visit_and_settles_what_differs(page_for, laid, width):
    page = page_for("verifikator", width)
    with step(page, "sees who and what needs a look"):
        page.goto(f"/verval/mutu/?kampanye={laid['campaign']}")
        expect(page.get_by_role("heading", name="Mutu kunjungan")).to_be_visible()
        expect(page.get_by_text("foto yang sama dipakai di 1 kunjungan lain").first).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "narrows to visits outside their village and opens one"):
        page.goto(f"/verval/mutu/?kampanye={laid['campaign']}&tanda=di_luar_desa")
        visits = page.get_by_role("table", name="Kunjungan yang perlu dilihat, yang terbaru")
        expect(visits).to_contain_text("di luar batas desa")
        visits.get_by_role("link").first.click()
        expect(page.get_by_role("heading", name="Perlu dilihat")).to_be_visible()
        expect(page.get_by_text("dimulai malam hari")).to_be_visible()
        picture = page.get_by_role("img", name="Foto kunjungan").first
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("naturalWidth", 480)
        assert barriers.of(page) == []
    with step(page, "sets it aside with a reason"):
        page.get_by_role("button", name="Sisihkan").first.click()
        asked = page.get_by_role("dialog")
        asked.get_by_label("Alasan").fill("foto rumah lain, sudah ditanyakan")
        asked.get_by_role("button", name="Sisihkan").click()
        expect(page.get_by_text("Kiriman disisihkan.")).to_be_visible()
    with step(page, "decides between two answers"):
        page.goto("/verval/temuan/")
        assert barriers.of(page) == []
        page.get_by_role("table", name="Keluarga dengan jawaban berbeda").get_by_role("link").first.click()
        expect(page.get_by_role("table", name="Dua jawaban berdampingan")).to_contain_text("tidak layak")
        assert barriers.of(page) == []
        page.get_by_role("group", name="Hasil kunjungan").get_by_role("radio").first.check()
        page.get_by_label("Dasar putusan").fill("dicek ulang dengan ketua RT")
        page.get_by_role("button", name="Simpan putusan").click()
        expect(page.get_by_text("Putusan disimpan untuk 1 isian.")).to_be_visible()
        expect(page.get_by_role("table", name="Putusan, yang terbaru di atas")).to_contain_text("ketua RT")
    with step(page, "releases what was held"):
        page.goto("/verval/karantina/")
        assert barriers.of(page) == []
        page.get_by_role("table", name="Kiriman yang ditahan").get_by_role("link").first.click()
        page.get_by_label("Alasan").first.fill("tugas dipindahkan saat petugas di jalan")
        page.get_by_role("button", name="Lepaskan").click()
        expect(page.get_by_text("sekarang berlaku")).to_be_visible()


def test_paper_is_printed_and_its_sheet_taken_away(page_for, laid, width):
    page = page_for("verifikator", width, accept_downloads=True)
    page.goto(f"/verval/kertas/{laid['campaign']}/")
    assert barriers.of(page) == []
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh lembar isian").click()
    page.locator("#berkas").set_input_files(taken.value.path())
    page.get_by_role("button", name="Periksa").click()
    expect(page.get_by_text("Belum ada baris yang diisi")).to_be_visible()
    page.goto(f"/verval/kertas/{laid['campaign']}/cetak/")
    expect(page.get_by_role("img", name="Kode keluarga").first).to_be_visible()
    assert barriers.of(page) == []
