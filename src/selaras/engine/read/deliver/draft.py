"""One recognised sheet on its way to records: the columns taken so far, what was odd, and where it was read from."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile, values
from selaras.engine.read import sheet as sheets
from selaras.engine.read.deliver import codes
from selaras.kernel import findings as findings_
from selaras.kernel import nomor

HIDDEN = "••••"

# Said once for a sheet and value, not for each of its rows: the form asks so, nobody filled it in wrongly.
PER_SHEET = frozenset({codes.BROAD, codes.PARENT})


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every row of a delivery has in common. `edition` is a period such as "2024-10"."""

    source: str
    edition: str

    @property
    def latest_year(self) -> int:
        """Year of the edition: no date in it can be later. 2100 where the edition names no year."""
        year = self.edition[:4]
        return int(year) if year.isdigit() and len(year) == 4 else 2100


@dataclass(slots=True)
class Draft:
    """Grows while a sheet is read; `frame` holds the key and one column per field taken, rows as in the sheet."""

    mapped: profile.Mapped
    table: tables.Table
    stamp: Stamp
    frame: pl.DataFrame = field(init=False)
    findings: list[pl.DataFrame] = field(default_factory=list)
    lineage: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        sheet = self.mapped.sheet
        self.frame = sheet.data.select(
            pl.lit(self.stamp.source).alias("source"),
            pl.lit(self.stamp.edition).alias("edition"),
            pl.lit(sheet.file).alias("file"),
            pl.lit(sheet.sheet).alias("sheet"),
            pl.col("row").cast(pl.UInt32),
        )

    @property
    def has(self) -> frozenset[str]:
        return frozenset(self.frame.columns)

    def put(self, name: str, value: pl.Series) -> None:
        """Add or replace one column."""
        self.frame = self.frame.with_columns(value.alias(name))

    def traced(self, name: str, column: str) -> None:
        """Remember that the field `name` was read from the profile's field `column`."""
        self.traced_to(name, self.mapped.sheet.header(self.mapped.columns[column]))

    def traced_to(self, name: str, header: sheets.Header) -> None:
        """Remember that the field `name` was read from the column under this header."""
        sheet = self.mapped.sheet
        self.lineage.append(
            {
                "source": self.stamp.source,
                "edition": self.stamp.edition,
                "file": sheet.file,
                "sheet": sheet.sheet,
                "field": name,
                "column": header.letter,
                "header": header.text,
            }
        )

    def blamed(self, name: str, column: str, fault: pl.Series) -> None:
        """Findings for the rows whose `fault` names a code; the value is the cell as written, masked if need be."""
        texts = self.mapped.texts(column)
        if texts is not None:
            self.blamed_texts(name, texts, fault)

    def blamed_texts(
        self, name: str, texts: pl.Series, fault: pl.Series, detail: pl.Series | None = None
    ) -> None:
        """`blamed` for cell texts that are no field of the profile."""
        if fault.null_count() == len(fault):
            return
        rows = self.frame.select(tables.KEY_NAMES).with_columns(
            fault.alias("code"),
            values.as_written(texts).alias("value"),
            pl.lit(None, dtype=pl.String).alias("detail") if detail is None else detail.alias("detail"),
        )
        rows = rows.filter(pl.col("code").is_not_null())
        self._file(name, _once_per_sheet(rows))

    def noted(self, name: str | None, code: str, mask: pl.Series, detail: str | None = None) -> None:
        """One finding of the same code for every row of the mask, without a value."""
        rows = self.frame.select(tables.KEY_NAMES).filter(mask).with_columns(pl.lit(code).alias("code"))
        if rows.height:
            self._file(
                name, _once_per_sheet(rows.with_columns(pl.lit(detail, dtype=pl.String).alias("detail")))
            )

    def remarked(self, name: str | None, code: str, detail: str | None) -> None:
        """One finding about the sheet as a whole."""
        row = self.frame.select(tables.KEY_NAMES).head(1).with_columns(row=pl.lit(None, dtype=pl.UInt32))
        if row.height:
            self._file(
                name,
                row.with_columns(pl.lit(code).alias("code"), pl.lit(detail, dtype=pl.String).alias("detail")),
            )

    def _file(self, name: str | None, rows: pl.DataFrame) -> None:
        distinct = rows["code"].unique().to_list()
        severities = [findings_.kind(code).severity for code in distinct]
        rows = rows.with_columns(
            pl.lit(name).alias("field"),
            pl.col("code").replace_strict(distinct, severities, return_dtype=pl.String).alias("severity"),
        )
        if "value" in rows.columns:
            rows = rows.with_columns(_masked(name, self.table))
        self.findings.append(tables.FINDINGS.conform(rows))


def _once_per_sheet(rows: pl.DataFrame) -> pl.DataFrame:
    """Codes of PER_SHEET collapse to one row per value, without a row number and with a count."""
    common = pl.col("code").is_in(list(PER_SHEET))
    per_row = rows.filter(~common)
    if per_row.height == rows.height:
        return rows
    key = [name for name in rows.columns if name not in ("row", "detail")]
    grouped = rows.filter(common).group_by(key, maintain_order=True).agg(pl.len().alias("n"))
    counted = grouped.with_columns(
        row=pl.lit(None, dtype=pl.UInt32), detail=pl.format("{} baris", pl.col("n"))
    ).drop("n")
    return pl.concat([per_row, counted], how="diagonal_relaxed")


def _masked(name: str | None, table: tables.Table) -> pl.Expr:
    value = pl.col("value")
    if name is None or name not in table.schema or not table.column(name).sensitive:
        return value
    if name in ("nik", "kk", "nik_kepala"):
        return value.map_elements(nomor.mask, return_dtype=pl.String, skip_nulls=True)
    return pl.when(value.is_not_null()).then(pl.lit(HIDDEN)).alias("value")
