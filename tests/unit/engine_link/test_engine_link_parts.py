"""The parts of the linker on inputs small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from selaras.engine.link import cluster, complete, decide, fit, ids, keluarga, standardise, words
from selaras.engine.link import comparison as plans


def edges(*rows: tuple[int, int, float]) -> cluster.Edges:
    a, b, weight = zip(*sorted(rows), strict=True)
    return cluster.Edges(np.array(a), np.array(b), np.array([int(w * cluster.UNIT) for w in weight]))


def test_a_chain_is_cut_where_it_is_weakest():
    # 0-1 and 2-3 hold, 1-2 is a weak bridge and all other pairs speak against it.
    chain = edges((0, 1, 9), (2, 3, 9), (1, 2, 2), (0, 2, -5), (0, 3, -5), (1, 3, -5))
    assert cluster.average_linkage(4, chain).tolist() == [0, 0, 2, 2]


def test_a_clique_needs_no_linkage_and_singles_stay():
    assert cluster.average_linkage(4, edges((0, 1, 1), (0, 2, 1), (1, 2, 1))).tolist() == [0, 0, 0, 3]


def test_never_is_stronger_than_any_weight():
    forbidden = cluster.Edges(
        np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([99999, cluster.NEVER, 99999])
    )
    label = cluster.average_linkage(3, forbidden)
    assert label[0] != label[2]


def test_components_follow_long_paths():
    a = np.arange(999)
    assert set(cluster.components(1000, a, a + 1).tolist()) == {0}


def test_missing_pairs_are_those_inside_and_between_touching_clusters():
    label = np.array([0, 0, 0, 3])
    a, b = complete.missing(label, edges((0, 1, 5), (1, 2, 5), (2, 3, 1)), 0)
    assert sorted(zip(a.tolist(), b.tolist(), strict=True)) == [(0, 2), (0, 3), (1, 3)]


def test_beda_wins_over_a_chain_of_sama():
    rows = pl.DataFrame({"rid_a": [0, 2, 0], "rid_b": [1, 1, 2], "decision": ["sama", "sama", "beda"]})
    decided = decide.read(rows, 4)
    assert decided.start[0] == decided.start[1] != decided.start[2]
    assert decided.against == [(1, 2)]


@pytest.mark.parametrize(
    ("written", "standard"),
    [
        ("H. Moh. Rudi, S.Pd", "MUHAMMAD RUDI"), ("Hj. ST Aminah binti Ahmad", "SITI AMINAH"), ("DJOKO  SOESILO", "JOKO SUSILO"),
        ("Ma'ruf", "MARUF"), ("H.", "H"),
    ],
)  # fmt: skip
def test_names_are_standardised(written, standard):
    entries = words.build(pl.Series([written]), "name").entries
    assert entries["text"].to_list() == [standard]


def test_nothing_written_has_no_code():
    found = words.build(pl.Series([None, "", " - ", "ANI"]), "name")
    assert found.codes.null_count() == 3


def test_further_rows_get_the_numbers_of_equal_values():
    old = words.build(pl.Series(["SITI AMINAH", "RUDI"]), "name")
    more = words.extend(pl.Series(["St. Aminah", "BARU", None]), "name", old, 2)
    assert more.codes[0] == old.codes[0]
    assert more.codes[1] == 3
    assert more.entries["text"].to_list() == ["BARU"]


def test_missing_values_are_not_equal():
    frame = pl.DataFrame(
        {"rid": [0, 1], "jenis_kelamin": [None, None], "nik": [None, None]},
        schema_overrides={"nik": pl.String},
    )
    features = standardise.encode(frame, plans.INDONESIA).features
    assert features["jenis_kelamin"].null_count() == features["nik"].null_count() == 2


def test_the_fit_learns_which_level_speaks_for_one_person():
    plan = plans.prepared(plans.PLAIN, 1)
    width = len(plan.fields)
    same, other = np.zeros(width, dtype=np.int64), np.zeros(width, dtype=np.int64)
    same[:3], other[:3] = (1, 1, 1), (10, 9, 4)
    learned = fit.learn(np.stack([same, other]), np.array([400, 600]), plan)
    assert learned.prior == pytest.approx(np.log2(400 / 600), abs=0.2)
    weights = fit.score(np.stack([same, other]), learned, plan)
    assert weights[0] > 5 > -5 > weights[1]


def test_ids_have_their_form_and_do_not_collide():
    found = ids.name(ids.distinct(np.array([7, 7, 2**59])), "P")
    assert len(set(found.tolist())) == 3
    assert all(len(one) == 13 and one.startswith("P") for one in found.tolist())


def test_a_card_that_split_keeps_its_keluarga_with_the_larger_part():
    # Old card 1: persons 0-3. New cards 2: persons 0-2, and 3: person 3, both of the newer list.
    features = pl.DataFrame(
        {
            "keluarga": [1, 1, 1, 1, 2, 2, 2, 3],
            "daftar": [1, 1, 1, 1, 2, 2, 2, 2],
            "kk": [5] * 4 + [6] * 3 + [7],
        }
    )
    heads = keluarga.keluarga(features, np.array([0, 1, 2, 3, 0, 1, 2, 3]))
    assert heads.tolist() == [0, 0, 0, 0, 0, 0, 0, 7]
