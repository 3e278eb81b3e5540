"""An official changes a threshold, sees who enters and who leaves, and a second one publishes it; the page of a family follows."""

import re

import barriers
import catalogue_ground
import pytest
from playwright.sync_api import expect
from story import step


@pytest.fixture
def catalogue(portal_baru):
    """The portal with the catalogue of the house."""
    return catalogue_ground.seeded(portal_baru)


def _number(page, name):
    """A figure of the dry run by its name."""
    text = page.locator(".trial-figures div").filter(has_text=name).locator("dd").inner_text()
    return int(text.replace(".", ""))


def test_a_threshold_is_changed_tried_and_published_by_a_second_person(page_for, catalogue, width):
    page = page_for("program", width)
    with step(page, "begins a draft of the rule of an own programme"):
        page.goto("/program/lansia/")
        assert barriers.of(page) == []
        page.get_by_role("button", name="Ubah aturan").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("rancangan versi 2")
        assert barriers.of(page) == []
    row = page.locator(".rule-row").filter(has=page.locator("select option[value='desil'][selected]"))
    value = row.get_by_label(re.compile("^Nilai, baris"))
    with step(page, "writes a word where a number belongs and is told at the row at once"):
        value.fill("miskin")
        value.blur()
        expect(row.get_by_text("angka dibandingkan atau dicampur dengan teks")).to_be_visible()
    with step(page, "writes the new threshold; what stood against it is gone"):
        value.fill("2")
        value.blur()
        expect(row.get_by_text("dibandingkan atau dicampur")).to_have_count(0)
        page.get_by_label(re.compile("^Kalimat untuk keluarga, baris 2")).fill("Desil resmi paling tinggi 2.")
        page.get_by_role("button", name="Simpan rancangan").click()
        expect(page.get_by_text("Rancangan tersimpan.")).to_be_visible()
    with step(page, "asks the whole registry"):
        page.get_by_role("button", name="Uji coba", exact=True).click()
        expect(page.get_by_text("Menurut registri susunan")).to_be_visible()
        # The address leads to the middle of the page; what lies half under the head of the frame there is no barrier.
        page.evaluate("scrollTo(0, 0)")
        assert barriers.of(page) == []
        before, after = _number(page, "Layak sekarang"), _number(page, "Layak menurut versi ini")
        enter, leave = _number(page, "Masuk"), _number(page, "Keluar")
        assert leave > 0
        assert before + enter - leave == after
    with step(page, "looks at who leaves, and why one of them does"):
        page.locator(".trial-figures").get_by_role("link", name=re.compile(r"^[\d.]+$")).nth(2).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Keluarga yang keluar")
        assert barriers.of(page) == []
        page.get_by_role("link", name="Syarat demi syarat").first.click()
        expect(page.get_by_text("tidak terpenuhi").first).to_be_visible()
        expect(page.get_by_text("paling tinggi 2").first).to_be_visible()
        assert barriers.of(page) == []
    with step(page, "proposes it with a reason, and has no button to publish it"):
        page.get_by_role("link", name="Kembali ke versi ini").click()
        page.get_by_role("textbox", name="Mengapa diubah").fill(
            "Anggaran tahun ini hanya cukup untuk desil 1 dan 2."
        )
        page.get_by_role("button", name="Ajukan untuk disetujui").click()
        expect(page.get_by_text("Diajukan. Orang lain")).to_be_visible()
        expect(page.get_by_role("button", name="Terbitkan")).to_have_count(0)
        at = page.url.split("#")[0]
    second = page_for("penyetuju", width)
    with step(second, "a second person finds it waiting and reads what changes"):
        second.goto("/program/")
        assert barriers.of(second) == []
        second.get_by_role("link", name=re.compile("aturan versi 2$")).click()
        changed = second.get_by_role("table", name=re.compile("^Perbedaan syarat demi syarat"))
        expect(changed.get_by_text("desil <= 2")).to_be_visible()
        expect(changed.get_by_text(re.compile(r"desil <= p\."))).to_be_visible()
        expect(second.get_by_text("hanya cukup untuk desil 1 dan 2").first).to_be_visible()
        assert barriers.of(second) == []
    with step(second, "and publishes it"):
        second.get_by_role("button", name="Terbitkan").click()
        asked = second.get_by_role("dialog", name="Terbitkan versi ini?")
        expect(asked).to_contain_text("keluarga keluar")
        asked.get_by_role("button", name="Terbitkan").click()
        expect(second.get_by_text("Aturan versi 2 terbit")).to_be_visible()
    with step(page, "the programme now goes by it, and the old version stays readable"):
        page.goto("/program/lansia/")
        expect(page.get_by_text("Versi 2 dipakai sekarang")).to_be_visible()
        page.get_by_role("link", name="Versi 1", exact=True).click()
        expect(page.get_by_text("Sekarang: diganti")).to_be_visible()
        assert barriers.of(page) == []
        page.goto(at)
        expect(page.get_by_text("Diterbitkan oleh Yusuf (penyetuju)")).to_be_visible()


def test_a_version_is_returned_with_a_reason_and_begun_again(page_for, catalogue):
    page, second = page_for("program"), page_for("penyetuju")
    with step(page, "proposes a version"):
        page.goto("/program/disabilitas/")
        page.get_by_role("button", name="Ubah aturan").click()
        page.get_by_role("button", name="Simpan rancangan").click()
        page.get_by_role("button", name="Uji coba", exact=True).click()
        page.get_by_role("textbox", name="Mengapa diubah").fill("Menyesuaikan dengan perbup yang baru.")
        page.get_by_role("button", name="Ajukan untuk disetujui").click()
        at = page.url.split("#")[0]
    with step(second, "gives it back"):
        second.goto(at)
        second.get_by_text("Kembalikan dengan alasan").click()
        second.get_by_label("Alasan", exact=True).fill("Perbupnya belum diundangkan.")
        second.get_by_role("button", name="Kembalikan", exact=True).click()
        expect(second.get_by_text("Dikembalikan dengan alasan Anda.")).to_be_visible()
    with step(page, "reads why and begins again from it"):
        page.goto(at)
        expect(page.get_by_text("Perbupnya belum diundangkan.").first).to_be_visible()
        page.get_by_role("button", name="Mulai rancangan dari versi ini").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("rancangan versi 3")


def test_the_table_works_without_scripts(page_for, catalogue):
    page = page_for("program", java_script_enabled=False)
    page.goto("/program/lansia/")
    page.get_by_role("button", name="Ubah aturan").click()
    page.get_by_label(re.compile("^Nilai, baris 2")).first.fill("miskin")
    page.get_by_role("button", name="Periksa dulu").click()
    expect(page.get_by_text("angka dibandingkan atau dicampur dengan teks")).to_be_visible()
    rows = page.get_by_label(re.compile("^Kalimat untuk keluarga")).count()
    page.get_by_role("button", name="Tambah syarat").click()
    expect(page.get_by_label(re.compile("^Kalimat untuk keluarga"))).to_have_count(rows + 1)
    expect(page.get_by_label(re.compile("^Nilai, baris 2")).first).to_have_value("miskin")
