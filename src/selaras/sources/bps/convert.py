"""BPS tables into AGGREGATES: one row per region, period and measure, with the cell it stands in."""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import figures, profile, sheet, values
from selaras.engine.read.deliver import records, where
from selaras.engine.read.deliver.draft import Draft, Stamp
from selaras.kernel.wilayah import find
from selaras.sources.bps import codes, places

DASH: Final = "bps_tanda_strip"
NO_PERIOD: Final = "bps_periode_tak_jelas"
NO_MEASURE: Final = "bps_ukuran_tak_jelas"


def wide(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Tables with regions down and years or measures across."""
    made = []
    for mapped in recognition.sheets:
        draft = Draft(mapped, tables.AGGREGATES, Stamp(recognition.profile.source, edition))
        heads = [mapped.sheet.header(i) for name, i in mapped.columns.items() if name.startswith("angka_")]
        _regions(draft)
        base = draft.frame
        parts = [_column(draft, base, header) for header in heads]
        draft.frame = pl.concat(parts) if parts else base.clear()
        made.append(draft)
    return records.converted(made, recognition, edition)


def long(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Lists with one figure per row."""
    made = []
    for mapped in recognition.sheets:
        draft = Draft(mapped, tables.AGGREGATES, Stamp(recognition.profile.source, edition))
        _regions(draft)
        header = mapped.sheet.header(mapped.columns["nilai"])
        _figures(draft, header)
        for name in ("ukuran", "satuan"):
            texts = mapped.texts(name)
            if texts is not None:
                draft.put(name, values.as_written(texts))
                draft.traced(name, name)
        periods = mapped.texts("periode")
        assert periods is not None, "the profile requires it"
        found = values.as_written(periods).map_elements(_period, return_dtype=pl.String)
        draft.put("periode", found)
        draft.traced("periode", "periode")
        draft.noted("periode", NO_PERIOD, found.is_null())
        made.append(draft)
    return records.converted(made, recognition, edition)


def _period(text: str) -> str | None:
    plain = text.strip()
    return plain if len(plain) == 7 and plain[4] == "-" else codes.period(plain)


def _regions(draft: Draft) -> None:
    """Region as written and its Kemendagri code, row by row: tables of figures have few rows."""
    texts = draft.mapped.texts("wilayah")
    assert texts is not None, "the profile requires it"
    names = values.as_written(texts)
    distinct = names.drop_nulls().unique().to_list()
    if "kecamatan" in draft.mapped.sheet.header(draft.mapped.columns["wilayah"]).text.lower():
        home = where.title(draft.mapped.sheet.titles, "kabupaten")
        known = places.of_kecamatan(distinct, find.find_kabkota(home).code if home else None)
        _put_regions(draft, names, [known.get(name, places.Found(None)) for name in names], "wilayah")
        return
    numbers = draft.mapped.texts("kode")
    pairs = list(zip(numbers if numbers is not None else [None] * len(names), names, strict=True))
    found = {
        (code, name): places.by_code_and_name(code, name, distinct)
        for code, name in set(pairs)
        if name is not None
    }
    answers = [found.get(pair, places.Found(None)) for pair in pairs]
    _put_regions(draft, names, answers, "kode" if numbers is not None else "wilayah")


def _put_regions(draft: Draft, names: pl.Series, answers: list[places.Found], column: str) -> None:
    draft.put("wilayah", names)
    draft.put("kode", pl.Series([answer.code for answer in answers], dtype=pl.String))
    draft.traced("wilayah", "wilayah")
    draft.traced("kode", column)
    draft.blamed("wilayah", "wilayah", pl.Series([answer.finding for answer in answers], dtype=pl.String))


def _column(draft: Draft, base: pl.DataFrame, header: sheet.Header) -> pl.DataFrame:
    """All figures of one column of a wide table."""
    draft.frame = base
    about = codes.described(header.text, header.parts, draft.mapped.sheet.titles)
    _figures(draft, header)
    if about.period is None:
        draft.remarked("periode", NO_PERIOD, f"kolom {header.letter}")
    if about.measure is None:
        draft.remarked("ukuran", NO_MEASURE, f"kolom {header.letter}")
    return draft.frame.with_columns(
        pl.lit(about.period, dtype=pl.String).alias("periode"),
        pl.lit(about.measure, dtype=pl.String).alias("ukuran"),
        pl.lit(about.unit, dtype=pl.String).alias("satuan"),
    ).filter(pl.col("wilayah").is_not_null())


def _figures(draft: Draft, header: sheet.Header) -> None:
    texts = draft.mapped.sheet.texts(header.index)
    reading = figures.decimal(texts, draft.mapped.sheet.kinds_of(header.index))
    draft.put("nilai", reading.value)
    draft.put("column", pl.repeat(header.letter, len(texts), dtype=pl.String, eager=True))
    draft.traced_to("nilai", header)
    draft.blamed_texts("nilai", texts, reading.fault)
    dash = texts.str.strip_chars().is_in(["-", "–", "—"]).fill_null(value=False)
    draft.noted("nilai", DASH, dash, f"kolom {header.letter}")
