"""A tranche is delivered: frozen by another, paid by the bank, two returns replaced from the queue, the files reconciled to zero."""

import csv
import datetime as dt
import io
import json
import re

import barriers
import openpyxl
import pytest
from playwright.sync_api import Page, expect
from story import step

GIVEN, QUEUE, AMOUNT = 8, 4, 300_000
WHY = "rekening sudah ditutup"


@pytest.fixture
def planned(portal_baru):
    """An approved plan: {"plan", "code"}."""
    return json.loads(portal_baru.lay("delivery_ground.py", str(GIVEN), str(QUEUE)))


def now() -> dt.datetime:
    """The present in Kalimantan Timur."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8)))


def listed(page: Page, at: str) -> list[str]:
    """Numbers of the lines in the sheet for the bank."""
    page.goto(at)
    page.get_by_text("Daftar untuk bank, PT Pos, atau desa").click()
    page.get_by_label("Bentuk").select_option("xlsx")
    page.get_by_label("Alasan", exact=True).fill("daftar untuk bank daerah")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh daftar").click()
    rows = list(
        openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).active.iter_rows(values_only=True)
    )
    assert rows[0][:2] == ("Nomor baris", "Nama")
    assert "NIK" not in rows[0]
    assert all(row[6] == AMOUNT for row in rows[1:])
    return [str(row[0]) for row in rows[1:]]


def bring(page: Page, rows: list[tuple[str, str, str]]) -> None:
    """A returned file, up to its preview."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Nomor Referensi", "Nominal", "Status", "Tgl Transaksi", "Keterangan"])
    day = now().strftime("%d/%m/%Y")
    writer.writerows([number, "300.000", status, day, note] for number, status, note in rows)
    page.get_by_label("Berkas kembalian bank atau PT Pos").set_input_files(
        {"name": "kembalian.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}
    )
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_role("heading", name="Pratinjau berkas kembalian")).to_be_visible()


def test_a_tranche_is_delivered_and_reconciled_to_zero(page_for, planned, width):
    owner = page_for("program", width, accept_downloads=True, expects=(422,))
    with step(owner, "the owner makes a tranche of the approved plan"):
        owner.goto("/penyaluran/")
        owner.get_by_role("link", name="Susun tahap").click()
        owner.get_by_label("Program dan rencana yang disetujui").select_option(
            f"{planned['plan']}:{planned['code']}"
        )
        owner.get_by_label("Wilayah", exact=True).select_option("64.02")
        owner.get_by_label("Nama tahap").fill("Tahap satu bantuan tunai")
        owner.get_by_label("Masa").fill(f"{now().year}")
        owner.get_by_label("Nilai tiap penerima").fill("-300.000")
        owner.get_by_role("button", name="Simpan rancangan").click()
        expect(owner.get_by_text("Pecahan dan jumlah di bawah nol tidak diterima.")).to_be_visible()
        owner.get_by_label("Nilai tiap penerima").fill("Rp 300.000")
        owner.get_by_role("button", name="Simpan rancangan").click()
        expect(owner.get_by_text("Rancangan tahap tersimpan.")).to_be_visible()
        at = owner.url
        expect(owner.get_by_role("button", name="Bekukan daftar")).to_have_count(0)
        assert barriers.of(owner) == []
    approver = page_for("penyetuju", width)
    with step(approver, "somebody else freezes the list"):
        approver.goto(at)
        approver.get_by_role("button", name="Bekukan daftar").click()
        approver.get_by_role("dialog").get_by_role("button", name="Bekukan", exact=True).click()
        expect(approver.get_by_text("Daftar dibekukan.")).to_be_visible()
        assert barriers.of(approver) == []
    with step(owner, "the list goes to the bank and comes back with two returns and a line nobody knows"):
        numbers = listed(owner, at)
        assert len(numbers) == GIVEN
        owner.get_by_role("link", name="Rekonsiliasi").click()
        rows = [(number, "Berhasil", "") for number in numbers[2:]]
        bring(
            owner,
            [*rows, *((number, "Gagal", WHY) for number in numbers[:2]), ("S999-00001-0", "Berhasil", "")],
        )
        expect(owner.get_by_role("row", name=re.compile("Cocok, tersalur 6 Rp 1.800.000"))).to_be_visible()
        expect(owner.get_by_text("nomor baris ini tidak ada pada kami")).to_be_visible()
        assert barriers.of(owner) == []
        owner.get_by_role("button", name="Terima berkas").click()
        expect(owner.get_by_text("Berkas diterima dan dicatat di buku.")).to_be_visible()
        assert barriers.of(owner) == []
    with step(owner, "both returns are replaced by the next of the queue, with a reason"):
        for number in numbers[:2]:
            owner.goto(f"/penyaluran/baris/{number}/")
            expect(owner.get_by_label("Alasan penggantian")).to_have_value(WHY)
            owner.get_by_role("button", name="Ganti dengan keluarga ini").click()
            expect(owner.get_by_text("Penggantinya dari antrean sudah masuk daftar.")).to_be_visible()
            expect(owner.get_by_role("link", name=number)).to_be_visible()
        assert barriers.of(owner) == []
    with step(owner, "the replacements are paid"):
        more = listed(owner, at)
        assert len(more) == 2
        assert not set(more) & set(numbers)
        owner.get_by_role("link", name="Rekonsiliasi").click()
        bring(owner, [(number, "Berhasil", "") for number in more])
        owner.get_by_role("button", name="Terima berkas").click()
        expect(owner.get_by_text("Berkas diterima dan dicatat di buku.")).to_be_visible()
        expect(owner.get_by_text("Nol: tidak ada rupiah yang terbuka")).to_have_count(0)
    second = page_for("kadinsos", width)
    with step(second, "somebody who did not bring the file answers for the line nobody knows"):
        second.goto(owner.url)
        second.get_by_label("Alasan").fill("bank menarik kembali transaksinya")
        second.get_by_role("button", name="Selesaikan").click()
        expect(second.get_by_text("Baris berkas diselesaikan dengan alasan Anda.")).to_be_visible()
        expect(second.get_by_text("Nol: tidak ada rupiah yang terbuka")).to_be_visible()
        assert barriers.of(second) == []
    with step(owner, "the tranche closes at zero"):
        owner.reload()
        owner.get_by_role("button", name="Tutup tahap").click()
        owner.get_by_role("dialog").get_by_role("button", name="Tutup", exact=True).click()
        expect(owner.get_by_text("Tahap ditutup.")).to_be_visible()
        expect(owner.get_by_text("Rp 2.400.000").first).to_be_visible()
