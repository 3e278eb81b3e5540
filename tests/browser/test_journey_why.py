"""Somebody doubts that several rows are one person, and reads why the registry says so."""

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from story import step

ADDRESS = {
    "dukcapil_2026-06.csv": "ALAMAT",
    "dtks_2024-10.csv": "ALAMAT",
    "p3ke_individu_2023-06.csv": "Alamat",
}


def numbers(portal, name: str) -> dict[str, dict[str, str]]:
    """The rows of a list as sent, by NIK."""
    with (portal.sources / name).open(newline="", encoding="utf-8-sig") as source:
        head = source.readline()
        source.seek(0)
        return {row["NIK"]: row for row in csv.DictReader(source, delimiter=";" if ";" in head else ",")}


@pytest.fixture
def thrice(portal) -> dict[str, dict[str, str]]:
    """Somebody whose NIK stands in three lists, each of which knows another address: the row of each list."""
    lists = {name: numbers(portal, name) for name in ADDRESS}
    first, *others = lists.values()
    for nik in sorted(first):
        if re.fullmatch(r"\d{16}", nik) and all(nik in other for other in others):
            found = {name: rows[nik] for name, rows in lists.items()}
            places = {row[ADDRESS[name]] for name, row in found.items()}
            if len(places) == len(ADDRESS) and found["dukcapil_2026-06.csv"]["STATUS"] == "HIDUP":
                return found
    raise AssertionError("nobody stands in three lists with three addresses")


def opened(page: Page, nik: str) -> None:
    """The page of the person with this number, through the box above."""
    page.goto("/")
    box = page.get_by_role("searchbox", name="Cari orang atau keluarga")
    box.fill(nik)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/registri/orang/P"))


def signed(text: str) -> float:
    """+8,4 or −6,6 as a number."""
    return float(text.strip().replace("−", "-").replace("+", "").replace(".", "").replace(",", "."))


def weights(picture: Locator) -> tuple[list[float], float]:
    """What each clue weighs in bits, and the sum that is told."""
    rows = [
        signed(text)
        for text in picture.locator("tbody td").filter(has_text=re.compile(r"\d")).all_inner_texts()
    ]
    total = picture.get_by_role("row", name=re.compile("^Jumlah")).get_by_role("cell").last.inner_text()
    return rows, signed(total)


def test_each_value_says_where_it_comes_from_and_what_the_others_say(page_for, portal, thrice, width):
    page = page_for("wali_data", width)
    own = thrice["dukcapil_2026-06.csv"]
    with step(page, "opens the person by number"):
        opened(page, own["NIK"])
        recorded = page.get_by_role("table", name="Nilai, sumber, dan menurut baris lain")
        address = recorded.get_by_role("row", name=re.compile("^Alamat"))
    with step(page, "reads the address, its source, and what the other lists say"):
        cells = address.get_by_role("cell")
        shown, source, others = (cells.nth(n).inner_text() for n in range(3))
        # Of three addresses one is the registry's, with list, file and row; the others stand beside it with theirs.
        told = f"{shown}\n{others}"
        assert re.search(r"(Dukcapil|DTKS|DTSEN|P3KE|Regsosek)", source)
        assert re.search(r"baris \d+", source), source
        assert "≠" in others
        for name, row in thrice.items():
            assert row[ADDRESS[name]].split(" RT")[0] in told, name
        for word in ("DTKS Oktober 2024", "P3KE Juni 2023", "Dukcapil Juni 2026"):
            assert word in f"{source}\n{others}", word
    with step(page, "sees every row it was made of"):
        origin = page.get_by_role("table", name="Baris daftar tentang orang ini")
        for name in ADDRESS:
            expect(origin.get_by_role("cell", name=re.compile(re.escape(name))).first).to_be_visible()


def test_why_two_rows_are_one_person_is_drawn_and_said(page_for, portal, thrice, width):
    page = page_for("wali_data", width)
    with step(page, "opens the person by number"):
        opened(page, thrice["dtks_2024-10.csv"]["NIK"])
        why = page.get_by_role("region", name="Mengapa baris-baris ini satu orang")
        expect(why).to_be_visible()
    with step(page, "sees the clues as a picture whose bars add up"):
        picture = why.get_by_role("table").first
        clues, total = weights(picture)
        assert len(clues) >= 4
        assert total > 0
        assert abs(sum(clues) - total) <= 0.05 * len(clues) + 0.05, "the clues do not add up to what is told"
        bars = picture.locator("tbody rect")
        assert bars.count() == len(clues)
        widths = [bars.nth(n).bounding_box()["width"] for n in range(bars.count())]
        heaviest = max(range(len(clues)), key=lambda n: abs(clues[n]))
        assert widths[heaviest] == max(widths)
        assert widths[heaviest] > 20
    with step(page, "reads it in words"):
        said = why.inner_text()
        assert "lebih mungkin satu orang" in said
        for word in ("Nama", "Tanggal lahir", "sama"):
            assert word in said
        asks = why.get_by_role("group")
        second = asks.nth(1)
        second.locator("summary").click()
        expect(second.get_by_role("table")).to_be_visible()
