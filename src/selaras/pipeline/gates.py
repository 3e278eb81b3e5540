"""What stops a run before anything is written: data that would give a registry nobody should trust.

These are about whole files and the whole result, never about one person. `--tetap-lanjut` opens all of them.
"""

from __future__ import annotations

import itertools

import polars as pl

from selaras.kernel import errors, findings
from selaras.pipeline import intake, words

MANY = 100  # records a list needs before "nobody in common" says something
STRAY = 0.05  # a village with fewer rows than this share of the largest one is not what a file is about
SAME = 0.5  # share of all records in one person that cannot be
HALF = 0.5  # share of rows with the same grave finding that makes it one of the file
_TABLE = "tabel"  # part of a file of published figures
_OF_MOST_ROWS = ("nama_satu_huruf", "tanggal_lahir_tahun_rusak", "tanggal_tahun_janggal")


def editions(pieces: list[intake.Piece]) -> None:
    """Two files must not claim the same edition of the same list, unless they hold different parts or places.

    Published tables (BPS) say one thing each: there are many of one year.
    Raises SelarasError berkas_kembar, nama_berkas_ganda, edisi_ganda.
    """
    for a, b in itertools.combinations(pieces, 2):
        one, two = a.file, b.file
        if one.sha256 == two.sha256:
            raise errors.SelarasError("berkas_kembar", pertama=one.path, kedua=two.path)
        if (one.source, one.edition) != (two.source, two.edition):
            continue
        if one.name == two.name:
            raise errors.SelarasError("nama_berkas_ganda", file=one.name)
        if (set(one.parts) - {_TABLE}) & set(two.parts) and _same_place(a, b):
            raise errors.SelarasError(
                "edisi_ganda",
                pertama=one.path,
                kedua=two.path,
                sumber=one.title,
                edisi=words.edition(one.edition),
            )


def _same_place(a: intake.Piece, b: intake.Piece) -> bool:
    """Files of one edition that cover different villages belong together.

    A few rows with a village of the other file (moved families, slips of the pen) do not make it the same place. Where a
    file names no village, as a list of members whose place stands in the list of families, two files are of one place
    when they name a family or a NIK in common, or when neither can be told.
    """
    here, there = _column(a, "kode_desa"), _column(b, "kode_desa")
    if here.is_empty() or there.is_empty():
        one, two = _identities(a), _identities(b)
        return not one or not two or not one.isdisjoint(two)
    return not _own(here).isdisjoint(_own(there))


def _own(villages: pl.Series) -> set[str]:
    counted = villages.value_counts(name="rows")
    return set(counted.filter(pl.col("rows") >= STRAY * pl.col("rows").max())["kode_desa"])


def _column(piece: intake.Piece, name: str) -> pl.Series:
    frames = [f for f in (piece.converted.persons, piece.converted.keluarga) if f is not None]
    values = [frame[name].drop_nulls() for frame in frames if name in frame.columns]
    return pl.concat(values) if values else pl.Series(name, [], dtype=pl.String)


def _identities(piece: intake.Piece) -> set[str]:
    return {value for name in ("family_ref", "nik") for value in _column(piece, name).unique()}


def contents(found: pl.DataFrame, records: pl.DataFrame) -> None:
    """Refuses a file whose columns were damaged as a whole. Raises SelarasError berkas_ditolak."""
    place = ["file", "sheet", "code"]
    whole = found.filter(pl.col("row").is_null() & (pl.col("severity") == findings.TOLAK)).select(place)
    rows = records.group_by("file", "sheet").len("rows")
    most = (
        found.filter(pl.col("code").is_in(_OF_MOST_ROWS) & pl.col("row").is_not_null())
        .group_by(place)
        .agg(pl.col("row").n_unique().alias("hits"))
        .join(rows, on=["file", "sheet"])
        .filter(pl.col("hits") > HALF * pl.col("rows"))
        .select(place)
    )
    grave = pl.concat([whole, most]).sort(place)
    if grave.is_empty():
        return
    first = grave.row(0, named=True)
    kind = findings.kind(first["code"])
    others = grave["file"].n_unique() - 1
    more = f" ({others} berkas lain juga perlu diperbaiki)" if others else ""
    name = f"{first['file']}{more}"
    raise errors.SelarasError("berkas_ditolak", file=name, sebab=kind.message, saran=kind.hint)


def result(links: pl.DataFrame) -> None:
    """Refuses a registry in which nobody, or everybody, is the same. Raises SelarasError tanpa_kecocokan, satu_orang."""
    if links.height >= MANY:
        most = int(links["person_id"].value_counts()["count"].cast(pl.Int64).max() or 0)  # type: ignore[arg-type]
        if most > SAME * links.height:
            raise errors.SelarasError("satu_orang", persen=words.share(most / links.height))
    lists = links.group_by("source", "edition").len().filter(pl.col("len") >= MANY)
    if lists.height < 2:
        return
    large = links.join(lists, on=["source", "edition"], how="semi")
    held = large.group_by("person_id").agg(pl.struct("source", "edition").n_unique().alias("lists"))
    if not (held["lists"] > 1).any():
        raise errors.SelarasError("tanpa_kecocokan", jumlah=lists.height)
