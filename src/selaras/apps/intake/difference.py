"""What sets a new edition apart from the one before it: new, changed, unchanged, gone, conflicting. Pure; polars only.

Rows meet by the list's own person id, those left by NIK, those still left by family id and name (`PERSON_KEYS`). A key that
stands twice in the new file with different contents is conflicting: nobody but its sender can say which row holds. The
same row twice says nothing new and is counted as a double. `hilang` are rows of the earlier edition in the places that the
new file covers: a file of one kecamatan does not make the others disappear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from selaras.engine import tables
from selaras.engine.check import masking

NEW, CHANGED, SAME, GONE, CONFLICTING, DOUBLE = "baru", "berubah", "tetap", "hilang", "bertentangan", "kembar"
KINDS = (NEW, CHANGED, SAME, GONE, CONFLICTING, DOUBLE)

PERSON_KEYS = (("part", "person_ref"), ("part", "nik"), ("part", "family_ref", "nama"))
FAMILY_KEYS = (("family_ref",), ("kk",), ("kode_desa", "nama_kepala"))
FIGURE_KEYS = (("sheet", "kode", "periode", "ukuran"), ("sheet", "wilayah", "periode", "ukuran"))
KEYS = {"persons": PERSON_KEYS, "keluarga": FAMILY_KEYS, "aggregates": FIGURE_KEYS}
TABLES = {
    "persons": tables.PERSON_RECORDS,
    "keluarga": tables.KELUARGA_RECORDS,
    "aggregates": tables.AGGREGATES,
}
# Where a row stands is not what it says.
_HALF = 0.5
_PLACE = (*tables.KEY_NAMES, "column")
_SHOWN = {
    "persons": ("nik", "nama", "desa"),
    "keluarga": ("kk", "nama_kepala", "desa"),
    "aggregates": ("wilayah", "periode", "ukuran"),
}

SCHEMA = pl.Schema(
    {
        "jenis": pl.String, "sheet": pl.String, "row": pl.UInt32, "sheet_lama": pl.String, "row_lama": pl.UInt32,
        "satu": pl.String, "dua": pl.String, "tiga": pl.String, "kolom": pl.String,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """`rows`: one row per record that is not unchanged (SCHEMA, masked). `counts`: records by kind. `fields`: changed
    values by column, most frequent first."""

    rows: pl.DataFrame
    counts: dict[str, int]
    fields: dict[str, int]


def between(kind: str, new: pl.DataFrame, old: pl.DataFrame) -> Difference:
    """Lays two editions of one table side by side. `kind`: persons, keluarga or aggregates.

    new, old  by the contract of that table; the result does not depend on the order of rows
    """
    table = TABLES[kind]
    content = [name for name in table.names if name not in _PLACE]
    fresh = _numbered(table, new, content, "n")
    known = _numbered(table, old, content, "o")
    # Without an earlier edition there is still the question which rows contradict one another.
    found: list[pl.DataFrame] = []
    for keys in KEYS[kind]:
        tier, fresh, known = _tier(fresh, known, list(keys))
        found.append(tier)
    twice, fresh = _doubles(fresh, ["_content"])
    found += [twice, _labelled(fresh, NEW), _gone(kind, known, old, new)]
    matched = pl.concat(found, how="diagonal")
    return _told(kind, matched, new, old, content)


def _numbered(table: tables.Table, frame: pl.DataFrame, content: list[str], side: str) -> pl.DataFrame:
    ordered = table.conform(frame).with_row_index(f"_{side}").sort(*tables.KEY_NAMES[2:], maintain_order=True)
    return ordered.with_columns(pl.struct(content).hash(seed=7).alias("_content"))


def _tier(
    fresh: pl.DataFrame, known: pl.DataFrame, keys: list[str]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Rows that meet by `keys`; and the rows of both sides that have not met."""
    whole = pl.all_horizontal(pl.col(keys[1:] or keys).is_not_null(), pl.col(keys[-1]).is_not_null())
    asked, rest = fresh.filter(whole), fresh.filter(~whole)
    variants = pl.col("_content").n_unique().over(keys)
    conflicting = asked.filter(variants > 1)
    twice, asked = _doubles(asked.filter(variants == 1), keys)
    earlier = known.filter(whole).unique(keys, keep="first", maintain_order=True)
    pairs = asked.join(
        earlier.select(*keys, "_o", pl.col("_content").alias("_before")),
        on=keys,
        how="left",
        maintain_order="left",
    )
    met = pairs.filter(pl.col("_o").is_not_null())
    kind = pl.when(pl.col("_content") == pl.col("_before")).then(pl.lit(SAME)).otherwise(pl.lit(CHANGED))
    rest = pl.concat([rest, pairs.filter(pl.col("_o").is_null()).drop("_o", "_before")])
    # A key that was seen stays seen, so that its other rows in the earlier edition do not count as gone.
    seen = pl.concat([met.select(keys), conflicting.select(keys)]).unique()
    known = known.join(seen, on=keys, how="anti", maintain_order="left")
    result = pl.concat(
        [met.select("_n", "_o", kind.alias("jenis")), _labelled(conflicting, CONFLICTING), twice],
        how="diagonal",
    )
    return result, rest, known


def _doubles(frame: pl.DataFrame, keys: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that repeat an earlier one word for word, and the frame without them."""
    first = pl.int_range(pl.len()).over(keys) == 0
    return _labelled(frame.filter(~first), DOUBLE), frame.filter(first)


def _labelled(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    number = "_n" if "_n" in frame.columns else "_o"
    return frame.select(number, pl.lit(kind).alias("jenis"))


def _gone(kind: str, known: pl.DataFrame, old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Rows of the earlier edition that the new file would hold if they were still in the list."""
    if kind != "aggregates":
        covered = _covered(old, new)
        known = known.filter(pl.col("kode_desa").is_in(covered.implode()) | pl.col("kode_desa").is_null())
    return _labelled(known, GONE)


def _covered(old: pl.DataFrame, new: pl.DataFrame) -> pl.Series:
    """Villages the new file speaks for: its own, and where it has half of those of a kecamatan (of the kecamatan of the
    whole), all the villages the earlier edition has there: a village may lose its last row."""
    here = new.select("kode_desa").drop_nulls().unique().with_columns(pl.lit(value=True).alias("here"))
    villages = (
        old.select("kode_desa").drop_nulls().unique().join(here, on="kode_desa", how="left")
        .with_columns(pl.col("here").fill_null(value=False), pl.col("kode_desa").str.slice(0, 8).alias("kecamatan"))
        .with_columns((pl.col("here").mean().over("kecamatan") >= _HALF).alias("whole"))
    )  # fmt: skip
    by_kecamatan = villages.group_by("kecamatan").agg(pl.col("whole").first())
    everywhere = by_kecamatan.height > 0 and float(by_kecamatan["whole"].cast(pl.Float64).mean() or 0) > _HALF  # type: ignore[arg-type]
    held = villages if everywhere else villages.filter(pl.col("whole"))
    return pl.concat([held["kode_desa"], here["kode_desa"]]).unique()


def _told(
    kind: str, matched: pl.DataFrame, new: pl.DataFrame, old: pl.DataFrame, content: list[str]
) -> Difference:
    counted = dict(matched.group_by("jenis").len().iter_rows())
    counts = {name: int(counted.get(name, 0)) for name in KINDS}
    # Typed even where nothing met.
    matched = matched.with_columns(pl.col("_n").cast(pl.UInt32), pl.col("_o").cast(pl.UInt32))
    changed = matched.filter(pl.col("jenis") == CHANGED)
    before, after = old.select(content)[changed["_o"]], new.select(content)[changed["_n"]]
    differs = pl.DataFrame([(after[name].ne_missing(before[name])).alias(name) for name in content])
    fields = {name: int(differs[name].sum()) for name in content if differs.height and differs[name].any()}
    names = differs.select(
        pl.concat_list(
            pl.when(pl.col(name)).then(pl.lit(name)).otherwise(None) for name in (fields or dict.fromkeys(content[:1]))
        ).list.drop_nulls().list.join(", ").alias("kolom")
    )  # fmt: skip
    changed = changed.with_columns(
        names["kolom"] if changed.height else pl.lit(None, pl.String).alias("kolom")
    )
    others = matched.filter(~pl.col("jenis").is_in([CHANGED, SAME]))
    listed = pl.concat([others, changed], how="diagonal")
    order = {name: i for i, name in enumerate((CONFLICTING, GONE, CHANGED, NEW, DOUBLE))}
    listed = listed.join(_places(kind, new, "_n", ""), on="_n", how="left")
    listed = listed.join(_places(kind, old, "_o", "_lama"), on="_o", how="left")
    shown = [pl.coalesce(name, f"{name}_lama").alias(name) for name in ("satu", "dua", "tiga")]
    listed = listed.sort(
        pl.col("jenis").replace_strict(order, return_dtype=pl.Int8), "sheet", "row", "sheet_lama", "row_lama"
    ).with_columns(shown)
    if "kolom" not in listed.columns:
        listed = listed.with_columns(pl.lit(None, pl.String).alias("kolom"))
    return Difference(
        listed.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()),
        counts,
        dict(sorted(fields.items(), key=lambda entry: -entry[1])),
    )


def _places(kind: str, frame: pl.DataFrame, number: str, ending: str) -> pl.DataFrame:
    """Where each row stands and, masked, who it is about."""
    table, names = TABLES[kind], _SHOWN[kind]
    masked = [
        masking.value(table.column(name)).alias(f"{label}{ending}")
        for name, label in zip(names, ("satu", "dua", "tiga"), strict=True)
    ]
    return (
        table.conform(frame)
        .select(pl.col("sheet").alias(f"sheet{ending}"), pl.col("row").alias(f"row{ending}"), *masked)
        .with_row_index(number)
    )


def together(found: Iterator[Difference] | list[Difference]) -> Difference:
    """Several tables of one file as one."""
    parts = list(found)
    fields: dict[str, int] = {}
    for part in parts:
        for name, count in part.fields.items():
            fields[name] = fields.get(name, 0) + count
    return Difference(
        pl.concat([pl.DataFrame(schema=SCHEMA), *(part.rows for part in parts)]),
        {name: sum(part.counts[name] for part in parts) for name in KINDS},
        dict(sorted(fields.items(), key=lambda entry: -entry[1])),
    )
