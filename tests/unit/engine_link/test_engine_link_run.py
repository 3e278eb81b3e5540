"""Linking end to end on small lists: who is put together, who never is, what is asked, what stays."""

from __future__ import annotations

import datetime as dt

import link_people as people
import polars as pl
import pytest

from selaras.engine import tables
from selaras.engine.link import comparison, increment, run, state


@pytest.fixture(scope="module")
def linked():
    return run.link(people.two_lists(60))


def test_everyone_of_two_lists_is_found_once(linked):
    assert people.partition(linked) == {frozenset({number, number + 60}) for number in range(60)}


def test_keluarga_follow_the_cards(linked):
    clusters = linked.clusters.sort("rid")
    assert clusters["keluarga_id"].n_unique() == 10
    assert clusters["keluarga_id"][0] == clusters["keluarga_id"][5] == clusters["keluarga_id"][60]


def test_tables_keep_their_contracts(linked):
    for frame, contract in (
        (linked.clusters, tables.CLUSTERS), (linked.pairs, tables.PAIRS),
        (linked.patterns, tables.PATTERNS), (linked.review, tables.REVIEW),
    ):  # fmt: skip
        assert frame.schema == contract.schema
    assert (linked.pairs["rid_a"] < linked.pairs["rid_b"]).all()


def test_contributions_add_up_to_the_weight(linked):
    total = linked.patterns.group_by("pattern").agg(pl.col("bits").sum())
    joined = linked.pairs.join(total, on="pattern", how="left")
    assert joined["bits"].null_count() == 0
    assert (joined["bits"] - joined["weight"]).abs().max() < 1e-9


@pytest.mark.parametrize(
    "changes",
    [
        {"nama": "MOH. RUDI HARTONO"}, {"nik": None, "nik_status": "empty"}, {"tanggal_lahir": dt.date(1950, 4, 3)},
        {"kk": None, "nama": "RUDY HARTONO"}, {"kode_desa": "64.02.05.2001", "kk": "6402050101109777", "family_ref": "G1"},
    ],
)  # fmt: skip
def test_one_fault_does_not_hide_a_person(changes):
    rows = [people.row("dtks", n + 2, **people.person(n)) for n in range(60)]
    rows += [people.row("dtsen", n + 2, **people.person(n, **(changes if n == 0 else {}))) for n in range(60)]
    assert frozenset({0, 60}) in people.partition(run.link(people.table(rows)))


def test_two_people_on_one_nik_are_asked_about_and_never_put_together():
    rows = [people.row("dtks", n + 2, **people.person(n)) for n in range(40)]
    rows += [
        people.row("dtsen", n + 2, **people.person(n, nik=people.person(5 if n == 14 else n)["nik"]))
        for n in range(40)
    ]
    linked = run.link(people.table(rows))
    assert people.persons(linked)[54] != people.persons(linked)[5]
    asked = linked.review.filter(pl.col("reason") == "nik_dipakai_dua_orang")
    assert (5, 54) in asked.select("rid_a", "rid_b").rows()


def test_twins_stay_two():
    twin = people.person(0, nama="SUPARMAN KUSNI", nik="6402020403509777")
    rows = [people.row("dtks", n + 2, **people.person(n)) for n in range(40)] + [
        people.row("dtks", 99, **twin)
    ]
    rows += [people.row("dtsen", n + 2, **people.person(n)) for n in range(40)] + [
        people.row("dtsen", 99, **twin)
    ]
    assert {frozenset({0, 41}), frozenset({40, 81})} <= people.partition(run.link(people.table(rows)))


def test_decisions_hold_against_the_weights():
    records = people.two_lists(40)
    decisions = pl.DataFrame({"rid_a": [3, 50], "rid_b": [43, 20], "decision": ["beda", "sama"]})
    linked = run.link(records, decisions=decisions)
    found = people.persons(linked)
    assert found[3] != found[43]
    assert found[50] == found[20]
    assert linked.clusters.filter(pl.col("rid") == 20)["method"].item() == "manusia"
    assert (3, 43) not in linked.review.select("rid_a", "rid_b").rows()


def test_contradicting_decisions_keep_apart_and_are_asked_again():
    decisions = pl.DataFrame({"rid_a": [0, 0, 1], "rid_b": [1, 2, 2], "decision": ["sama", "beda", "sama"]})
    linked = run.link(people.two_lists(12), decisions=decisions)
    found = people.persons(linked)
    assert found[0] != found[2]
    assert "putusan_bertentangan" in linked.review["reason"].to_list()


def test_an_id_stays_with_most_of_its_records():
    records = people.two_lists(30)
    before = run.link(records)
    links = records.select(tables.KEY_NAMES).with_columns(
        before.clusters["person_id"], before.clusters["keluarga_id"]
    )
    third = people.table(
        [people.row(s, n + 2, **people.person(n)) for s in ("dtks", "dtsen", "p3ke") for n in range(30)]
    )
    after = run.link(third, earlier=run.Earlier(links))
    joined = third.with_columns(after.clusters["person_id"]).join(links, on=tables.KEY_NAMES, suffix="_old")
    assert joined.height == 60
    assert (joined["person_id"] == joined["person_id_old"]).all()


def test_split_and_merge_of_an_earlier_person():
    records = people.two_lists(20)
    key = records.select(tables.KEY_NAMES)
    # The registry once took persons 0 and 1 for one, and the two rows of person 2 for two.
    once = ["PX" if rid in (0, 1, 20) else f"P{rid}" for rid in range(40)]
    links = key.with_columns(person_id=pl.Series(once), keluarga_id=pl.lit("K1"))
    found = people.persons(run.link(records, earlier=run.Earlier(links)))
    assert found[0] == found[20] == "PX"
    assert found[1] != "PX"
    assert found[2] == found[22]
    assert found[2] in {"P2", "P22"}


def test_a_second_run_on_its_own_result_changes_nothing():
    records = people.two_lists(30)
    first = run.link(records)
    links = records.select(tables.KEY_NAMES).with_columns(
        first.clusters["person_id"], first.clusters["keluarga_id"]
    )
    assert run.link(records, earlier=run.Earlier(links)).clusters.equals(first.clusters)


def test_new_rows_join_the_registry(tmp_path):
    everyone = people.two_lists(60)
    old, fresh = everyone.head(60), everyone.tail(60)
    before = run.link(everyone.head(90))
    state.save(before.state, tmp_path)
    known = state.load(tmp_path, comparison.INDONESIA)
    added = increment.add(known, everyone.tail(30))
    assert old.height == fresh.height
    now = dict(before.clusters.select("rid", "person_id").rows()) | dict(
        added.clusters.select("rid", "person_id").rows()
    )
    assert all(now[number] == now[number + 60] for number in range(60))
    assert all(now[rid] == person for rid, person in before.clusters.select("rid", "person_id").rows())


@pytest.mark.parametrize("people_count", [0, 1, 2])
def test_hardly_any_records(people_count):
    linked = run.link(
        people.table([people.row("dtks", n + 2, **people.person(n)) for n in range(people_count)])
    )
    assert linked.clusters.height == people_count
    assert linked.clusters["person_id"].n_unique() == people_count


def test_everything_is_one_person():
    linked = run.link(people.table([people.row(f"daftar{n}", 2, **people.person(0)) for n in range(12)]))
    assert linked.clusters["person_id"].n_unique() == 1


def test_all_niks_equal_makes_nobody_one():
    rows = [people.row("dtks", n + 2, **people.person(n, nik="6402020101509001")) for n in range(40)]
    assert run.link(people.table(rows)).clusters["person_id"].n_unique() == 40


@pytest.mark.parametrize(
    "blank",
    [
        {"nama": None, "nama_ibu": None}, {"nama": "A", "nama_ibu": "B"}, {"nama": "-", "nama_ibu": "."},
        dict.fromkeys(("nik", "kk", "nama", "nama_ibu", "tanggal_lahir", "jenis_kelamin", "kode_desa", "kode_kecamatan", "rt", "family_ref", "tempat_lahir")),
    ],
)  # fmt: skip
def test_empty_and_meaningless_values_do_not_link(blank):
    rows = [people.row("dtks", n + 2, **people.person(n, **blank)) for n in range(20)]
    assert run.link(people.table(rows)).clusters["person_id"].n_unique() == 20


def test_other_comparisons_take_their_own_columns():
    frame = pl.DataFrame(
        {
            "nama": ["Jane Miller", "Miller, Jane", "Tom Baker"], "tanggal_lahir": ["1856-86-18", "1856-86-18", "1901-02-03"],
            "tempat_lahir": ["Bristol", "bristol", "Leeds"], "kode_pos": ["BS2 0EL", "bs2 0el", "LS1 1AA"],
            "source": ["a", "b", "b"], "edition": ["1"] * 3, "row": [1, 1, 2],
        }
    ).with_row_index("rid")  # fmt: skip
    linked = run.link(frame, comparison=comparison.PLAIN)
    assert people.partition(linked) == {frozenset({0, 1}), frozenset({2})}


def test_two_keluarga_that_people_put_together_are_one_and_their_persons_stay_who_they_are(linked):
    decisions = pl.DataFrame({"rid_a": [0], "rid_b": [66], "decision": ["sekeluarga"]})
    merged = run.link(people.two_lists(60), decisions=decisions)
    assert people.partition(merged) == people.partition(linked)
    before, after = (each.clusters.sort("rid")["keluarga_id"].to_list() for each in (linked, merged))
    assert before[0] != before[6]
    assert after[0] == after[5] == after[60] == after[6] == after[11] == after[66]
    assert len(set(after)) == len(set(before)) - 1


def test_rows_that_come_later_keep_keluarga_together():
    whole = people.two_lists(60)
    decisions = pl.DataFrame({"rid_a": [0], "rid_b": [6], "decision": ["sekeluarga"]})
    known = run.link(whole.head(60), decisions=decisions)
    added = increment.add(known.state, whole.slice(60), decisions=decisions)
    families = {
        **dict(known.clusters.select("rid", "keluarga_id").iter_rows()),
        **dict(added.clusters.select("rid", "keluarga_id").iter_rows()),
    }
    assert families[0] == families[6] == families[60] == families[66]
    assert families[0] != families[12]
