"""Sums and their denominators; versions; what each person sees."""

import pytest
from django.db import connection
from lists_that_differ import CANARY, CASES, FAR, HERE, NEAR, build, case

from selaras.apps.accounts.services import identify
from selaras.apps.discrepancies import figures, queries, rules
from selaras.apps.discrepancies.models import Count, Discrepancy, Held
from selaras.apps.registry.models import Build

EVERYTHING = rules.Filter()


def seen(actor, wanted=EVERYTHING):
    identify(actor)
    return figures.Dashboard(actor, queries.current().number, wanted)


def test_each_keluarga_counts_once_and_lists_it_is_missing_from_count_apart(loaded, make_actor):
    found = seen(make_actor("pelihat", scope="64.02"))
    total = found.total()
    assert (total.cases, total.keluarga, total.of) == (4, 3, 80)
    (pair,) = found.pairs()
    assert (pair.code, pair.keluarga, pair.of, pair.share) == ("dtks~p3ke", 3, 50, 0.06)
    (alone,) = found.alone()
    assert (alone.code, alone.keluarga, alone.of) == ("p3ke~dtks", 1, 70)
    assert {f.code: f.keluarga for f in found.kinds()} == {
        "desil_beda": 2,
        "jumlah_anggota_beda": 1,
        "nama_beda": 1,
    }


def test_places_of_a_choice_have_the_denominator_of_the_choice(loaded, make_actor):
    actor = make_actor("pelihat", scope="64.02")
    wanted = rules.Filter("64.02", "desil_beda", "dtks", "p3ke")
    rows = {f.code: (f.keluarga, f.of, f.weak) for f in seen(actor, wanted).places()}
    assert rows == {"64.02.06": (2, 30, False), "64.02.07": (0, 20, True)}
    alone = rules.Filter("64.02", "keluarga_hanya_di_satu", "p3ke", "dtks")
    assert {f.code: (f.keluarga, f.of) for f in seen(actor, alone).places(3)} == {
        HERE: (1, 50),
        NEAR: (0, 20),
    }
    meant = figures.expected(actor=actor, build=1, wanted=wanted)
    assert (meant.cases, meant.keluarga, meant.of) == (2, 2, 50)


@pytest.mark.parametrize(
    ("scope", "total"),
    [("", 5), ("64.02", 3), ("64.02.06", 2), (HERE, 2), ("94", 1), ("64.03", 0), ("64.02.0", 0)],
)
def test_figures_end_where_the_region_ends(loaded, make_actor, scope, total):
    assert (seen(make_actor("pelihat", scope=scope)).total().keluarga or 0) == total


def test_cases_are_for_those_who_may_see_identities_there(loaded, make_actor):
    expected = {
        ("operator", "64.02"): 4,
        ("operator", "64.02.06"): 3,
        ("pelihat", "64.02"): 0,
        ("pengelola", ""): 0,
    }
    for (role, scope), n in expected.items():
        actor = make_actor(role, scope=scope)
        identify(actor)
        assert queries.cases(actor=actor, build=1, wanted=EVERYTHING).count() == n
    outside = make_actor("wali_data", scope="64.02", kind="pihak_luar")
    identify(outside)
    assert not queries.cases(actor=outside, build=1, wanted=EVERYTHING).exists()


def test_row_security_holds_without_the_queries(loaded, make_actor):
    identify(make_actor("operator", scope="64.02.06"))
    for model in (Discrepancy, Count, Held):
        assert set(model.objects.values_list("kode_desa", flat=True)) == {HERE}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('selaras.scopes', '', true)")
    assert [model.objects.count() for model in (Discrepancy, Count, Held)] == [0, 0, 0]


def test_numbers_in_values_are_hidden_at_the_door(loaded, make_actor):
    identify(make_actor("operator", scope=""))
    assert not Discrepancy.objects.filter(value_a__contains=CANARY).exists()


def test_the_same_result_again_changes_no_row_and_a_new_one_only_what_differs(loaded, make_actor, tmp_path):
    build(tmp_path / "lagi", 2)
    assert Discrepancy.objects.count() == 7
    assert not Discrepancy.objects.exclude(build_to=None).exists()
    build(tmp_path / "baru", 3, [*CASES[1:], case("desil_beda", 7, HERE, value_b="9")])
    assert Discrepancy.objects.filter(build_from=3).count() == 1
    assert Discrepancy.objects.filter(build_to=3).count() == 1
    actor = make_actor("operator", scope="64.02")
    identify(actor)
    known = [
        queries.cases(actor=actor, build=n, wanted=EVERYTHING).filter(kind="desil_beda").count()
        for n in (1, 3)
    ]
    assert known == [2, 2]
    values = [
        set(queries.cases(actor=actor, build=n, wanted=EVERYTHING).values_list("value_b", flat=True))
        for n in (1, 3)
    ]
    assert "9" not in values[0]
    assert "9" in values[1]


def test_a_build_without_lists_has_no_figures(loaded, make_actor):
    Build.objects.filter(state=Build.ACTIVE).update(state=Build.REPLACED)
    Build.objects.create(number=2, state=Build.ACTIVE)
    assert queries.current() is None


def test_who_sees_public_figures_only_gets_them_rounded(loaded, make_actor):
    found = seen(make_actor("pelihat", scope="64.02", kind="pihak_luar"))
    assert found.total().keluarga is None
    assert found.total().of == 80
    assert [rules.published(n) for n in (9, 10, 12, 13, 1000)] == [None, 10, 10, 15, 1000]


@pytest.mark.parametrize(
    "given", [{"jenis": "'; --"}, {"a": "dtks"}, {"a": "dtks", "b": "<b>"}, {"pasangan": "x~"}]
)
def test_an_unknown_choice_chooses_nothing(given):
    assert rules.chosen(given, "64.02") == rules.Filter("64.02")


def test_far_places_are_not_in_anybodys_sums(loaded, make_actor):
    codes = {f.code for f in seen(make_actor("pelihat", scope="64")).places(3)}
    assert FAR not in codes


def test_classes_of_the_map_follow_the_figures():
    ends = rules.cuts([0.011, 0.02, 0.3, 0.41, 0.5])
    assert ends == (0.02, 0.3, 0.41, 0.5)
    assert [rules.level(value, ends) for value in (None, 0.0, 0.02, 0.021, 0.5)] == [0, 1, 1, 2, 4]
    assert rules.cuts([]) == ()
    assert rules.level(0.0, rules.cuts([0.0, 0.0])) == 1
