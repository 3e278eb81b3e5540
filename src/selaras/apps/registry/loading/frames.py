"""The rows of each table of the registry, as columns ready for COPY."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from selaras.apps.registry import layout
from selaras.apps.registry.loading.result import SHEET, Result

_LONG_NUMBER = r"\d{16}"
_HIDDEN = "••••"
# Control characters, among them the one that separates packed values.
_CONTROL = r"[\x00-\x1f]"


@dataclass(frozen=True)
class Dictionaries:
    """What rows point to: `numbers` (text, id, tail), `sheets` (SHEET, id), `words` (nama, id)."""

    numbers: pl.DataFrame
    sheets: pl.DataFrame
    words: pl.DataFrame


def _text(column: pl.Series) -> pl.Expr:
    if column.null_count() == len(column):
        return pl.lit("")
    text, dtype = pl.col(column.name), column.dtype
    if dtype == pl.Boolean:
        text = text.cast(pl.Int8)
    if isinstance(dtype, pl.List):
        text = text.list.join(",")
    return (text if dtype == pl.String else text.cast(pl.String)).fill_null("")


def packed(frame: pl.DataFrame, names: Iterable[str]) -> pl.Series:
    """The packed text of these columns; numbers of sixteen digits in free text are hidden."""
    names = tuple(names)
    made = frame.select(_joined(frame, names))["text"]
    if (made.str.count_matches(layout.BREAK, literal=True) != len(names)).any() or made.str.contains(
        "\x00", literal=True
    ).any():
        texts = [name for name in names if frame.schema.get(name) == pl.String]
        frame = frame.with_columns(pl.col(texts).str.replace_all(_CONTROL, " "))
        made = frame.select(_joined(frame, names))["text"]
    # Looking is cheap, writing every text anew is not.
    return made.str.replace_all(_LONG_NUMBER, _HIDDEN) if made.str.contains(_LONG_NUMBER).any() else made


def _joined(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.Expr:
    held = {column.name: column for column in frame}
    texts = (_text(held[name]) if name in held else pl.lit("") for name in names)
    # All of it may be the same for every row, and is told row by row all the same.
    number = pl.repeat(layout.NUMBER, pl.len(), dtype=pl.String)
    return pl.concat_str([number, *texts], separator=layout.BREAK).alias("text")


def _clean(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all(_CONTROL, " ").str.replace_all(_LONG_NUMBER, _HIDDEN)


def _number(frame: pl.DataFrame, column: str, known: pl.DataFrame, *, tail: bool = False) -> pl.DataFrame:
    found = known.select(
        pl.col("text").alias(column), pl.col("id").alias("_id"), pl.col("tail").alias("_tail")
    )
    wide = frame.join(found, on=column, how="left", maintain_order="left").drop(column)
    if not tail:
        return wide.drop("_tail").rename({"_id": column})
    return wide.rename({"_id": column, "_tail": f"{column}_tail"})


def persons(result: Result, known: Dictionaries) -> pl.DataFrame:
    """Rows of registry_person."""
    frame = result.persons
    place = result.links["place"]
    origin = frame.select(
        place.gather(frame[f"{name}__rid"]).alias(name)
        if f"{name}__rid" in frame.columns
        else pl.lit(None).alias(name)
        for name in layout.PERSON_ORIGIN
    )
    words = _word_lists(result, known)
    made = frame.select(
        pl.col("person_id").alias("reference"), pl.col("keluarga_id").alias("keluarga"), "nik", "nik_ganda",
        "nik_diakui", "kk", _clean("nama"), pl.col("nama").alias("_nama"), "jenis_kelamin", "tanggal_lahir",
        "hubungan", "kode_desa", "kode_kecamatan", "status", "desil", pl.col("desil__source").alias("desil_source"),
        pl.col("desil__edition").alias("desil_edition"), "n_records", pl.col("sources").list.join(","),
        "first_edition", "last_edition",
    )  # fmt: skip
    made = made.join(words, left_on="_nama", right_on="nama", how="left", maintain_order="left").drop("_nama")
    made = _number(
        _number(made, "nik", known.numbers, tail=True), "kk", known.numbers, tail=True
    ).with_columns(
        packed(frame, layout.PERSON).alias("isi"),
        packed(origin, layout.PERSON_ORIGIN).alias("asal"),
        packed(frame, layout.SENSITIVE_OF_PERSON).alias("sensitif"),
    )
    # Neighbours in a village lie on neighbouring pages: a list of a village reads few of them.
    return made.sort("kode_desa", "keluarga", "reference", nulls_last=True)


def _word_lists(result: Result, known: Dictionaries) -> pl.DataFrame:
    from_names = known.words.select("nama", pl.col("id").cast(pl.String))
    return from_names.group_by("nama", maintain_order=True).agg(
        pl.concat_str(pl.lit("{"), pl.col("id").str.join(","), pl.lit("}")).first().alias("words")
    )


def keluarga(result: Result, known: Dictionaries) -> pl.DataFrame:
    """Rows of registry_keluarga."""
    frame = result.keluarga
    where = _places(result, known)
    origin = frame.select(_origin(frame, name, *where) for name in layout.KELUARGA_ORIGIN)
    made = frame.select(
        pl.col("keluarga_id").alias("reference"), pl.col("kepala_person_id").alias("kepala"), "kk",
        "kode_desa", "kode_kecamatan", "desil", pl.col("desil__source").alias("desil_source"),
        pl.col("desil__edition").alias("desil_edition"), pl.col("anggota_hadir").alias("present"),
        pl.col("anggota_tercatat").alias("listed"), "n_records", pl.col("sources").list.join(","),
        "first_edition", "last_edition",
    ).with_columns(
        packed(frame, layout.KELUARGA).alias("isi"),
        packed(origin, layout.KELUARGA_ORIGIN).alias("asal"),
        packed(frame, layout.SENSITIVE_OF_KELUARGA).alias("sensitif"),
        _history(frame, known.numbers),
    )  # fmt: skip
    return _number(made, "kk", known.numbers, tail=True).sort("kode_desa", "reference", nulls_last=True)


def _places(result: Result, known: Dictionaries) -> tuple[pl.Series, pl.Series]:
    """ "sheet:row" of every record and of every keluarga record."""
    found = []
    for frame in (result.records, result.keluarga_records):
        wide = frame.select(*SHEET, "row").join(
            known.sheets, on=list(SHEET), how="left", maintain_order="left"
        )
        found.append(wide.select(pl.format("{}:{}", "id", "row").alias("at"))["at"])
    return found[0], found[1]


def _origin(frame: pl.DataFrame, name: str, records: pl.Series, family_records: pl.Series) -> pl.Series:
    """Where the value came from: the row of a family sheet, else the person's row."""
    found = pl.Series(name, [None], dtype=pl.String).new_from_index(0, frame.height)
    for suffix, at in (("rid", records), ("krid", family_records)):
        column = f"{name}__{suffix}"
        if column in frame.columns and frame[column].null_count() < frame.height:
            found = at.gather(frame[column]).zip_with(frame[column].is_not_null(), found)
    return found.alias(name)


def _history(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.Series:
    """Earlier KK numbers as JSON with the number's id and last four digits in place of the number."""
    long = (
        frame.select("keluarga_id", "kk_riwayat")
        .explode("kk_riwayat")
        .unnest("kk_riwayat")
        .filter(pl.col("kk").is_not_null())
    )
    long = long.join(
        numbers.select(pl.col("text").alias("kk"), "id", "tail"), on="kk", how="left", maintain_order="left"
    )
    item = pl.format(
        '{"nomor":{},"akhir":"{}","dari":"{}","sampai":"{}","sumber":"{}"}'.replace("{\"", "\x01\"").replace("\"}", "\"\x02"),
        "id", "tail", pl.col("first_edition").fill_null(""), pl.col("last_edition").fill_null(""),
        pl.col("sources").list.join(",").fill_null(""),
    ).str.replace("\x01", "{", literal=True).str.replace("\x02", "}", literal=True)  # fmt: skip
    lists = long.select("keluarga_id", item.alias("item")).group_by("keluarga_id", maintain_order=True).agg(
        pl.concat_str(pl.lit("["), pl.col("item").str.join(","), pl.lit("]")).first().alias("kk_riwayat")
    )  # fmt: skip
    return frame.select("keluarga_id").join(lists, on="keluarga_id", how="left", maintain_order="left")[
        "kk_riwayat"
    ]


def mentions(result: Result, known: Dictionaries) -> pl.DataFrame:
    """Rows of registry_mention: person records, then keluarga records."""
    home = result.persons.select("person_id", "kode_desa")
    family_home = result.keluarga.select("keluarga_id", "kode_desa")
    of_persons = _pointers(result.records, known)
    of_persons = of_persons.with_columns(result.links.select("person_id", "keluarga_id", "method", "place"))
    of_persons = of_persons.join(home, on="person_id", how="left", maintain_order="left").with_columns(
        packed(result.records, layout.MENTION_PERSON).alias("isi"),
        packed(result.records, layout.SENSITIVE_OF_PERSON).alias("sensitif"),
    )
    family = result.keluarga_records.rename({"nik_kepala": "nik"})
    of_families = _pointers(family, known).with_columns(
        family["keluarga_id"], pl.lit("keluarga").alias("part"), pl.lit(0, pl.Int16).alias("place")
    )
    of_families = of_families.join(
        family_home, on="keluarga_id", how="left", maintain_order="left"
    ).with_columns(
        packed(family, layout.MENTION_KELUARGA).alias("isi"),
        packed(family, layout.SENSITIVE_OF_KELUARGA).alias("sensitif"),
    )
    both = pl.concat([of_persons, of_families], how="diagonal_relaxed")
    return both.rename({"person_id": "person", "keluarga_id": "keluarga"}).sort(
        "person", "place", nulls_last=True
    )


def _pointers(frame: pl.DataFrame, known: Dictionaries) -> pl.DataFrame:
    """Where each row stands and the numbers it has. The packed texts come last: every join would carry them along."""
    sheets = known.sheets.rename({"id": "sheet_id"})
    columns = [*SHEET, "row", "nik", "kk", *(["part"] if "part" in frame.columns else [])]
    made = frame.select(columns).join(sheets, on=list(SHEET), how="left", maintain_order="left")
    made = made.drop(SHEET).rename({"sheet_id": "sheet"})
    return _number(_number(made, "nik", known.numbers), "kk", known.numbers)


def ties(result: Result) -> pl.DataFrame:
    """Rows of registry_tie."""
    links, edges = result.links, result.spanning
    wide = edges.join(result.explained, on="pattern", how="left", maintain_order="left").select(
        links["person_id"].gather(edges["rid_a"]).alias("person"),
        pl.format(
            "{},{},{},{}", links["place"].gather(edges["rid_a"]), links["place"].gather(edges["rid_b"]),
            pl.col("weight").round(4), "key",
        ).alias("edge"),
    )  # fmt: skip
    grouped = wide.group_by("person", maintain_order=True).agg(
        pl.col("edge").str.join(";").first().alias("edges")
    )
    home = result.persons.select(pl.col("person_id").alias("person"), "kode_desa")
    return grouped.join(home, on="person", how="left").sort("person")


def candidates(result: Result, known: Dictionaries) -> pl.DataFrame:
    """Rows of registry_candidate."""
    found = result.review.join(
        result.explained.drop("parts"), on="pattern", how="left", maintain_order="left"
    )
    at = result.records.select(*SHEET, "row", "part").join(
        known.sheets, on=list(SHEET), how="left", maintain_order="left"
    )
    home = result.persons.select("person_id", "kode_desa")
    for side in "ab":
        rows = found[f"rid_{side}"]
        found = found.with_columns(
            at["id"].gather(rows).alias(f"sheet_{side}"), at["row"].gather(rows).alias(f"row_{side}"),
            at["part"].gather(rows).alias(f"part_{side}"),
        ).join(
            home.rename({"person_id": f"person_{side}", "kode_desa": "kode_desa" if side == "a" else "kode_desa_b"}),
            on=f"person_{side}", how="left", maintain_order="left",
        )  # fmt: skip
    return (
        found.drop("rid_a", "rid_b", "pattern")
        .rename({"key": "pattern"})
        .unique(
            ["sheet_a", "row_a", "part_a", "sheet_b", "row_b", "part_b"], keep="first", maintain_order=True
        )
    )
