"""Programmes with canaries: every page its owner, the planner and OIKN open, lists with numbers in them, a tranche from accounts to a used
voucher.

What is typed and sent carries canaries: an agency's list, files of a bank, a text that is no voucher, a family asked about.
"""

import re

import canary_field as field
import canary_plant as planting
import canary_tranche as in_a_tranche
from playwright.sync_api import Page, expect

from selaras.cli.serve import place

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


def walk(page: Page, house: place.House) -> None:
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
            in_a_tranche.walk(page, house)
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
