"""The value shown in a finding, as an expression: sensitive columns are masked by what they hold.

NIK and KK numbers keep their last four digits (`kernel.nomor.mask` is the same for one text), names their first letter,
anything else sensitive only says that there is something. Dates are shown as on a KTP, 17-08-1980.
"""

from __future__ import annotations

import polars as pl

from selaras.engine import tables
from selaras.kernel import nomor

NUMBERS = frozenset({"nik", "kk", "nik_kepala", "family_ref", "person_ref"})
NAMES = frozenset({"nama", "nama_ibu", "nama_kepala"})
_HIDDEN = nomor.DOT * 3
_SHOWN_FROM = 8


def value(column: tables.Column) -> pl.Expr:
    """The text for one column of a contract; null stays null."""
    found = pl.col(column.name)
    if column.name in NUMBERS:
        return number(found)
    if column.name in NAMES:
        return pl.when(found != "").then(pl.concat_str(found.str.slice(0, 1), pl.lit(_HIDDEN)))
    if column.sensitive:
        return pl.when(found.is_not_null()).then(pl.lit(_HIDDEN))
    return _plain(found, column.dtype)


def _plain(found: pl.Expr, dtype: pl.DataType | type[pl.DataType]) -> pl.Expr:
    if dtype == pl.Date:
        return found.dt.to_string("%d-%m-%Y")
    if dtype == pl.Float64:
        # 36, not 36.0; the comma is the decimal sign of the forms.
        return found.cast(pl.String).str.replace(r"\.0$", "").str.replace(".", ",", literal=True)
    if dtype == pl.Boolean:
        return pl.when(found).then(pl.lit("ya")).when(~found).then(pl.lit("tidak"))
    return found.cast(pl.String)


def number(text: pl.Expr) -> pl.Expr:
    """ "•••• •••• •••• 9001": the last four digits where there are at least eight, else none."""
    digits = text.str.replace_all(r"[^0-9]", "")
    group = nomor.DOT * 4
    last = pl.when(digits.str.len_bytes() >= _SHOWN_FROM).then(digits.str.slice(-4)).otherwise(pl.lit(group))
    return pl.when(text.is_not_null()).then(pl.concat_str(pl.lit(f"{group} {group} {group} "), last))
