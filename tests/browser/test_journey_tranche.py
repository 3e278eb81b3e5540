"""A tranche is delivered: accounts opened together, frozen by another, paid by the bank, two returns replaced from the queue, the files
reconciled to zero."""

import csv
import datetime as dt
import io
import json
import re
from typing import Any

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


def taken(page: Page, button: str) -> list[dict[str, Any]]:
    """The rows of a sheet that is asked for."""
    page.get_by_label("Bentuk").select_option("xlsx")
    page.get_by_label("Alasan", exact=True).fill("daftar untuk bank daerah")
    with page.expect_download() as told:
        page.get_by_role("button", name=button).click()
    sheet = openpyxl.load_workbook(io.BytesIO(told.value.path().read_bytes())).active
    heads, *rows = sheet.iter_rows(values_only=True)
    assert heads[:2] == ("Nomor baris", "Nama")
    assert "NIK" not in heads
    return [dict(zip(heads, row, strict=True)) for row in rows]


def listed(page: Page, at: str) -> list[str]:
    """Numbers of the lines in the sheet for the bank."""
    page.goto(at)
    page.get_by_text("Daftar untuk bank, PT Pos, atau desa").click()
    rows = taken(page, "Unduh daftar")
    assert all(row["Jumlah"] == AMOUNT for row in rows)
    assert all(row["Nomor rekening"] == account(row["Nomor baris"]) for row in rows)
    return [str(row["Nomor baris"]) for row in rows]


def account(number: str) -> str:
    """A made-up account of a line, with zeros in front."""
    return "00" + "".join(sign for sign in number if sign.isdigit())


def opened(page: Page, at: str, more: list[list[str]]) -> int:
    """The bank opens accounts for everybody who has none; its file comes back with `more` rows. Returns how many it was asked for."""
    page.goto(at)
    page.get_by_role("link", name="Rekening penerima").click()
    asked = taken(page, "Unduh daftar pembukaan")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["Nomor baris", "Nama bank", "Nomor rekening", "Nama pada rekening"])
    for row in asked:
        writer.writerow([row["Nomor baris"], "Bankaltimtara", account(row["Nomor baris"]), row["Nama"]])
    writer.writerows(more)
    page.get_by_label("Berkas rekening dari bank").set_input_files(
        {"name": "rekening.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}
    )
    page.get_by_label("Surat atau berita acara bank").fill("Surat 12/CONTOH")
    page.get_by_label("Tanggal surat").fill(now().date().isoformat())
    page.get_by_role("button", name="Periksa berkas rekening").click()
    expect(page.get_by_role("heading", name="Pratinjau berkas rekening")).to_be_visible()
    return len(asked)


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
        expect(owner.get_by_role("button", name="Kunci daftar")).to_have_count(0)
        expect(owner.get_by_text(f"{GIVEN} penerima belum punya rekening")).to_be_visible()
        assert barriers.of(owner) == []
    with step(owner, "accounts are opened together; what is odd in the bank's file is not taken"):
        assert opened(owner, at, [["S999-00001-0", "BRI", "0123456789", "Siapa"]]) == GIVEN
        expect(owner.get_by_text("nomor baris ini tidak ada pada kami")).to_be_visible()
        assert barriers.of(owner) == []
        owner.get_by_role("button", name="Terima berkas rekening").click()
        expect(owner.get_by_text(f"{GIVEN} rekening disimpan, tersegel.")).to_be_visible()
        expect(owner.get_by_text("Semua yang menunggu dibayar sudah punya rekening.")).to_be_visible()
        assert barriers.of(owner) == []
    approver = page_for("penyetuju", width)
    with step(approver, "somebody else freezes the list"):
        approver.goto(at)
        approver.get_by_role("button", name="Kunci daftar").click()
        approver.get_by_role("dialog").get_by_role("button", name="Kunci", exact=True).click()
        expect(approver.get_by_text("Daftar dikunci.")).to_be_visible()
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
        expect(
            owner.get_by_role("row", name=re.compile(r"Cocok, tersalur\D+6\D+Rp 1\.800\.000"))
        ).to_be_visible()
        expect(owner.get_by_text("nomor baris ini tidak ada pada kami")).to_be_visible()
        assert barriers.of(owner) == []
        owner.get_by_role("button", name="Terima berkas").click()
        expect(owner.get_by_text("Berkas diterima dan dicatat di buku.")).to_be_visible()
        assert barriers.of(owner) == []
    with step(
        owner, "the accounts the bank called closed take no more money; one is opened against a reason"
    ):
        owner.goto(f"/penyaluran/baris/{numbers[0]}/")
        expect(owner.get_by_text("ditutup atau tidak aktif")).to_be_visible()
        owner.goto(f"/penyaluran/baris/{numbers[2]}/")
        owner.get_by_role("button", name="Buka Nomor rekening").click()
        dialog = owner.get_by_role("dialog")
        dialog.get_by_label("Tujuan").select_option("penyaluran")
        dialog.get_by_label("Untuk apa").fill("mencocokkan dengan buku tabungan")
        dialog.get_by_role("button", name="Buka dan catat").click()
        expect(owner.get_by_text(account(numbers[2]))).to_be_visible()
        owner.reload()
        expect(owner.get_by_text(account(numbers[2]))).to_have_count(0)
        owner.get_by_text("Siapa pernah membuka rekeningnya").click()
        expect(owner.get_by_text("mencocokkan dengan buku tabungan")).to_be_visible()
        assert barriers.of(owner) == []
    with step(owner, "both returns are replaced by the next of the queue, with a reason"):
        for number in numbers[:2]:
            owner.goto(f"/penyaluran/baris/{number}/")
            expect(owner.get_by_label("Alasan penggantian")).to_have_value(WHY)
            owner.get_by_role("button", name="Ganti dengan penerima ini").click()
            expect(owner.get_by_text("Penggantinya dari antrean sudah masuk daftar.")).to_be_visible()
            expect(owner.get_by_role("link", name=number)).to_be_visible()
        assert barriers.of(owner) == []
    with step(owner, "the replacements get accounts and are paid"):
        assert opened(owner, at, []) == 2
        owner.get_by_role("button", name="Terima berkas rekening").click()
        expect(owner.get_by_text("2 rekening disimpan, tersegel.")).to_be_visible()
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
