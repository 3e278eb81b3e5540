"""What the registry knew on an earlier day: picked beside the search, kept from page to page, and left again."""

import csv
import datetime as dt
import re

from playwright.sync_api import Page, expect
from story import accept, rebuilt, step

AGO = "UPDATE registry_build SET activated = activated - interval '40 days' WHERE number = 1"


def day_before(days: int) -> str:
    """A day as a date field takes it."""
    return (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days)).isoformat()


def changed_in_p3ke(portal) -> dict[str, str]:
    """Somebody whose row in the waiting edition says something new."""
    with (portal.sources / "p3ke_individu_2024-06.csv").open(newline="", encoding="utf-8-sig") as source:
        rows = list(csv.DictReader(source))
    return next(
        row
        for row in rows
        if re.fullmatch(r"6402\d{12}", row["NIK"]) and row["Alamat"].startswith("JL. BARU NO. 1")
    )


def look_for(page: Page, what: str, on: str = "") -> None:
    """Asks in the form of the registry, as known on a day."""
    page.goto("/registri/")
    form = page.get_by_role("main")
    form.get_by_role("searchbox", name="Cari").fill(what)
    form.get_by_label("per tanggal").fill(on)
    form.get_by_role("button", name="Cari").click()


def recorded(page: Page) -> list[str]:
    """Every value of the person who is open, with its source. Without the numbers: those of an earlier day are not opened."""
    page.wait_for_url(re.compile(r"/registri/orang/P"))
    table = page.get_by_role("table", name="Nilai, sumber, dan menurut baris lain")
    return [row for row in table.get_by_role("row").all_inner_texts() if not re.match("NIK|Nomor KK", row)]


def test_an_earlier_day_shows_what_was_known_then(page_for, portal_baru, width):
    portal_baru.sql(AGO)
    portal_baru.work()
    page, someone = page_for("wali_data", width, expects=(404,)), changed_in_p3ke(portal_baru)
    look_for(page, someone["NIK"])
    before = recorded(page)
    with step(page, "accepts an edition that says something new"):
        page.goto(f"/data-masuk/kiriman/{portal_baru.places['deliveries']['siap']}/")
        accept(page)
        rebuilt(page, 2)
        look_for(page, someone["NIK"])
        now = recorded(page)
        assert now != before, "the edition says nothing new, so an earlier day proves nothing"
    with step(page, "picks a day before it"):
        look_for(page, someone["NIK"], day_before(20))
        expect(page.get_by_text("Ini keadaan lama:")).to_be_visible()
        assert recorded(page) == before
    with step(page, "keeps the day on the way to the family"):
        page.get_by_role("main").get_by_role("link", name="Lihat keluarganya").click()
        expect(page).to_have_url(re.compile(rf"/registri/keluarga/K[0-9A-Z]{{12}}/\?per={day_before(20)}$"))
        expect(page.get_by_text("Ini keadaan lama:")).to_be_visible()
    with step(page, "goes back to the present"):
        look_for(page, someone["NIK"], day_before(20))
        page.get_by_role("link", name="Lihat keadaan sekarang").click()
        expect(page.get_by_text("Ini keadaan lama:")).to_have_count(0)
        assert recorded(page) == now
    with step(page, "a day before anything was known finds nobody, and says so"):
        look_for(page, someone["NIK"], day_before(60))
        expect(page.get_by_role("heading", name="Tidak ada yang cocok")).to_be_visible()
