"""Comparing finds what a plain and slow comparison finds, nothing where lists agree, and minds no order of rows."""

from __future__ import annotations

from datetime import date
from itertools import combinations, permutations
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine import tables
from selaras.engine.compare import rules, run
from selaras.engine.merge import run as merging

SOURCES = ["dtks", "dtsen", "dukcapil", "p3ke"]
DESAS = ["64.02.02.2003", "64.02.13.2001", None]
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "nik": st.sampled_from(["6402021203859001", "6402021203859002", None]),
    "jenis_kelamin": st.sampled_from(["L", "P", None]),
    "tanggal_lahir": st.sampled_from([date(1990, 5, 2), date(1990, 2, 5), None]),
    "status": st.sampled_from(["aktif", "meninggal", "pindah", None]),
    "padan": st.sampled_from([True, False, None]),
    "kode_desa": st.sampled_from(DESAS),
    "terima_pbi": st.sampled_from([True, False, None]),
    "part": st.sampled_from(["anggota", "anggota", "kepala"]),
    "family_ref": st.sampled_from(["A", "B"]),
}
ROW = st.fixed_dictionaries(
    {
        "source": st.sampled_from(SOURCES),
        "person": st.sampled_from([f"P{number}" for number in range(8)]),
        **VALUES,
    }
)
ROWS = st.lists(ROW, min_size=10, max_size=40)
EVERYWHERE = rules.Rules.default()
EVERYWHERE = rules.Rules(
    1,
    EVERYWHERE.least_share,
    dict.fromkeys([*SOURCES, rules.OTHER], rules.Expectation(rules.EVERYONE)),
    EVERYWHERE.family_programmes,
    EVERYWHERE.labels,
)
FEW = settings(max_examples=8, deadline=None)


def home(person: str) -> str:
    return f"K{int(person[1:]) % 3}"


class Linked:
    """The tables of made-up rows, each person in the keluarga `home` says."""

    def __init__(self, listed: list[dict[str, Any]]) -> None:
        full = [
            {"edition": "2024-10", "file": "a", "sheet": "b", "row": at + 2, **row}
            for at, row in enumerate(listed)
        ]
        self.records = pl.DataFrame(
            full, schema=dict(tables.PERSON_RECORDS.schema), strict=False
        ).with_row_index("rid")
        self.families = tables.KELUARGA_RECORDS.empty().with_row_index("krid")
        people = [row["person"] for row in listed]
        self.clusters = tables.CLUSTERS.conform(
            pl.DataFrame(
                {"rid": range(len(listed)), "person_id": people, "keluarga_id": [home(p) for p in people]}
            )
        )
        self.merged = merging.merge(self.records, self.families, self.clusters)

    def found(self, records: pl.DataFrame | None = None) -> pl.DataFrame:
        records = self.records if records is None else records
        return run.compare(records, self.families, self.clusters, self.merged, rules=EVERYWHERE)


def speaks(row: dict[str, Any], listed: list[dict[str, Any]]) -> bool:
    """False for what Dukcapil only repeats: the first word on a match of its rows on this person is no."""
    if row["source"] != "dukcapil":
        return True
    mine = [r for r in in_order(listed) if (r["source"], r["person"]) == ("dukcapil", row["person"])]
    said = [r["padan"] for r in mine if r["padan"] is not None]
    return not said or said[0]


def in_order(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    numbered = [{**row, "rid": rid} for rid, row in enumerate(listed)]
    return sorted(numbered, key=lambda row: (row["part"] == "kepala", row["rid"]))


def faces(listed: list[dict[str, Any]], name: str) -> dict[tuple[str, str], tuple[Any, int]]:
    """By person and source the first value of a field and its row."""
    found: dict[tuple[str, str], tuple[Any, int]] = {}
    for row in in_order(listed):
        if row[name] is not None and speaks(row, listed):
            found.setdefault((row["person"], row["source"]), (row[name], row["rid"]))
    return found


@FEW
@given(ROWS)
def test_differing_values_are_those_of_a_plain_comparison(listed: list[dict[str, Any]]) -> None:
    found = Linked(listed).found()
    for kind, name in (
        ("nik_beda", "nik"), ("jenis_kelamin_beda", "jenis_kelamin"), ("tanggal_lahir_beda", "tanggal_lahir"),
        ("wilayah_beda", "kode_desa"),
    ):  # fmt: skip
        told = faces(listed, name)
        expected = {
            (person, a, b, told[person, a][1], told[person, b][1])
            for person in {row["person"] for row in listed}
            for a, b in combinations(SOURCES, 2)
            if (person, a) in told and (person, b) in told and told[person, a][0] != told[person, b][0]
        }
        rows = found.filter(pl.col("kind") == kind)
        listed_rows = rows.select("person_id", "source_a", "source_b", "rid_a", "rid_b").rows()
        assert set(listed_rows) == expected
        assert len(listed_rows) == len(expected)


@FEW
@given(ROWS)
def test_aid_that_differs_names_the_list_that_says_yes_first(listed: list[dict[str, Any]]) -> None:
    told = faces(listed, "terima_pbi")
    expected = {
        (person, a, b)
        for person in {row["person"] for row in listed}
        for a, b in permutations(SOURCES, 2)
        if told.get((person, a), (None,))[0] is True and told.get((person, b), (None,))[0] is False
    }
    found = Linked(listed).found().filter(pl.col("kind") == "bantuan_beda")
    assert set(found.select("person_id", "source_a", "source_b").rows()) == expected


@FEW
@given(ROWS)
def test_who_is_missing_is_found_by_a_plain_search(listed: list[dict[str, Any]]) -> None:
    linked = Linked(listed)
    merged = {row["person_id"]: row for row in linked.merged.persons.iter_rows(named=True)}
    homes = {row["keluarga_id"]: row for row in linked.merged.keluarga.iter_rows(named=True)}
    here = [row for row in listed if speaks(row, listed)]
    in_list = {(row["person"], row["source"]) for row in here}
    home_in_list = {(home(row["person"]), row["source"]) for row in here}
    members_of = {(home(row["person"]), row["source"]) for row in here if row["part"] == "anggota"}
    reach = {(row["source"], row["kode_desa"]) for row in listed if row["kode_desa"]}
    whole, single = set(), set()
    for a, b in permutations(SOURCES, 2):
        for keluarga, row in homes.items():
            reached = (b, row["kode_desa"]) in reach
            if (
                reached
                and (keluarga, a) in home_in_list
                and (keluarga, b) not in home_in_list
                and row["anggota_hadir"]
            ):
                whole.add((keluarga, a, b))
        for person, row in merged.items():
            reached = (b, homes[row["keluarga_id"]]["kode_desa"]) in reach
            there = (row["keluarga_id"], b) in members_of and (person, b) not in in_list
            if reached and there and (person, a) in in_list and row["status"] not in ("meninggal", "pindah"):
                single.add((person, a, b))
    found = linked.found()
    told = found.filter(pl.col("kind") == "keluarga_hanya_di_satu").select(
        "keluarga_id", "source_a", "source_b"
    )
    assert sorted(told.rows()) == sorted(whole)
    told = found.filter(pl.col("kind") == "hanya_di_satu").select("person_id", "source_a", "source_b")
    assert sorted(told.rows()) == sorted(single)


@FEW
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(listed: list[dict[str, Any]], random: Any) -> None:
    linked = Linked(listed)
    order = list(range(linked.records.height))
    random.shuffle(order)
    assert linked.found().equals(linked.found(linked.records[order]))


@FEW
@given(ROWS)
def test_a_list_copied_under_another_name_adds_no_differing_value(listed: list[dict[str, Any]]) -> None:
    one = [{**row, "source": "dtks", "padan": None} for row in listed]
    found = Linked([*one, *({**row, "source": "p3ke"} for row in one)]).found()
    between = found.filter(
        pl.col("source_a") != pl.col("source_b"), pl.col("kind") != "meninggal_tetap_terima"
    )
    assert between.is_empty()


@FEW
@given(ROWS)
def test_every_side_names_a_row_of_its_source_about_that_person(listed: list[dict[str, Any]]) -> None:
    found = Linked(listed).found()
    for row in found.filter(pl.col("person_id").is_not_null()).iter_rows(named=True):
        for side in "ab":
            rid = row[f"rid_{side}"]
            if rid is not None:
                assert (listed[rid]["person"], listed[rid]["source"]) == (
                    row["person_id"],
                    row[f"source_{side}"],
                )
    told = found.filter(pl.col("field") == "nik").select("value_a", "value_b").unpivot()["value"]
    assert not told.str.contains(r"\d{5}").any()
