"""The report counts right, hides small cells, and lets no name and no NIK out."""

import base64
import dataclasses
import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from markupsafe import escape

from selaras.pipeline import run as run_
from selaras.pipeline.report import book, disclosure, figures, geometry, grids, page, village_map

VOID = {"meta", "br", "input", "link", "img", "path", "rect"}


@pytest.fixture(scope="module")
def found(sample_run: run_.Run) -> figures.Figures:
    return figures.build(sample_run)


@pytest.fixture(scope="module")
def html(sample_run: run_.Run, found: figures.Figures) -> str:
    return page.render(sample_run, found)


def test_lists_are_counted_by_person_not_by_row(sample_run: run_.Run, found: figures.Figures) -> None:
    links = sample_run.tables.links
    for row in found.sources.rows:
        mine = links.filter(pl.col("source") == str(row[0]).lower())
        assert row[2] == mine.height
        assert row[3] == mine["person_id"].n_unique()


def test_the_share_in_agreement_leaves_out_who_is_disputed(
    sample_run: run_.Run, found: figures.Figures
) -> None:
    links = sample_run.tables.links
    held = {s: set(links.filter(pl.col("source") == s)["person_id"]) for s in ("dtks", "dtsen")}
    both = held["dtks"] & held["dtsen"]
    disputed = set(
        sample_run.tables.discrepancies.filter(
            pl.col("source_a").is_in(["dtks", "dtsen"]) & pl.col("source_b").is_in(["dtks", "dtsen"])
        )["person_id"]
    )
    row = next(row for row in found.pairs.rows if row[:2] == ("DTKS", "DTSEN"))
    assert row[4] == len(both)
    assert row[7] == pytest.approx(len(both - disputed) / len(both))


def test_decile_one_adds_up_over_the_kecamatan(sample_run: run_.Run, found: figures.Figures) -> None:
    shown = [row[4] for row in found.deciles.rows]
    assert grids.HIDDEN not in shown
    assert sum(shown) == sample_run.tables.keluarga.filter(pl.col("desil") == 1).height
    assert all("DTSEN Juni 2025" in str(row[6]) for row in found.deciles.rows if row[4])


def test_every_village_of_the_kabupaten_has_a_row(found: figures.Figures) -> None:
    assert len(found.villages.rows) == 237
    assert found.region == "Kabupaten Kutai Kartanegara"


def test_no_small_number_of_families_is_shown(found: figures.Figures) -> None:
    counts = [cell for row in found.villages.rows for cell in (row[3], row[4], row[6])]
    assert grids.HIDDEN in counts
    assert not [cell for cell in counts if isinstance(cell, int) and 0 < cell < grids.SMALL]
    assert not [row for row in found.villages.rows if row[4] == grids.HIDDEN and row[5] is not None]


def test_a_lone_small_cell_takes_the_next_one_along() -> None:
    frame = pl.DataFrame({"g": ["a", "a", "a", "b", "b"], "n": [3, 9, 20, 2, 4]})
    hidden = disclosure.hide(frame, ["n"], within="g")
    assert hidden["n__hidden"].to_list() == [True, True, False, True, True]


def test_nothing_small_nothing_hidden() -> None:
    hidden = disclosure.hide(pl.DataFrame({"n": [0, 5, 9]}), ["n"])
    assert hidden["n__hidden"].to_list() == [False, False, False]


def test_no_name_and_no_nik_gets_out(sample_run: run_.Run, html: str, tmp_path: Path) -> None:
    book.write(sample_run, figures.build(sample_run), tmp_path / "l.xlsx")
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(tmp_path / "l.xlsx").worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    downloads = [
        base64.b64decode(part).decode()
        for part in re.findall(r"text/csv;charset=utf-8;base64,([^\"]+)", html)
    ]
    assert len(downloads) == 7
    for text in (html, *cells, *downloads):
        assert "RAHASIA" not in text
        assert not re.search(r"(?<![\d.])\d{16}(?!\d)", text)


def test_the_page_needs_nothing_from_outside(html: str) -> None:
    assert not re.findall(r"(?:src|href)=\"(?!#|data:)[^\"]*", html)
    assert not re.findall(r"url\((?!data:|#)[^)]*", html)
    assert "default-src 'none'" in html


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def test_the_page_is_well_formed_and_its_links_lead_somewhere(html: str) -> None:
    tags = _Tags()
    tags.feed(html)
    assert tags.open == []
    assert len(tags.ids) == len(set(tags.ids))
    assert set(re.findall(r"href=\"#([^\"]+)", html)) <= set(tags.ids)


def test_every_drawing_has_a_table_and_a_download(html: str) -> None:
    assert html.count("<table") == 7
    assert html.count("download=") == 7


def test_the_same_run_gives_the_same_files(sample_run: run_.Run, html: str, tmp_path: Path) -> None:
    assert page.render(sample_run, figures.build(sample_run)) == html
    for name in ("a.xlsx", "b.xlsx"):
        book.write(sample_run, figures.build(sample_run), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_text_from_a_file_cannot_become_markup_or_a_formula(sample_run: run_.Run) -> None:
    evil = "=cmd|' /C calc'!A0<script>alert(1)</script>.csv"
    run = dataclasses.replace(sample_run, files=(dataclasses.replace(sample_run.files[0], path=evil),))
    found = figures.build(run)
    html = page.render(run, found)
    assert "<script>alert" not in html
    assert str(escape(evil)) in html
    text = base64.b64decode(found.files.download.split(",", 1)[1]).decode("utf-8-sig")
    assert "'=cmd" in text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_formulas_are_made_harmless(text: str) -> None:
    assert grids.escaped(text) == "'" + text


def test_the_map_draws_every_village_with_its_sentence(found: figures.Figures) -> None:
    drawing = village_map.draw(found.villages, found.kabkota)
    assert drawing is not None
    svg = str(drawing.svg)
    assert svg.count("<title>") == 237
    assert re.search(
        r"<title>[^<]+, Kec\. [^<]+: keluarga yang perlu ditinjau [\d,]+ % \(\d+ dari \d+ keluarga\)", svg
    )
    assert re.search(r"class=\"beda-[1-5]w ", svg)
    assert "disembunyikan karena kecil" in svg
    assert [legend.measure.key for legend in drawing.legends] == ["beda", "desil"]


def test_a_map_with_hardly_a_figure_is_drawn_all_the_same(sample_run: run_.Run) -> None:
    tables = dataclasses.replace(sample_run.tables, keluarga=sample_run.tables.keluarga.head(3))
    drawing = village_map.draw(
        figures.build(dataclasses.replace(sample_run, tables=tables)).villages, "64.02"
    )
    assert drawing is not None
    assert all(set(legend.steps) <= {"0 %"} for legend in drawing.legends)


def test_a_region_without_boundaries_has_a_page_without_a_map(sample_run: run_.Run) -> None:
    tables = sample_run.tables
    moved = tables.keluarga.with_columns(
        pl.col("kode_desa", "kode_kecamatan").str.replace("64.02", "11.01", literal=True)
    )
    run = dataclasses.replace(sample_run, tables=dataclasses.replace(tables, keluarga=moved))
    html = page.render(run, figures.build(run))
    assert "<svg" not in html
    assert "belum tersedia" in html


def test_an_empty_run_still_has_a_report(sample_run: run_.Run, tmp_path: Path) -> None:
    empty = run_.Tables(
        **{f.name: getattr(sample_run.tables, f.name).clear() for f in dataclasses.fields(run_.Tables)}
    )
    run = run_.Run(empty, (), dt.date(2026, 1, 2), {})
    found = figures.build(run)
    assert "2 Januari 2026" in page.render(run, found)
    book.write(run, found, tmp_path / "l.xlsx")
    assert (tmp_path / "l.xlsx").stat().st_size > 0


def test_packed_layers_hold_the_villages_of_kaltim_and_kupang() -> None:
    layers = {code: geometry.of(code) for code in geometry.available()}
    assert sum(len(layer.villages) for layer in layers.values() if layer) == 1089
    kukar = layers["64.02"]
    assert kukar is not None
    assert (len(kukar.villages), len(kukar.districts)) == (237, 20)
    assert all(shape.path for shape in kukar.villages.values())
