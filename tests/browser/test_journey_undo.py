"""An edition turns out to be the wrong file: it is undone as a whole, and the registry is what it was."""

import csv
import re

from playwright.sync_api import Page, expect
from story import accept, persons, rebuilt, step


def standing(page: Page, nik: str) -> tuple[int, list[str]]:
    """How many persons the registry holds, and every value of one person with its source."""
    page.goto("/registri/")
    total = persons(page)
    box = page.get_by_role("searchbox", name="Cari orang atau keluarga")
    box.fill(nik)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/registri/orang/P"))
    recorded = page.get_by_role("table", name="Nilai, sumber, dan menurut baris lain")
    return total, recorded.get_by_role("row").all_inner_texts()


def known_to_p3ke(portal) -> str:
    """The NIK of somebody who stands in the edition that waits."""
    with (portal.sources / "p3ke_individu_2024-06.csv").open(newline="", encoding="utf-8-sig") as source:
        return next(row["NIK"] for row in csv.DictReader(source) if re.fullmatch(r"6402\d{12}", row["NIK"]))


def test_an_undone_edition_leaves_the_registry_as_it_was(page_for, portal_baru, width):
    portal_baru.work()
    page, someone = page_for("wali_data", width), known_to_p3ke(portal_baru)
    before = standing(page, someone)
    with step(page, "accepts an edition"):
        page.goto(f"/data-masuk/kiriman/{portal_baru.places['deliveries']['siap']}/")
        accept(page)
        rebuilt(page, 2)
        page.goto(f"/data-masuk/kiriman/{portal_baru.places['deliveries']['siap']}/")
        page.get_by_role("link", name="Buka edisinya").click()
        expect(page.get_by_role("heading", level=1, name=re.compile("P3KE"))).to_be_visible()
        edition = page.url
        during = standing(page, someone)
    with step(page, "is asked why before anything is undone"):
        page.goto(edition)
        page.get_by_role("button", name="Batalkan edisi").click()
        asked = page.get_by_role("dialog", name="Batalkan seluruh edisi ini?")
        expect(asked).to_contain_text("seolah edisi ini tidak pernah diterima")
        asked.get_by_role("textbox").fill("Berkas kabupaten lain, salah kirim.")
        asked.get_by_role("button", name="Batalkan edisi").click()
        expect(page.get_by_text("Edisi dibatalkan. Registri sedang disusun ulang")).to_be_visible()
    with step(page, "waits for the registry and finds it as it was"):
        rebuilt(page, 3)
        assert standing(page, someone) == before
    with step(page, "still reads who undid it and why"):
        page.goto(edition)
        expect(page.get_by_text("Berkas kabupaten lain, salah kirim.")).to_be_visible()
        expect(page.get_by_text(re.compile("Dibatalkan Wulan"))).to_be_visible()
        expect(page.get_by_role("button", name="Batalkan edisi")).to_have_count(0)
    assert during != before, "the edition changed nothing, so undoing it proves nothing"
