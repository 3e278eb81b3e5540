"""The facts of a build laid out as two tables: texts as the registry keeps them become values, as `fields.value` says of one.

What is told of one family by `queries/facts.case` and what stands in these tables is held equal by test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from selaras.apps.programmes.rules import fields
from selaras.apps.registry import layout
from selaras.engine.eligibility.fields import Field, Kind

# Rows that are taken apart at once: their packed fields stand beside one another as lists for a moment.
PIECE = 50_000
PLACES = ("kode_kabupaten", "kode_kecamatan", "kelurahan")
_COMPUTED = {"desil", "hadir", *PLACES}
# Kept of members beside their fields. The birth date and not the age: a rule is asked about a day, and the same facts answer for
# the day a list is frozen, for today, and for the day of a dry run.
BORN, BELONGS, PERSON = "lahir", "keluarga", "orang"


def values(field: Field, texts: pl.Expr) -> pl.Expr:
    """A column of kept texts as values; null for nothing and for what is no answer to this field."""
    texts = texts.replace("", None)
    if field.kind is Kind.TRUTH:
        return pl.when(texts == "1").then(True).when(texts == "0").then(False)  # noqa: FBT003
    if field.kind is Kind.TEXT:
        return pl.when(texts.is_in(field.choices)).then(texts) if field.choices else texts
    number = texts.cast(pl.Float64, strict=False)
    fits = number.is_finite() & (number >= (field.low or 0))
    if field.high:
        fits &= number <= field.high
    return pl.when(fits).then(number)


def families(rows: pl.DataFrame) -> pl.DataFrame:
    """From reference, kode_desa, desil, present, listed, isi, sensitif: one row a keluarga, a column a field of the catalogue.

    Raises ValueError for packed texts of another layout.
    """
    pieces = [_families(rows.slice(at, PIECE)) for at in range(0, max(rows.height, 1), PIECE)]
    return pl.concat(pieces, rechunk=True)


def _families(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.with_columns(
        _taken_apart(rows, "isi", layout.KELUARGA),
        _taken_apart(rows, "sensitif", layout.SENSITIVE_OF_KELUARGA),
    )
    at = {name: ("isi", n) for n, name in enumerate(layout.KELUARGA, 1)}
    at |= {name: ("sensitif", n) for n, name in enumerate(layout.SENSITIVE_OF_KELUARGA, 1)}
    told = [
        values(field, pl.col(at[name][0]).list.get(at[name][1])).alias(name)
        for name, field in fields.CATALOGUE.keluarga.items()
        if name in at
    ]
    blank = [
        pl.lit(None, dtype=_DTYPE[field.kind]).alias(name)
        for name, field in fields.CATALOGUE.keluarga.items()
        if name not in at and name not in _COMPUTED
    ]
    return rows.select(
        "reference", "kode_desa", pl.col("desil").cast(pl.Int8), pl.col("present").cast(pl.Int16).alias("hadir"),
        *places(pl.col("kode_desa")), *told, *blank,
    )  # fmt: skip


_DTYPE: dict[Kind, type[pl.DataType]] = {
    Kind.TRUTH: pl.Boolean,
    Kind.TEXT: pl.String,
    Kind.NUMBER: pl.Float64,
}


def _taken_apart(rows: pl.DataFrame, name: str, names: Sequence[str]) -> pl.Series:
    # A row that keeps nothing keeps no layout either.
    found = rows[name].replace("", None).str.split(layout.BREAK)
    if found.len() and ((found.list.len() != len(names) + 1) | (found.list.first() != layout.NUMBER)).any():
        raise ValueError("a packed text of another layout")
    return found


def places(code: pl.Expr) -> list[pl.Expr]:
    """What the Kemendagri code of a village tells, as `fields.of_place`."""
    parts = code.fill_null("").str.split(".")
    whole, kind = parts.list.len() == 4, parts.list.get(3, null_on_oob=True).str.head(1)
    return [
        pl.when(whole).then(parts.list.head(2).list.join(".")).alias("kode_kabupaten"),
        pl.when(whole).then(parts.list.head(3).list.join(".")).alias("kode_kecamatan"),
        pl.when(whole & (kind == "1")).then(True).when(whole & (kind == "2")).then(False).alias("kelurahan"),  # noqa: FBT003
    ]


def members(rows: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """From orang (reference), keluarga (reference), kode_desa, status, lahir, jenis_kelamin, hubungan and the texts of the other fields:
    one row for each who lives with a keluarga of `of` (reference, listed, kode_desa), in its order.

    Of a keluarga of which a list counts other members than are known nobody knows who belongs to it: it has none here.
    """
    numbered = of.select("reference", "listed", pl.col("kode_desa").alias("_desa")).with_row_index(BELONGS)
    joined = rows.rename({"keluarga": "reference"}).join(numbered, on="reference", how="inner")
    known = joined.group_by(BELONGS).agg(pl.len().alias("n"), pl.col("listed").first())
    counted = known.filter((pl.col("listed").fill_null(0) == 0) | (pl.col("listed") == pl.col("n")))
    held = joined.join(counted.select(BELONGS), on=BELONGS, how="semi").filter(
        ~pl.col("status").fill_null("").is_in(sorted(fields.AWAY))
    )
    told = [
        values(field, pl.col(name)).alias(name)
        for name, field in fields.CATALOGUE.anggota.items()
        if name != "umur"
    ]
    return held.select(pl.col(BELONGS).cast(pl.UInt32), PERSON, BORN, *told).sort(
        BELONGS, maintain_order=True
    )


def apart(rows: pl.DataFrame, of: pl.DataFrame) -> pl.Series:
    """Of each keluarga the codes of other villages its members are listed in, joined by commas ("?" for a place not known); null where
    all are listed where it is. Who may not see one of these sees only a part of the family."""
    home = of.select("reference", pl.col("kode_desa").alias("_desa"))
    joined = rows.select(pl.col("keluarga").alias("reference"), "kode_desa").join(
        home, on="reference", how="inner"
    )
    other = joined.filter(pl.col("kode_desa").ne_missing(pl.col("_desa"))).group_by("reference").agg(
        pl.col("kode_desa").fill_null("?").unique().sort().str.join(",").alias("apart")
    )  # fmt: skip
    return of.select("reference").join(other, on="reference", how="left", maintain_order="left")["apart"]


def ages(born: pl.Expr, year: int, month: int, day: int) -> pl.Expr:
    """Whole years on a day, as `fields.age`; null where the birth date is missing or cannot be."""
    before = (born.dt.month() > month) | ((born.dt.month() == month) & (born.dt.day() > day))
    years = pl.lit(year) - born.dt.year() - before.cast(pl.Int32)
    return pl.when((years >= 0) & (years <= fields.MOST_AGE)).then(years.cast(pl.Int16))


def asked_of_members() -> Iterable[tuple[str, str, int]]:
    """Fields of members that stand in a packed text: name, column, place in it (from 1, after the number of the layout)."""
    for column, names in (("isi", layout.PERSON), ("sensitif", layout.SENSITIVE_OF_PERSON)):
        for place, name in enumerate(names, 1):
            if name in fields.CATALOGUE.anggota:
                yield name, column, place
