"""Which sheet, file and list a row belongs to, as small numbers, and what is true of a sheet as a whole.

Derived columns made here:
    _i          position of the row in the frame
    _sheet      number of (source, edition, file, sheet)
    _list       number of (source, edition): the reach of "twice in one list"
    _on         the day the edition speaks of: its last day, never after the day the check is made for
    _kab        "64.02" where nine of ten placed rows of the file lie in that kabupaten/kota, else null
    _nik_column_damaged, _kk_column_damaged    a spreadsheet damaged so many of them that it is one remark for the sheet
    _has_<f>    the sheet says something in column f anywhere; a column that is not there is one remark for the
                sheet (`berkas.kolom_kosong`), not a remark for each of its rows
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

import polars as pl

from selaras.engine import tables
from selaras.engine.check import beside

SHEET_KEY = tables.KEY_NAMES[:4]
MAJORITY = 0.9
ENOUGH = 30  # a share says nothing in a handful of rows
MUCH = 0.2
_KAB_LENGTH = len("64.02")
_EDITION = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def edition_day(edition: str | None, as_known_on: dt.date) -> dt.date:
    """Last day of "2024", "2024-10" or "2024-10-31", but never after `as_known_on`; that day for other texts."""
    found = _EDITION.match(edition or "")
    if not found:
        return as_known_on
    year, month, day = int(found[1]), int(found[2] or 12), found[3]
    try:
        last = int(day) if day else calendar.monthrange(year, month)[1]
        return min(dt.date(year, month, last), as_known_on)
    except ValueError:
        return as_known_on


def number(frame: pl.DataFrame, as_known_on: dt.date, present: tuple[str, ...]) -> pl.DataFrame:
    """The frame with the columns above; `present` names the fields that get a `_has_` column."""
    starts = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in SHEET_KEY)
    numbered = frame.with_row_index("_i").with_columns(starts.cast(pl.UInt32).cum_sum().alias("_run"))
    runs = numbered.group_by("_run").agg(pl.col(*SHEET_KEY).first()).sort("_run")
    sheets = runs.select(SHEET_KEY).unique(maintain_order=True).with_row_index("_sheet")
    runs = runs.join(sheets, on=SHEET_KEY, how="left", nulls_equal=True).select("_run", "_sheet")
    numbered = beside.join(numbered, runs, ["_run"]).drop("_run")
    described = _describe(sheets, as_known_on).join(_majority(numbered), on="_sheet", how="left")
    described = described.join(_presence(numbered, present), on="_sheet", how="left")
    return beside.join(numbered, described, ["_sheet"])


def _describe(sheets: pl.DataFrame, as_known_on: dt.date) -> pl.DataFrame:
    lists = sheets.select("source", "edition").unique(maintain_order=True).with_row_index("_list")
    days = [edition_day(edition, as_known_on) for edition in lists["edition"].to_list()]
    lists = lists.with_columns(pl.Series("_on", days, dtype=pl.Date))
    joined = sheets.join(lists, on=["source", "edition"], how="left", nulls_equal=True)
    return joined.select("_sheet", "_list", "_on")


def _majority(numbered: pl.DataFrame) -> pl.DataFrame:
    """The kabupaten/kota of the file each sheet is in, where there is a clear one."""
    placed = numbered.lazy().filter(pl.col("kode_desa").is_not_null())
    kab = pl.col("kode_desa").str.slice(0, _KAB_LENGTH).alias("_kab")
    counts = placed.group_by("_sheet", kab).len().collect()
    names = numbered.lazy().group_by("_sheet").agg(pl.col("source", "edition", "file").first()).collect()
    per_file = names.join(counts, on="_sheet", how="left")
    file_key = ["source", "edition", "file"]
    shares = per_file.group_by(*file_key, "_kab").agg(pl.col("len").sum())
    shares = shares.with_columns((pl.col("len") / pl.col("len").sum().over(file_key)).alias("share"))
    clear = shares.filter(pl.col("share") >= MAJORITY).select(*file_key, "_kab")
    return names.join(clear, on=file_key, how="left", nulls_equal=True).select("_sheet", "_kab")


def _presence(numbered: pl.DataFrame, present: tuple[str, ...]) -> pl.DataFrame:
    """A status column counts as present where any row has another status than "empty"."""
    return (
        numbered.lazy()
        .group_by("_sheet")
        .agg(
            *_damaged(set(present)),
            *(
                (pl.col(name) != "empty" if name.endswith("_status") else pl.col(name).is_not_null())
                .any()
                .alias(f"_has_{name}")
                for name in present
            ),
        )
        .collect()
    )


def _damaged(present: set[str]) -> list[pl.Expr]:
    return [
        (((pl.col(name) == "damaged").mean() > MUCH) & (pl.len() >= ENOUGH)).alias(
            f"_{name.removesuffix('_status')}_column_damaged"
        )
        for name in ("nik_status", "kk_status")
        if name in present
    ]
