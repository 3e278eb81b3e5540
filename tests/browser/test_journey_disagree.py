"""Where two lists contradict each other: on the map, by desa, family by family, and out as a list with a purpose."""

import re

import openpyxl
from playwright.sync_api import Page, expect
from story import WORK, step

PAIR = "DTKS – P3KE"


def figure(page: Page, word: str) -> int:
    """The number above a word, as a figure tells it."""
    told = page.get_by_role("main").inner_text()
    return int(re.search(rf"([\d.]+)\s+{word}", told)[1].replace(".", ""))


def chosen_pair(page: Page) -> None:
    """Narrows the page to the two lists."""
    page.goto("/ketidaksesuaian/")
    page.get_by_label("Pasangan daftar").select_option(label=PAIR)
    expect(page).to_have_url(re.compile("pasangan="))
    expect(page.get_by_text("keluarga sesuai pilihan")).to_be_visible()


def test_two_lists_disagree_from_the_map_to_a_list_that_leaves(page_for, portal_baru, tmp_path, width):
    page = page_for("wali_data", width, accept_downloads=True)
    with step(page, "asks where DTKS and P3KE differ"):
        chosen_pair(page)
        everywhere = figure(page, "keluarga sesuai pilihan")
        assert everywhere > 0
    with step(page, "sees it on the map"):
        drawn = page.locator("[data-map][data-ready]")
        expect(drawn).to_be_visible(timeout=WORK)
        expect(page.get_by_role("list").filter(has_text="belum ada angka")).to_be_visible()
    with step(page, "reads the same in the table twin"):
        page.get_by_role("tab", name="Tabel").click()
        desa = page.get_by_role("table", name="Per desa dan kelurahan")
        rows = desa.get_by_role("row").filter(has=page.get_by_role("link"))
        told = [int(text.replace(".", "")) for text in rows.locator("td:nth-of-type(1)").all_inner_texts()]
        assert sum(told) == everywhere, "the villages of the map do not add up to the figure"
        busiest = rows.nth(told.index(max(told)))
        name, here = busiest.get_by_role("link").inner_text(), max(told)
    with step(page, "goes to the desa where it is most"):
        busiest.get_by_role("link").click()
        expect(page.get_by_label("Wilayah", exact=True).locator("option:checked")).to_have_text(name)
        assert figure(page, "keluarga sesuai pilihan") == here
    with step(page, "reads who it is about"):
        page.get_by_role("link", name="Lihat keluarganya").click()
        lead = page.get_by_text(re.compile(r"\d+ hal pada \d+ keluarga"))
        cases, families = (int(number) for number in re.findall(r"\d+", lead.inner_text()))
        assert families == here
        table = page.get_by_role("table", name="Hal yang berbeda")
        assert table.get_by_role("row").count() - 1 == min(cases, 50)
        first = table.get_by_role("row").nth(1)
        expect(first).to_contain_text(name)
        assert {"DTKS", "P3KE"} == set(re.findall("DTKS|P3KE", first.inner_text()))
        assert not re.search(r"\d{16}", page.content())
    with step(page, "is asked what the list is for"):
        leave = page.locator("section").filter(has=page.get_by_role("heading", name="Unduh daftar ini"))
        leave.get_by_label("Bentuk berkas").select_option("xlsx")
        leave.get_by_label("Tujuan").select_option(label="Verifikasi dan validasi lapangan")
        with page.expect_download() as waiting:
            leave.get_by_role("button", name="Unduh").click()
        waiting.value.save_as(tmp_path / "daftar.xlsx")
    with step(page, "holds the same rows in the file, numbers masked"):
        sheet = openpyxl.load_workbook(tmp_path / "daftar.xlsx").active
        lines = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
        text = "\n".join(" ".join(line) for line in lines)
        assert len([line for line in lines if re.search("P3KE|p3ke", " ".join(line))]) >= cases
        assert not re.search(r"\d{16}", text)
    auditor = page_for("auditor", width)
    with step(auditor, "finds in the trail who took it and what for"):
        auditor.goto("/jejak/")
        rows = auditor.get_by_role("table").get_by_role("row").filter(has_text="Wulan")
        newest = rows.first
        for told in ("mengunduh", name, "Verifikasi dan validasi lapangan"):
            expect(newest).to_contain_text(told)


def test_one_keluarga_is_read_in_both_lists_before_anybody_calls_it_wrong(page_for, portal, width):
    """The articles: three data bases that contradict each other, and families that drop out between them."""
    page = page_for("wali_data", width)
    with step(page, "asks for families whose official decile differs"):
        page.goto("/ketidaksesuaian/")
        page.get_by_role("table", name="Keluarga menurut hal yang berbeda").get_by_role(
            "link", name="Desil berbeda"
        ).click()
        page.get_by_role("link", name="Lihat keluarganya").click()
        rows = page.get_by_role("table", name="Hal yang berbeda").get_by_role("row")
        cells = rows.nth(1).get_by_role("cell").all_inner_texts()
        one, other = (int(text.split()[0]) for text in cells[-2:])
        assert one != other
        assert {one, other} <= set(range(1, 11))
    with step(page, "opens the keluarga and sees which list the decile comes from"):
        rows.nth(1).get_by_role("rowheader").get_by_role("link").first.click()
        told = page.get_by_text(re.compile("Desil resmi")).first
        expect(told).to_be_visible()
        assert re.search(r"Desil resmi\s*\d", told.inner_text())


def test_families_of_one_list_only_are_told_apart_from_contradictions(page_for, portal, width):
    """Exclusion: a keluarga that one list knows and the other does not is no mistake of anybody; it is counted by itself."""
    page = page_for("verifikator", width)
    with step(page, "asks who stands in P3KE but not in DTSEN"):
        page.goto("/ketidaksesuaian/")
        alone = page.get_by_role("table", name="Keluarga di daftar pertama yang tidak ada di daftar kedua")
        row = alone.get_by_role("row", name=re.compile("^P3KE, tidak di DTSEN"))
        told, of = (int(text.replace(".", "")) for text in row.locator("td").all_inner_texts()[:2])
        assert 0 < told <= of
        row.get_by_role("link").click()
        expect(page.get_by_text("keluarga sesuai pilihan")).to_be_visible()
        assert figure(page, "keluarga sesuai pilihan") == told
    with step(page, "reads the families"):
        page.get_by_role("link", name="Lihat keluarganya").click()
        lead = page.get_by_text(re.compile(r"\d+ hal pada \d+ keluarga")).inner_text()
        assert int(re.findall(r"\d+", lead)[1]) == told
    with step(page, "keeps inside the own kecamatan"):
        places = page.get_by_label("Wilayah", exact=True).locator("option").all_inner_texts()
        assert not any("Loa Kulu" in place for place in places)
