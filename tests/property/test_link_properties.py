"""What must hold for linking whatever the lists say."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selaras.engine import tables
from selaras.engine.link import run

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "engine_link"))
import link_people as people

QUICK = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])

FAULTS = st.sampled_from(
    [
        {}, {}, {}, {"nik": None}, {"kk": None}, {"nama": "SITI"}, {"nama": "A"}, {"nama": None}, {"tanggal_lahir": None},
        {"nik": "6402020101509001"}, {"family_ref": None, "kk": None}, {"kode_desa": None}, {"nama_ibu": None},
    ]
)  # fmt: skip


@st.composite
def lists(draw: st.DrawFn) -> pl.DataFrame:
    """Two or three lists of up to 30 people, each row with at most one fault."""
    sources = draw(st.sampled_from([("dtks", "dtsen"), ("dtks", "dtsen", "p3ke")]))
    rows = []
    for source in sources:
        for number in draw(st.lists(st.integers(0, 29), max_size=25)):
            rows.append(people.row(source, len(rows) + 2, **people.person(number, **draw(FAULTS))))
    return people.table(rows)


@QUICK
@given(lists(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(records, random):
    order = list(range(records.height))
    random.shuffle(order)
    one, two = run.link(records), run.link(records[order] if order else records)
    assert one.clusters.equals(two.clusters)
    assert one.pairs.equals(two.pairs)
    assert one.review.equals(two.review)


@QUICK
@given(lists())
def test_contributions_add_up(records):
    linked = run.link(records)
    total = linked.patterns.group_by("pattern").agg(pl.col("bits").sum())
    joined = linked.pairs.join(total, on="pattern", how="left")
    assert joined["bits"].null_count() == 0
    assert joined.filter((pl.col("bits") - pl.col("weight")).abs() > 1e-9).height == 0


@QUICK
@given(lists(), st.data())
def test_decisions_always_hold(records, data):
    rids = st.integers(0, max(records.height - 1, 0))
    pairs = (
        data.draw(st.lists(st.tuples(rids, rids, st.sampled_from(["sama", "beda"])), max_size=6))
        if records.height
        else []
    )
    decisions = pl.DataFrame(
        pairs, schema={"rid_a": pl.UInt32, "rid_b": pl.UInt32, "decision": pl.String}, orient="row"
    )
    linked = run.link(records, decisions=decisions)
    found = people.persons(linked)
    against = linked.review.filter(pl.col("reason") == "putusan_bertentangan").select("rid_a", "rid_b").rows()
    last = {(min(a, b), max(a, b)): decision for a, b, decision in pairs if a != b}
    for (a, b), decision in last.items():
        if decision == "beda":
            assert found[a] != found[b]
        elif not against:
            assert found[a] == found[b]


@QUICK
@given(st.integers(3, 20), st.integers(1, 12))
def test_an_unrelated_file_changes_no_id(people_count, strangers):
    records = people.two_lists(people_count)
    before = run.link(records)
    rows = [
        people.row(source, n + 2, **people.person(n))
        for source in ("dtks", "dtsen")
        for n in range(people_count)
    ]
    rows += [
        people.row("aaa", n + 2, **people.person(500 + 6 * n, kode_desa="64.07.01.2001"))
        for n in range(strangers)
    ]
    more = people.table(rows)
    after = more.select(tables.KEY_NAMES).with_columns(run.link(more).clusters["person_id", "keluarga_id"])
    ids = records.select(tables.KEY_NAMES).with_columns(before.clusters["person_id", "keluarga_id"])
    assert ids.join(after, on=[*tables.KEY_NAMES, "person_id", "keluarga_id"], how="anti").height == 0


@QUICK
@given(lists())
def test_two_runs_are_the_same(records):
    one, two = run.link(records), run.link(records, threads=1)
    for name in ("clusters", "pairs", "patterns", "review"):
        assert getattr(one, name).equals(getattr(two, name))
