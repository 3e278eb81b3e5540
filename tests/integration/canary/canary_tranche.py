"""A tranche with canaries: accounts are opened and brought, the list goes to the bank and comes back, a voucher is used.

The account of a canary stands in the file of accounts, in the payment list, in what the bank returns, and once in full on a page.
"""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from pathlib import Path

import canary_plant as planting
from playwright.sync_api import Page, expect

from selaras.apps.home import filling_delivery as demo
from selaras.cli.serve import place

_REASON = "menyalurkan tahap ini lewat bank"


def walk(page: Page, house: place.House) -> None:
    """In the name of who owns the programme, signed in already."""
    number = _accounts(page)
    _opened(page, number)
    _returned(page, _paid(page, number))
    _voucher(page, house)


def _tranche(page: Page, title: str) -> None:
    page.goto("penyaluran/")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def _taken(page: Page, button: str) -> list[dict[str, str]]:
    """The rows of a list that is asked for as CSV."""
    page.get_by_label("Bentuk").select_option("csv")
    page.get_by_label("Alasan", exact=True).fill(_REASON)
    with page.expect_download() as taken:
        page.get_by_role("button", name=button).click()
    return list(
        csv.DictReader(io.StringIO(taken.value.path().read_text(encoding="utf-8-sig")), delimiter=";")
    )


def _today() -> str:
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date().isoformat()


def _accounts(page: Page) -> str:
    """Who has no account is asked for; the bank's file holds the canary's, a NIK in its place, and a line nobody knows."""
    _tranche(page, demo.PAID)
    page.get_by_role("link", name="Rekening penerima").click()
    lacking = _taken(page, "Unduh daftar pembukaan")
    number, name = lacking[-1]["Nomor baris"], lacking[-1]["Nama"]
    canary = planting.CANARIES[0]
    rows = [
        ("Nomor baris", "Nama bank", "Nomor rekening", "Nama pada rekening"),
        (number, "BRI", planting.ACCOUNT, f"{name} {canary.name}"),
        (lacking[0]["Nomor baris"], "BRI", canary.nik, canary.name),
        (planting.ACCOUNT, "BRI", planting.ACCOUNT, name),
    ]
    page.get_by_label("Berkas rekening dari bank").set_input_files({
        "name": "rekening.csv", "mimeType": "text/csv", "buffer": "\n".join(map(";".join, rows)).encode(),
    })  # fmt: skip
    page.get_by_label("Surat atau berita acara bank").fill("Surat 7/KENARI")
    page.get_by_label("Tanggal surat").fill(_today())
    page.get_by_role("button", name="Periksa berkas rekening").click()
    page.get_by_role("button", name="Terima berkas rekening").click()
    expect(page.get_by_text("1 rekening disimpan, tersegel.")).to_be_visible()
    return number


def _opened(page: Page, number: str) -> None:
    """The account in full, against a purpose and a reason."""
    page.goto(f"penyaluran/baris/{number}/")
    page.locator("main button[data-opens=rekening-alasan]").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("select[name=tujuan]").select_option("penyaluran")
    dialog.locator("input[name=alasan]").fill("mencocokkan dengan buku tabungan")
    dialog.locator("button.btn-primary").click()
    expect(page.get_by_text(planting.ACCOUNT)).to_be_visible()


def _paid(page: Page, number: str) -> list[dict[str, str]]:
    """The list for the bank, with accounts."""
    _tranche(page, demo.PAID)
    page.get_by_text("Daftar untuk bank, PT Pos, atau desa").click()
    rows = _taken(page, "Unduh daftar")
    assert {each["Nomor baris"]: each["Nomor rekening"] for each in rows}[number] == planting.ACCOUNT
    return rows


def _returned(page: Page, rows: list[dict[str, str]]) -> None:
    """The bank sends numbers of persons and of accounts where those of lines belong, and an account in the reason."""
    page.get_by_role("link", name="Rekonsiliasi").first.click()
    canary, day = planting.CANARIES[0], _today()
    told = [
        "nomor;status;jumlah;tanggal;keterangan",
        *(f"{each['Nomor baris']};gagal;{each['Jumlah']};{day};rekening {planting.ACCOUNT} tutup" for each in rows),
        f"{canary.nik};berhasil;300000;{day};{canary.name}",
        f"{planting.ACCOUNT};berhasil;300000;{day};",
    ]  # fmt: skip
    page.locator("main input[type=file]").first.set_input_files(
        {"name": "kembalian.csv", "mimeType": "text/csv", "buffer": "\n".join(told).encode()}
    )
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_role("button", name="Terima berkas").click()
    expect(page.get_by_text("Berkas diterima dan dicatat di buku.")).to_be_visible()
    page.goto(f"penyaluran/baris/{rows[0]['Nomor baris']}/")
    expect(page.get_by_text("ditutup atau tidak aktif").first).to_be_visible()


def _voucher(page: Page, house: place.House) -> None:
    """A number in the place of a voucher, on the page that a phone keeps; then a voucher of the village's tranche, used."""
    script = Path(__file__).with_name("canary_voucher.py")
    made = subprocess.run(
        [sys.executable, str(script)],
        env=house.environment(demo=True),
        check=True,
        capture_output=True,
        text=True,
    )
    told = json.loads(made.stdout)
    page.goto("penyaluran/pindai/")
    box = page.locator("input[name=teks]")
    box.fill(planting.CANARIES[0].nik)
    box.press("Enter")
    box.fill(told["text"])
    box.press("Enter")
    with page.expect_response(lambda answer: answer.url.endswith("/pindai/kirim/")) as sent:
        page.get_by_role("button", name="Sudah diserahkan").click()
    assert sent.value.ok
    page.goto(f"penyaluran/baris/{told['number']}/")
    expect(page.get_by_text("Voucher dipakai, tercatat")).to_be_visible()
