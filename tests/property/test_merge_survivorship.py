"""Merging never invents a value, follows its rules as a plain and slow reading of them does, and does not mind the
order of the rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine import tables
from selaras.engine.merge import authority, run

RULES = authority.Authority.default()
SOURCES = ["dukcapil", "dtsen", "regsosek", "p3ke", "dtks", "kantor"]
EDITIONS = ["2022-10", "2024-10", "2025-02"]
NIKS = [f"640202010190900{digit}" for digit in range(4)]
YES_NO = st.sampled_from([True, False, None])

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "nik": st.sampled_from([*NIKS, None]),
    "kk": st.sampled_from(["6402020101209001", "6402020101209002", None]),
    "nama": st.sampled_from(["SITI", "SITTI", "A", None]),
    "tanggal_lahir": st.sampled_from([date(1990, 1, 1), date(1990, 5, 2), date(1990, 2, 5), None]),
    "jenis_kelamin": st.sampled_from(["L", "P", None]),
    "hubungan": st.sampled_from(["kepala", "anak", None]),
    "kode_desa": st.sampled_from(["64.02.02.2003", "64.02.13.2001", None]),
    "rt": st.sampled_from([1, 2, None]),
    "status": st.sampled_from(["aktif", "meninggal", "pindah", "nonaktif", None]),
    "status_date": st.sampled_from([date(2024, 1, 1), date(2025, 1, 1), None]),
    "padan": YES_NO,
    "desil": st.sampled_from([1, 4, 9, None]),
    "hamil": YES_NO,
    "terima_pkh": YES_NO,
}
FAMILY_VALUES = {
    "kk": VALUES["kk"],
    "kode_desa": VALUES["kode_desa"],
    "desil": VALUES["desil"],
    "lantai": st.sampled_from(["tanah", "semen", None]),
    "jumlah_anggota": st.sampled_from([1, 2, None]),
    "terima_pkh": YES_NO,
}


def rows(values: dict[str, st.SearchStrategy[Any]], most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(
        {
            "source": st.sampled_from(SOURCES),
            "edition": st.sampled_from(EDITIONS),
            "family_ref": st.sampled_from(["A", "B", None]),
            "person": st.sampled_from([f"P{number}" for number in range(12)]),
            "keluarga": st.sampled_from(["K1", "K2", "K3", "K4"]),
            **values,
        }
    )
    return st.lists(row, min_size=most // 3, max_size=most)


Linked = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def linked(persons: list[dict[str, Any]], families: list[dict[str, Any]]) -> Linked:
    def frame(table: tables.Table, listed: list[dict[str, Any]], number: str) -> pl.DataFrame:
        full = [
            {"file": "a", "sheet": "b", "row": at + 2, "part": "anggota", **row}
            for at, row in enumerate(listed)
        ]
        return pl.DataFrame(full, schema=dict(table.schema), strict=False).with_row_index(number)

    clusters = pl.DataFrame(
        {
            "rid": range(len(persons)),
            "person_id": [row["person"] for row in persons],
            "keluarga_id": [row["keluarga"] for row in persons],
        }
    )
    return (
        frame(tables.PERSON_RECORDS, persons, "rid"),
        frame(tables.KELUARGA_RECORDS, families, "krid"),
        tables.CLUSTERS.conform(clusters),
    )


LISTS = st.builds(linked, rows(VALUES, 50), rows(FAMILY_VALUES, 16))
FEW = settings(max_examples=8, deadline=None)


@FEW
@given(LISTS)
def test_every_value_stands_in_the_record_it_names(given_: Linked) -> None:
    records, families, clusters = given_
    merged = run.merge(*given_)
    of_rid = {row["rid"]: row for row in records.iter_rows(named=True)}
    of_krid = {row["krid"]: row for row in families.iter_rows(named=True)}
    owner = dict(zip(clusters["rid"], clusters["person_id"], strict=True))
    home = dict(zip(clusters["rid"], clusters["keluarga_id"], strict=True))
    for person in merged.persons.iter_rows(named=True):
        for name in ("nik", *tables.MERGED_OF_PERSON):
            rid, krid = person[f"{name}__rid"], person.get(f"{name}__krid")
            told = of_rid[rid][name] if rid is not None else None if krid is None else of_krid[krid][name]
            assert person[name] == told
            assert rid is None or name == "desil" or owner[rid] == person["person_id"]
        assert person["keluarga_id"] == home[person["keluarga_id__rid"]]
    belongs = dict(merged.keluarga_of.select("krid", "keluarga_id").iter_rows())
    for keluarga in merged.keluarga.iter_rows(named=True):
        for name in tables.MERGED_OF_KELUARGA:
            krid, rid = keluarga[f"{name}__krid"], keluarga.get(f"{name}__rid")
            assert krid is None or rid is None
            told = of_krid[krid][name] if krid is not None else None if rid is None else of_rid[rid][name]
            assert keluarga[name] == told
            assert krid is None or belongs[krid] == keluarga["keluarga_id"]
            assert rid is None or home[rid] == keluarga["keluarga_id"]


@FEW
@given(LISTS)
def test_nobody_is_lost_and_nobody_is_added(given_: Linked) -> None:
    _, _, clusters = given_
    merged = run.merge(*given_)
    assert merged.persons["person_id"].to_list() == sorted(set(clusters["person_id"]))
    assert set(merged.keluarga["keluarga_id"]) == set(clusters["keluarga_id"])
    assert merged.persons["n_records"].sum() == clusters.height
    assert merged.keluarga["anggota_tercatat"].sum() == merged.persons.height


@FEW
@given(LISTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(given_: Linked, random: Any) -> None:
    def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
        order = list(range(frame.height))
        random.shuffle(order)
        return frame[order]

    one, other = run.merge(*given_), run.merge(*(shuffled(frame) for frame in given_))
    assert one.persons.equals(other.persons)
    assert one.keluarga.equals(other.keluarga)
    assert one.keluarga_of.equals(other.keluarga_of)


# A plain reading of the rules, row by row ------------------------------------------------------------------------


def mentioned(row: dict[str, Any], name: str, mention: authority.Mention) -> bool:
    return (
        mention.source in ("*", row["source"])
        and (mention.padan is None or row["padan"] is mention.padan)
        and (mention.value is None or row[name] == mention.value)
    )


def tier(row: dict[str, Any], name: str, rule: authority.Rule) -> int | None:
    fitting = [
        ((mention.source == "*", -(mention.padan is not None) - (mention.value is not None)), number)
        for number, mentions in enumerate(rule.tiers)
        for mention in mentions
        if mentioned(row, name, mention)
    ]
    return min(fitting)[1] if fitting else None


def claim(carriers: list[dict[str, Any]]) -> tuple[bool, bool, int]:
    born = {f"{row['tanggal_lahir']:%d%m%y}" for row in carriers if row["tanggal_lahir"]}
    nik = carriers[0]["nik"]
    return (
        any(row["source"] == "dukcapil" and row["padan"] is not False for row in carriers),
        f"{int(nik[6:8]) % 40:02}{nik[8:12]}" in born,
        len({row["source"] for row in carriers}),
    )


def owner_of(nik: str, everyone: list[dict[str, Any]]) -> str | None:
    people = sorted({row["person"] for row in everyone if row["nik"] == nik})
    claims = {p: claim([row for row in everyone if row["nik"] == nik and row["person"] == p]) for p in people}
    best = [person for person in people if claims[person] == max(claims.values())]
    return best[0] if len(best) == 1 else None


def sound(row: dict[str, Any], name: str, rule: authority.Rule, everyone: list[dict[str, Any]]) -> bool:
    if any(mentioned(row, name, mention) for mention in rule.doubtful):
        return False
    if name == "nik":
        return owner_of(row["nik"], everyone) == row["person"]
    if name == "tanggal_lahir":
        return (row[name].month, row[name].day) != (1, 1) and row[name].year >= 1900
    return name != "nama" or len(row[name]) > 1


def survivor(everyone: list[dict[str, Any]], person: str, name: str, along: dict[str, Any]) -> int | None:
    rule = RULES.persons[name]
    voters = [row for row in everyone if row["person"] == person and row[name] is not None]
    voters = [row for row in voters if tier(row, name, rule) is not None]
    if rule.along and along[rule.along] is not None:
        voters = [row for row in voters if row[rule.along] == along[rule.along]]
    key: dict[str, Callable[[dict[str, Any]], int]] = {
        "otoritas": lambda row: -(tier(row, name, rule) or 0),
        "edisi": lambda row: EDITIONS.index(row["edition"]),
        "wajar": lambda row: sound(row, name, rule, everyone),
        "sepakat": lambda row: len({other["source"] for other in voters if other[name] == row[name]}),
    }
    left = voters
    for criterion in rule.order:
        left = [row for row in left if key[criterion](row) == max(map(key[criterion], left))]
    return left[0]["rid"] if left else None


@FEW
@given(rows(VALUES, 50))
def test_winners_are_those_of_a_plain_reading(listed: list[dict[str, Any]]) -> None:
    merged = run.merge(*linked(listed, []))
    everyone = [{**row, "rid": rid} for rid, row in enumerate(listed)]
    fields = ["nik", "kk", "nama", "tanggal_lahir", "jenis_kelamin", "hubungan", "kode_desa", "rt", "status"]
    for person in merged.persons.iter_rows(named=True):
        for name in [*fields, "status_date", "padan", "hamil"]:
            expected = survivor(everyone, person["person_id"], name, person)
            assert (name, person[f"{name}__rid"]) == (name, expected)


@FEW
@given(rows(VALUES, 50))
def test_a_programme_is_received_when_any_source_says_so_last(listed: list[dict[str, Any]]) -> None:
    merged = run.merge(*linked(listed, []))
    for person in merged.persons.iter_rows(named=True):
        mine = [
            row for row in listed if row["person"] == person["person_id"] and row["terima_pkh"] is not None
        ]
        newest = {
            row["source"]: max(r["edition"] for r in mine if r["source"] == row["source"]) for row in mine
        }
        last = [row for row in mine if row["edition"] == newest[row["source"]]]
        yes = sorted({row["source"] for row in last if row["terima_pkh"]})
        assert person["terima_pkh"] == (bool(yes) if mine else None)
        assert person["terima_pkh__sources"] == yes


@FEW
@given(rows(VALUES, 50))
def test_a_nik_has_at_most_one_acknowledged_person(listed: list[dict[str, Any]]) -> None:
    persons = run.merge(*linked(listed, [])).persons
    owned = persons.filter("nik_diakui")["nik"]
    assert owned.n_unique() == len(owned)
    for person in persons.filter(pl.col("nik").is_not_null()).iter_rows(named=True):
        carriers = {row["person"] for row in listed if row["nik"] == person["nik"]}
        assert person["nik_ganda"] is (len(carriers) > 1)
