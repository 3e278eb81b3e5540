"""OIKN and Kukar bring who has their programmes, agree, and see who is in both lists: nothing else of the other's."""

import csv
import re

import barriers
import pytest
from playwright.sync_api import Page, expect
from story import step


@pytest.fixture
def numbers(portal_baru):
    """NIKs of families the registry of the ground knows, with the catalogue laid beside it."""
    portal_baru.lay("plans_ground.py")
    with (portal_baru.sources / "dtks_2024-10.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";" if ";" in file.readline() else ","))
    found = dict.fromkeys(cell for row in rows for cell in row if re.fullmatch(r"64\d{14}", cell))
    return list(found)[:300]


def bring(page: Page, programme: str, name: str, rows: list[str]) -> None:
    """Brings a list of recipients and reads what became of it."""
    page.goto("/program/penerima/")
    assert barriers.of(page) == []
    page.get_by_label("Program", exact=True).select_option(programme)
    contents = "\n".join(["NO;NIK", *(f"{n};{number}" for n, number in enumerate(rows, 1))])
    page.get_by_label("Berkas").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": contents.encode()}
    )
    page.get_by_role("button", name="Bawa dan cocokkan").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    assert barriers.of(page) == []


def figure(page: Page, label: str) -> int:
    """A figure of the page by what it counts."""
    found = page.locator("figure").filter(has_text=label).locator(".figure-value").first
    return int(found.inner_text().replace(".", ""))


def test_two_agencies_see_who_is_in_both_lists_and_nothing_else(page_for, portal_baru, numbers, width):
    ours, theirs = numbers[:120], numbers[80:260]
    kukar, oikn = page_for("program", width), page_for("oikn_program", width)
    with step(kukar, "Dinas Sosial brings who has its programme"):
        bring(kukar, "lansia", "santunan.csv", [*ours, "6402061212809990"])
        expect(kukar.get_by_role("table", name="Nomor baris dan sebabnya")).to_contain_text("tidak dikenal")
        expect(kukar.get_by_role("main")).not_to_contain_text("6402061212809990")
    with step(oikn, "OIKN brings its list, and asks to compare"):
        bring(oikn, "satpam-ikn", "gada pratama.csv", theirs)
        oikn.goto("/program/banding/")
        assert barriers.of(oikn) == []
        oikn.get_by_label("Dengan program").select_option("lansia")
        oikn.get_by_label("Tujuan").select_option("perencanaan")
        oikn.get_by_label("Dasar").fill("PKS 7/2026 tentang pelatihan")
        oikn.get_by_role("button", name="Ajukan").click()
        expect(oikn.get_by_text("Sampai itu tidak ada yang dibandingkan.")).to_be_visible()
        expect(oikn.get_by_text("keluarga hanya di daftar yang lain")).to_have_count(0)
        at = oikn.url
    with step(kukar, "Kukar reads what for, and agrees"):
        kukar.goto(at)
        expect(kukar.get_by_text("PKS 7/2026 tentang pelatihan")).to_be_visible()
        assert barriers.of(kukar) == []
        kukar.get_by_role("button", name="Setuju").click()
        expect(kukar.get_by_text("disepakati")).to_be_visible()
        both = figure(kukar, "keluarga di kedua daftar")
        assert both > 0
        assert barriers.of(kukar) == []
    with step(oikn, "OIKN sees rows of its own file, and no family"):
        oikn.goto(at)
        assert figure(oikn, "keluarga di kedua daftar") == both
        expect(oikn.get_by_role("main")).to_contain_text("gada pratama.csv")
        expect(oikn.locator("a[href*='/registri/']")).to_have_count(0)
        expect(oikn.get_by_role("main")).not_to_contain_text("santunan.csv")
        said = oikn.get_by_role("main").inner_text()
        shown = portal_baru.sql(
            "SELECT p.nama, k.reference FROM programmes_receives r JOIN registry_keluarga k ON k.reference = r.keluarga"
            " AND k.build_to IS NULL JOIN registry_person p ON p.reference = k.kepala AND p.build_to IS NULL"
        )
        assert shown
        assert [each for row in shown for each in row if each and each in said] == []
        assert barriers.of(oikn) == []
    with step(kukar, "Kukar opens one of its own families that is in both"):
        kukar.goto(at)
        kukar.get_by_role("table", name="Keluarga dan baris di berkas Anda").get_by_role("link").first.click()
        expect(kukar).to_have_url(re.compile("/registri/keluarga/K"))
    with step(oikn, "OIKN ends it, and neither sees anything any more"):
        oikn.goto(at)
        oikn.get_by_role("button", name="Akhiri kesepakatan").click()
        oikn.get_by_role("dialog").get_by_role("button", name="Akhiri", exact=True).click()
        expect(oikn.get_by_text("Kesepakatan berakhir.")).to_be_visible()
        kukar.goto(at)
        expect(kukar.get_by_text("keluarga hanya di daftar yang lain")).to_have_count(0)
