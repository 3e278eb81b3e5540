"""Somebody at Bappeda looks for people: by a misspelt name, by a number, by the village they live in."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect
from story import step


@pytest.fixture
def neighbour(portal) -> dict[str, str]:
    """Somebody of Tenggarong whose NIK and name stand in the list of Dukcapil once."""
    rows = dukcapil(portal)
    for row in rows:
        alone = all(
            row is each or (row["NIK"], row["NAMA_LGKP"]) != (each["NIK"], each["NAMA_LGKP"]) for each in rows
        )
        known = (
            re.fullmatch(r"\d{16}", row["NIK"]) and row["STATUS"] == "HIDUP" and len(row["NAMA_LGKP"]) > 12
        )
        if alone and known and row["KODE WILAYAH"].startswith("64.02.06"):
            return row
    raise AssertionError("nobody to look for")


def dukcapil(portal) -> list[dict[str, str]]:
    """The rows of Dukcapil as sent."""
    with (portal.sources / "dukcapil_2026-06.csv").open(newline="", encoding="utf-8-sig") as source:
        return list(csv.DictReader(source, delimiter=";"))


def misspelt(name: str) -> str:
    """As heard on the telephone: a letter left out of the first word, one doubled in the last."""
    first, *_between, last = name.split()
    return f"{first[:2]}{first[3:]} {last[:3]}{last[2:]}".lower()


def look_for(page: Page, what: str) -> None:
    """Types into the form of the registry."""
    page.goto("/registri/")
    form = page.get_by_role("main")
    form.get_by_role("searchbox", name="Cari").fill(what)
    form.get_by_role("button", name="Cari").click()


def test_somebody_is_found_by_a_misspelt_name(page_for, portal, neighbour, width):
    page, name = page_for("wali_data", width), neighbour["NAMA_LGKP"]
    assert misspelt(name) != name.lower()
    with step(page, "types the name as heard"):
        look_for(page, misspelt(name))
        found = page.get_by_role("table", name=re.compile("Orang yang cocok"))
        expect(found.get_by_role("link", name=name, exact=True).first).to_be_visible()
        assert name.split()[0].lower() not in page.url.lower(), "a name stands in the address"
    with step(page, "opens the person"):
        found.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        expect(page.get_by_text(re.compile(r"Tercatat di \d+ baris daftar"))).to_be_visible()
    with step(page, "a name of nobody"):
        look_for(page, "Xqzv Wkptq")
        expect(page.get_by_role("heading", name="Tidak ada yang cocok")).to_be_visible()


def test_a_number_leads_to_the_person_and_stays_out_of_sight(page_for, portal, neighbour, width):
    page, nik = page_for("wali_data", width, expects=(400,)), neighbour["NIK"]
    with step(page, "types the NIK into the box above"):
        page.goto("/")
        box = page.get_by_role("searchbox", name="Cari orang atau keluarga")
        box.fill(nik)
        box.press("Enter")
        expect(page).to_have_url(re.compile(r"/registri/orang/P[0-9A-Z]{12}/$"))
        expect(page.get_by_role("heading", level=1, name=neighbour["NAMA_LGKP"])).to_be_visible()
    with step(page, "sees its tail only"):
        recorded = page.get_by_role("table", name="Nilai, sumber, dan menurut baris lain")
        shown = recorded.get_by_role("row", name=re.compile("^NIK"))
        expect(shown).to_contain_text(f"•••• •••• •••• {nik[-4:]}")
        assert nik not in page.content()
    with step(page, "puts a NIK into the address"):
        page.goto(f"/registri/?cari={nik}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert nik not in page.get_by_role("main").inner_text()
        expect(page.get_by_role("main")).to_contain_text("NIK")


def test_a_village_is_listed_and_narrowed_to_children(page_for, portal, width):
    page, name = page_for("wali_data", width), portal.places["nama"]
    with step(page, "goes from a person to the village"):
        look_for(page, name)
        found = page.get_by_role("row").filter(has=page.get_by_role("link", name=name, exact=True)).first
        village = found.get_by_role("link").nth(1)
        called = village.inner_text()
        village.click()
        expect(page.get_by_role("heading", level=1, name=f"Siapa yang tinggal di {called}?")).to_be_visible()
        everybody = counted(page)
        assert everybody > 0
        expect(page.get_by_role("table").get_by_role("link", name=name, exact=True).first).to_be_visible()
    with step(page, "asks for children and young people"):
        page.get_by_label("Umur", exact=True).fill("0")
        page.get_by_label("sampai").fill("17")
        page.get_by_role("button", name="Tampilkan").click()
        expect(page).to_have_url(re.compile("umur_sampai=17"))
        children = counted(page)
        assert 0 < children < everybody
        born = [
            int(year)
            for year in re.findall(r"\b\d{1,2} \w+ (\d{4})\b", page.get_by_role("table").inner_text())
        ]
        assert len(born) >= min(children, 20)
        assert min(born) >= 2007


def counted(page: Page) -> int:
    """How many persons the village list says it holds."""
    text = page.get_by_text(re.compile(r"orang tercatat\.")).inner_text()
    return int(re.sub(r"\D", "", text))
