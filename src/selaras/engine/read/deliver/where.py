"""Village and kecamatan codes for all sheets of one file, resolved together.

The system of the codes and the kabupaten are matters of the file, not of a sheet: a workbook with one sheet per
kecamatan names its kabupaten on none of them. What the columns do not say is taken from the lines above the header
("KECAMATAN LOA KULU"), from the lines that cut a sheet into villages, and from the name of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from selaras.engine.read import places, profile, sheet, values
from selaras.kernel.wilayah import find, infer
from selaras.kernel.wilayah.codes import KodeKemendagri

_TITLES: Final = {
    "kabupaten": re.compile(
        r"(?i)\b((?:kabupaten|kab\.?|kota)\s+[^:,()\d]+)|\b(?:kabupaten|kab)(?:/kota)?\s*:\s*([^,()\d]+)"
    ),
    "kecamatan": re.compile(r"(?i)\b(?:kecamatan|kec\.?)\s*:?\s+([^:,()\d]+)"),
    "desa": re.compile(r"(?i)\b(?:desa|kelurahan|kel\.?)(?:/(?:desa|kelurahan|kel))?\s*:?\s+([^:,()]+)"),
}
_NEXT: Final = re.compile(
    r"(?i)\s+(?:kecamatan|kec\.?|kabupaten|kab\.?|kota|provinsi|tahun|desil|desa|kelurahan)\b.*$"
)
_FIELDS: Final = (
    "desa",
    "kecamatan",
    "kabupaten",
    "kode_wilayah",
    "kode_provinsi",
    "kode_kabupaten",
    "kode_kecamatan",
)
_LEAST_CODE: Final = 8  # shorter codes are parts: 2003, 020
_PARTS: Final = ("kode_provinsi", "kode_kabupaten", "kode_kecamatan", "kode_wilayah")


@dataclass(frozen=True, slots=True)
class Where:
    """Places of one sheet, row by row. `desa` and `kecamatan` are the texts the codes were found by."""

    kode_desa: pl.Series
    kode_kecamatan: pl.Series
    desa: pl.Series
    kecamatan: pl.Series
    fault: pl.Series
    detail: pl.Series


def resolve(recognition: profile.Recognition) -> dict[int, Where]:
    """Place of every row of every recognised sheet that says something about places; key: number of the sheet."""
    raw = {number: _raw(mapped) for number, mapped in enumerate(recognition.sheets)}
    distinct = {number: frame.unique(maintain_order=True) for number, frame in raw.items()}
    looked = ((n, _said(recognition.sheets[n], frame)) for n, frame in distinct.items())
    said = {number: frame for number, frame in looked if frame is not None}
    if not said:
        return {}
    whole = pl.concat([frame.with_columns(pl.lit(n).alias("n")) for n, frame in said.items()])
    columns = places.Columns(
        desa=whole["desa"],
        kecamatan=whole["kecamatan"],
        kabupaten=_unless_empty(whole["kabupaten"]),
        code=_unless_empty(whole["code"]),
    )
    found = places.resolve(columns, file=recognition.sheets[0].sheet.file, expected=_expected(recognition))
    answers = whole.select(
        "n",
        "desa",
        "kecamatan",
        found.kode_desa.alias("kode_desa"),
        found.kode_kecamatan.alias("kode_kecamatan"),
        found.fault.alias("fault"),
        found.detail.alias("detail"),
    )
    return {n: _spread(raw[n], distinct[n], answers.filter(pl.col("n") == n)) for n in said}


def _raw(mapped: profile.Mapped) -> pl.DataFrame:
    """The columns that speak of places, as they stand in the sheet, under their field names with _ in front."""
    columns = {f"_{name}": texts for name in _FIELDS if (texts := mapped.texts(name)) is not None}
    if mapped.sheet.sections:
        columns["_section"] = mapped.sheet.data["section"]
    if not columns:
        columns["_none"] = pl.repeat(None, mapped.sheet.data.height, dtype=pl.String, eager=True)
    return pl.DataFrame(columns)


def _spread(raw: pl.DataFrame, distinct: pl.DataFrame, answers: pl.DataFrame) -> Where:
    """The answers for the distinct combinations carried back to every row."""
    if distinct.height == 1:
        rows = answers.select(pl.all().first().repeat_by(raw.height).explode())
    else:
        known = distinct.hstack(answers)
        rows = raw.join(known, on=raw.columns, how="left", nulls_equal=True, maintain_order="left")
    return Where(*(rows[name] for name in Where.__slots__))


def _unless_empty(column: pl.Series) -> pl.Series | None:
    return None if column.null_count() == len(column) else column


def _expected(recognition: profile.Recognition) -> infer.System | None:
    """A header "Kode Kemdagri" promises the system of its codes."""
    for mapped in recognition.sheets:
        index = mapped.columns.get("kode_wilayah")
        if index is not None and re.search(r"(?i)kem(?:en)?dagri", mapped.sheet.header(index).text):
            return "kemendagri"
    return None


def _said(mapped: profile.Mapped, raw: pl.DataFrame) -> pl.DataFrame | None:
    """What rows say about their place, by column, section, title or name of the sheet; None where they say nothing."""
    nothing = pl.Series([None] * raw.height, dtype=pl.String)
    columns = {name: _column(raw, name) for name in ("desa", "kecamatan", "kabupaten")}
    code = _code(raw)
    if (
        code is None
        and all(columns[name] is None for name in ("desa", "kecamatan"))
        and not _about_places(mapped)
    ):
        return None
    filled = {name: nothing if series is None else values.words(series) for name, series in columns.items()}
    titled = {name: title(mapped.sheet.titles, name) for name in filled}
    frame = pl.DataFrame({**filled, "code": nothing if code is None else code})
    if columns["desa"] is None and mapped.sheet.sections:
        section = raw["_section"].str.to_uppercase().str.replace(r"^(?:DESA|KELURAHAN|KEL\.?)[\s:]+", "")
        frame = frame.with_columns(section.alias("desa"))
    if columns["kecamatan"] is None and titled["kecamatan"] is None and titled["kabupaten"]:
        titled["kecamatan"] = _kecamatan_of_name(mapped.sheet.sheet, titled["kabupaten"])
    # A title speaks for the rows whose own column is missing, not for those that left it empty.
    return frame.with_columns(
        pl.lit(text, dtype=pl.String).alias(name)
        for name, text in titled.items()
        if columns[name] is None and text and not (name == "desa" and mapped.sheet.sections)
    )


def _about_places(mapped: profile.Mapped) -> bool:
    """A sheet without place columns still has places where a title names the desa or kecamatan."""
    titles = mapped.sheet.titles
    return mapped.sheet.sections or any(title(titles, name) for name in ("desa", "kecamatan"))


def title(titles: Sequence[str], name: str) -> str | None:
    """The kabupaten, kecamatan or desa named in the lines above a table: "KECAMATAN: LOA KULU" -> "LOA KULU"."""
    for text in titles:
        match = _TITLES[name].search(text)
        if match:
            named = next(group for group in match.groups() if group)
            named = named if name == "kabupaten" else _NEXT.sub("", named)
            return " ".join(named.upper().split()).strip(" .-") or None
    return None


def _kecamatan_of_name(sheet_name: str, kabupaten: str) -> str | None:
    """The sheet's name where it is that of a kecamatan: one sheet per kecamatan."""
    home = find.find_kabkota(kabupaten).code
    if not isinstance(home, KodeKemendagri):
        return None
    bare = re.sub(r"(?i)^(?:kecamatan|kec\.?)\s+", "", sheet_name)
    return bare.upper() if find.find_kecamatan(bare, home).method == "nama" else None


def _column(raw: pl.DataFrame, name: str) -> pl.Series | None:
    return raw[f"_{name}"] if f"_{name}" in raw.columns else None


def _code(raw: pl.DataFrame) -> pl.Series | None:
    """The code column; where it holds parts only (64, 02, 020, 007), the parts put together."""
    code = _column(raw, "kode_wilayah")
    if code is None:
        return None
    digits = code.str.replace_all(r"\D", "").str.len_chars().max()
    if isinstance(digits, int) and digits >= _LEAST_CODE:
        return code
    parts = [_column(raw, name) for name in _PARTS]
    if any(part is None for part in parts):
        return None
    return _joined([values.words(part) for part in parts if part is not None])


def _joined(parts: list[pl.Series]) -> pl.Series | None:
    """Kemendagri prints 2, 2, 2, 4 digits and BPS 2, 2, 3, 3; leading zeros get lost on the way."""
    longest = [part.str.len_chars().max() or 0 for part in parts]
    if any(not isinstance(length, int) or length > 4 for length in longest):
        return None
    widths = (2, 2, 2, 4) if longest[3] == 4 else (2, 2, 3, 3)
    padded = [part.str.zfill(width) for part, width in zip(parts, widths, strict=True)]
    frame = pl.DataFrame({str(n): part for n, part in enumerate(padded)})
    return frame.select(pl.concat_str(pl.all(), ignore_nulls=False)).to_series()


def header_of(mapped: profile.Mapped) -> sheet.Header | None:
    """The column the village is known by: its code, else its name."""
    for name in ("kode_wilayah", "desa", "kecamatan"):
        if name in mapped.columns:
            return mapped.sheet.header(mapped.columns[name])
    return None
