"""Bappeda compares three scenarios, changes two families by hand with reasons, proposes; somebody else approves and prints the SK."""

import re

import barriers
import pytest
from playwright.sync_api import Page, expect
from story import WORK, step

REASON = "musyawarah desa memutuskan demikian"
DAY = "2026-11-20"


@pytest.fixture
def funded(portal_baru):
    """The ground with programmes and money of this year."""
    portal_baru.lay("plans_ground.py")
    return portal_baru


def change(page: Page, plan: str, shown: str, opens: str, does: str) -> None:
    """By hand: the first family of a list goes out, or the first of the queue comes in."""
    page.goto(f"{plan}daftar/?tampil={shown}&program=lansia")
    page.get_by_role("table").get_by_role("link").first.click()
    place = (
        page.get_by_role("listitem")
        .filter(has=page.get_by_role("heading", name=re.compile("lansia", re.IGNORECASE)))
        .first
    )
    place.get_by_text(opens).click()
    place.get_by_label("Alasan").fill("kurang")
    place.get_by_role("button", name=does, exact=True).click()
    expect(page.get_by_text("Alasannya belum ditulis.")).to_be_visible()
    place.get_by_text(opens).click()
    place.get_by_label("Alasan").fill(REASON)
    place.get_by_role("button", name=does, exact=True).click()
    expect(page.get_by_text("Putusan dan alasannya dicatat.")).to_be_visible()
    expect(page.get_by_text(f"Diputus petugas: {REASON}")).to_be_visible()


def test_three_scenarios_two_changes_by_hand_and_a_decree(page_for, funded, width):
    planner = page_for("perencana", width)
    with step(planner, "asks for three scenarios"):
        planner.goto("/program/rencana/")
        assert barriers.of(planner) == []
        planner.get_by_role("link", name="Rencana baru").click()
        planner.get_by_label("Anggaran dan kuota +10 %").uncheck()
        planner.get_by_label("Judul rencana").fill("Bantuan daerah 2026")
        assert barriers.of(planner) == []
        planner.get_by_role("button", name="Simpan dan hitung").click()
        expect(planner.get_by_role("heading", name="Skenario berdampingan")).to_be_visible()
    with step(planner, "waits until all are reckoned"):
        # Only now: a plan that was reckoned before its page came is shown by no brick of slow work.
        expect(planner.get_by_text("menunggu giliran")).to_have_count(3)
        funded.work()
        done = planner.get_by_text("Rencana selesai dihitung.")
        expect(done).to_have_count(3, timeout=WORK)
        planner.reload()
    with step(planner, "compares them: what each gives, who gains, who loses"):
        table = planner.get_by_role("table", name="Angka tiap skenario")
        for name in ("Manfaat terbesar", "Desil 1 dahulu", "Sama rata per desa"):
            expect(planner.locator(f"#isi-skenario td[data-from='{name}']").first).to_be_visible()
        expect(table.get_by_text("pembanding")).to_be_visible()
        assert barriers.of(planner) == []
        planner.get_by_role("link", name=re.compile("keluarga naik$")).last.click()
        expect(planner.get_by_role("heading", name="Keluarga yang naik")).to_be_visible()
        assert barriers.of(planner) == []
        planner.go_back()
        planner.locator("#isi-skenario td[data-from='Manfaat terbesar'] a").click()
        expect(planner.get_by_text("dari nilai terbaik yang mungkin")).to_be_visible()
        assert barriers.of(planner) == []
        at = planner.url
    with step(planner, "takes one family out and gives to the first of the queue"):
        change(planner, at, "penerima", "Keluarkan dari program ini", "Keluarkan")
        assert barriers.of(planner) == []
        change(planner, at, "antrean", "Masukkan ke program ini", "Masukkan")
    with step(planner, "proposes; what is proposed is locked, and it is not theirs to approve"):
        planner.goto(at)
        planner.get_by_role("button", name="Ajukan rencana").click()
        planner.get_by_role("dialog").get_by_role("button", name="Ajukan", exact=True).click()
        expect(planner.get_by_text("Rencana diajukan.")).to_be_visible()
        expect(planner.get_by_role("button", name="Ajukan rencana")).to_have_count(0)
        expect(planner.get_by_role("button", name=re.compile("Setujui"))).to_have_count(0)
    approver = page_for("penyetuju", width, accept_downloads=True)
    with step(approver, "somebody else reads both reasons and has every limit counted again"):
        approver.goto(at)
        expect(approver.get_by_text(f"Diputus petugas: {REASON}")).to_have_count(2)
        approver.get_by_role("button", name="Sudah diperiksa, hitung ulang batasnya").click()
        expect(approver.get_by_text("Semua batas dihitung ulang dan dipegang.")).to_be_visible()
        assert barriers.of(approver) == []
    with step(approver, "approves by a decree and takes the paper"):
        approver.get_by_role("textbox", name="Nomor SK").fill("400.9/77/2026")
        approver.get_by_label("Tanggal SK").fill(DAY)
        approver.get_by_role("button", name="Setujui dengan SK").click()
        expect(approver.get_by_text("Rencana disetujui.")).to_be_visible()
        with approver.expect_download() as taken:
            approver.get_by_role("link", name="Unduh naskah SK").click()
        assert taken.value.path().read_bytes().startswith(b"%PDF-")
    with step(planner, "the way is written, and nothing changes any more"):
        planner.goto(at)
        expect(planner.get_by_text("400.9/77/2026")).to_be_visible()
        expect(planner.get_by_role("button", name="Hitung lagi")).to_have_count(0)
