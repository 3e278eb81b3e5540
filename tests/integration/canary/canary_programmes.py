"""Programmes with canaries: every page its owner, the planner and OIKN open, lists and files with numbers in them, a pasted voucher.

What is typed and sent carries canaries: an agency's list, a returned file of a bank, a text that is no voucher, a family asked about.
"""

import re

import canary_field as field
import canary_plant as planting
from playwright.sync_api import Page, expect

_PAGES = (
    "program/", "program/pkh/", "program/pkh/keluarga/", "program/matriks/", "program/matriks/keluarga/", "program/tanya/",
    "program/penerima/", "program/banding/", "program/rencana/", "program/rencana/baru/", "program/angka-terbit/", "penyaluran/",
    "penyaluran/baru/", "penyaluran/pindai/", "kartu-cek/", "pengaduan/catat/",
)  # fmt: skip
# Below each of these the first few pages it leads to are opened as well.
_BEHIND = (
    "program/rencana/",
    "penyaluran/",
    "program/penerima/",
    "program/banding/",
    "program/matriks/keluarga/",
)
_LED = 4


def walk(page: Page) -> None:
    """Three people of the demo in turn."""
    for who in ("program", "perencana", "oikn.program"):
        field.sign_in(page, who)
        for path in _PAGES:
            page.goto(path)
        for path in _BEHIND:
            _behind(page, path)
        if who == "program":
            _family(page)
            _list(page)
            _returned(page)
            _voucher(page)
        field.leave(page)


def _behind(page: Page, path: str) -> None:
    page.goto(path)
    links = page.locator(f"main a[href^='/{path}']")
    found = dict.fromkeys(str(link.get_attribute("href")) for link in links.all())
    for address in list(found)[:_LED]:
        if "unduh" not in address and not address.endswith((".pdf", ".csv", ".js")):
            page.goto(address)


def _family(page: Page) -> None:
    """The sheet of a canary's family, found by its number."""
    page.goto("registri/")
    box = page.locator("main input[name=cari]")
    box.fill(planting.CANARIES[1].nik)
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        box.press("Enter")
    assert told.value.ok
    page.wait_for_url(re.compile("/registri/orang/"))
    page.locator("main a[href*='/registri/keluarga/']").first.click()
    page.wait_for_url(re.compile("/registri/keluarga/"))
    reference = page.url.rstrip("/").rsplit("/", maxsplit=1)[-1]
    page.goto(f"program/keluarga/{reference}/")
    expect(page.get_by_role("main")).to_be_visible()


def _list(page: Page) -> None:
    """The own list of who has a programme: by numbers, one of them known, one of nobody, one among letters."""
    page.goto("program/penerima/")
    rows = ["NIK", *(each.nik for each in planting.CANARIES), f"nomor {planting.CANARIES[0].nik} salah"]
    page.locator("main select[name=programme]").select_option(index=1)
    page.locator("main input[type=file]").set_input_files({
        "name": f"daftar {planting.CANARIES[0].nik}.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode(),
    })  # fmt: skip
    page.get_by_role("button", name="Bawa dan cocokkan").click()
    page.wait_for_load_state()


def _returned(page: Page) -> None:
    """A bank that sends numbers of persons where numbers of lines belong."""
    page.goto("penyaluran/")
    paid = page.get_by_role("link", name="Santunan lewat bank")
    # In the smallest house nothing is handed out; one made by hand (canary_house.py FOLDER PERSONS) has tranches.
    if not paid.count():
        return
    paid.first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Rekonsiliasi").first.click()
    page.wait_for_load_state()
    told = f"nomor,status,jumlah,tanggal\n{planting.CANARIES[0].nik},{planting.CANARIES[0].name},300000,2026-11-20\n"
    page.locator("main input[type=file]").first.set_input_files(
        {"name": "kembalian.csv", "mimeType": "text/csv", "buffer": told.encode()}
    )
    page.get_by_role("button", name="Periksa berkas").click()
    page.wait_for_load_state()


def _voucher(page: Page) -> None:
    """A number in the place of a voucher, on the page that a phone keeps."""
    page.goto("penyaluran/pindai/")
    box = page.locator("input[name=teks]")
    box.fill(planting.CANARIES[0].nik)
    box.press("Enter")
