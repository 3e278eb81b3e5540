"""A list on its way: from the roster to rows with all faults in them, ready for a layout."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from selaras.synthetic import (
    addresses,
    damage_facts,
    damage_names,
    damage_numbers,
    faults,
    roster,
    truth,
    world,
)
from selaras.synthetic.columns import Flags, Ints
from selaras.synthetic.draft import Draft


@dataclass(frozen=True)
class Edition:
    """Which list, taken when. `at` is the number of the moment in calendar.STEPS."""

    source: str
    edition: str
    at: int
    name_limit: int | None = None


@dataclass
class Listing:
    """One sheet-like table of a list. `frame` has one text column per header, in the order of `headers`.

    `person`, `keluarga`, `part` say whom each row is about (person null: a row about nobody in particular).
    `desa` and `kecamatan` (as the clerk sorts, without slips) serve to split sheets and to set subtotals.
    """

    source: str
    edition: str
    name: str
    headers: list[str]
    frame: pl.DataFrame
    person: pl.Series
    keluarga: pl.Series
    part: str
    desa: pl.Series
    kecamatan: pl.Series
    faults: pl.DataFrame


def draft(facts: truth.Truth, edition: Edition, families: Flags, rates: faults.Faults) -> Draft:
    """The rows of a list with every fault in them.

    Columns: those of roster.take, and nik, kk, nama, nama_ibu, lahir, tempat_lahir, pria, desa, kecamatan, alamat,
    dusun, kode_desa (right or wrong as listed), `nik_benar`, `kk_baris` (as true at that moment).
    """
    rng = facts.stream(zlib.crc32(f"{edition.source} {edition.edition}".encode()))
    mine = faults.of(edition.source, rates)
    rows = roster.take(facts.world, roster.Choice(edition.at, families), rng, mine)
    made = Draft(_described(facts, rows), rng, mine)
    for fault in rows["fault"].drop_nulls().unique().sort():
        made.note(np.flatnonzero((rows["fault"] == fault).fill_null(value=False).to_numpy()), "baris", fault)
    damage_facts.births(made)
    damage_facts.people(made, facts.place)
    damage_facts.places(made, facts.place)
    damage_numbers.kk(made, facts.kk, facts.previous_kk)
    damage_numbers.nik(made)
    damage_names.names(made, edition.name_limit)
    damage_names.mothers(made)
    return made


def _described(facts: truth.Truth, rows: pl.DataFrame) -> pl.DataFrame:
    """The roster with everything true that a list may print."""
    folk, place = facts.world.people, facts.place
    person = rows["person"]
    who = person.to_numpy()
    village = rows["village"].to_numpy().astype(np.int64)
    where = pl.Series(village)
    card = rows["kk"].to_numpy().astype(np.int64)
    nik = pl.Series(facts.nik[who])
    return rows.with_columns(
        kk_baris=pl.Series(card),
        kk=pl.Series(facts.kk[card]).cast(pl.String),
        nik_benar=nik,
        nik_kedua=pl.Series(facts.second_nik[who]),
        nik=nik.cast(pl.String),
        nama=facts.name.gather(person),
        nama_ibu=facts.mother.gather(person),
        ayah=facts.father.gather(person),
        muslim=pl.Series(facts.muslim[who]),
        gelar=facts.title.gather(person),
        akademik=facts.degree.gather(person),
        lahir=pl.Series(folk["birth"][who]).cast(pl.Date),
        tempat_lahir=facts.birthplace.gather(person),
        pria=pl.Series(folk["sex"][who] == 0),
        kode_desa=place.desa["kode"].gather(where),
        desa=place.desa["nama"].str.to_uppercase().gather(where),
        kecamatan=place.desa["kecamatan"].str.to_uppercase().gather(where),
        kelompok=place.desa["nama"].str.to_uppercase().gather(where),
        lembar=place.desa["kecamatan"].str.to_uppercase().gather(where),
    ).hstack(addresses.spell(place, village, rows["street"].to_numpy()).rename({"jalan": "alamat"}))


def finish(
    edition: Edition, made: Draft, name: str, columns: dict[str, pl.Expr], part: str = "anggota"
) -> Listing:
    """The layout: headers in order with the expression that prints each. `name` is the stem of the file."""
    # Wrong villages must print the code of the wrong village too: codes follow `village`, not the truth.
    frame = made.frame.with_row_index("baris_ke").select(
        *(expr.alias(header) for header, expr in columns.items())
    )
    return Listing(
        source=edition.source,
        edition=edition.edition,
        name=name,
        headers=list(columns),
        frame=frame,
        person=made.frame["person"],
        keluarga=made.frame["fam"],
        part=part,
        desa=made.frame["kelompok"],
        kecamatan=made.frame["lembar"],
        faults=made.faults_table(),
    )


def only(made: Draft, rows: Ints) -> Draft:
    """The draft cut down to these rows (in order), the log of faults carried along."""
    back = pl.DataFrame({"at": rows.astype(np.uint32), "new": np.arange(len(rows), dtype=np.uint32)})
    seen = Draft(made.frame[rows], made.rng, made.faults)
    kept = made.faults_table().join(back, on="at", how="inner")
    seen.log = [kept.select(pl.col("new").alias("at"), "field", "fault")]
    return seen


def head_rows(made: Draft) -> Draft:
    """The same list seen by family: one row per family entry, the head's, with `jumlah` members."""
    rows = roster.heads(made.frame)
    seen = only(made, rows)
    seen.frame = seen.frame.with_columns(jumlah=pl.Series(np.diff(np.r_[rows, len(made)])))
    return seen


def truth_keluarga(facts: truth.Truth, at: int, person: pl.Series) -> pl.Series:
    """The true family of each person at that moment; the first one for those who entered later (never listed)."""
    fam = facts.world.snapshots[at].people["fam"]
    return pl.Series(fam[person.to_numpy()]).cast(pl.UInt32)


ROMAN_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def dashed(column: str = "lahir") -> pl.Expr:
    """1980-01-02."""
    return pl.col(column).dt.strftime("%Y-%m-%d")


def slashed(column: str = "lahir") -> pl.Expr:
    """02/01/1980."""
    return pl.col(column).dt.strftime("%d/%m/%Y")


def in_words(column: str = "lahir") -> pl.Expr:
    """2 Januari 1980."""
    date = pl.col(column)
    month = date.dt.month().replace_strict(dict(enumerate(ROMAN_MONTHS, start=1)), return_dtype=pl.String)
    return pl.concat_str(date.dt.day().cast(pl.String), month, date.dt.year().cast(pl.String), separator=" ")


def village_code(made: Draft, facts: truth.Truth) -> pl.Series:
    """Kemendagri code of the village as listed (which may be the wrong one)."""
    return facts.place.desa["kode"].gather(made.frame["village"].cast(pl.Int64))


def yes(column: str, true: str = "YA", false: str = "TIDAK") -> pl.Expr:
    """A true-or-false column in the words of the list."""
    return pl.when(pl.col(column)).then(pl.lit(true)).otherwise(pl.lit(false))


def code(condition: pl.Expr, true: str, false: str) -> pl.Expr:
    """One of two codes."""
    return pl.when(condition).then(pl.lit(true)).otherwise(pl.lit(false))


def difficulty(number: int) -> pl.Expr:
    """Answer to the difficulty of that number (Regsosek 428 a-j): 1 cannot at all, 2 with help, 4 none."""
    severe = code(pl.col("person") % 2 == 0, "1", "2")
    return pl.when(pl.col("disabilitas") == number).then(severe).otherwise(pl.lit("4"))


def relation(words: dict[int, str]) -> pl.Expr:
    """The relation to the head in the words of the list."""
    return pl.col("rel").replace_strict(words, return_dtype=pl.String)


SIAK_RELATIONS = {
    world.KEPALA: "KEPALA KELUARGA",
    world.SUAMI: "SUAMI",
    world.ISTRI: "ISTRI",
    world.ANAK: "ANAK",
    world.MENANTU: "MENANTU",
    world.CUCU: "CUCU",
    world.ORANGTUA: "ORANG TUA",
    world.MERTUA: "MERTUA",
    world.FAMILI: "FAMILI LAIN",
    world.PEMBANTU: "PEMBANTU",
    world.LAINNYA: "LAINNYA",
}
# The eight relations of BPS forms (Regsosek 409, DTSEN id_hub_kepala_keluarga).
BPS_RELATIONS = {1: 1, 2: 2, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 6, 9: 8, 10: 7, 11: 8}
