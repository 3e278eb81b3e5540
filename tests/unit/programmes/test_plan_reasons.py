"""A sentence of a plan says what really decided: the cut, the way of sharing out, the lot, or what the family gets already."""

from types import SimpleNamespace

import pytest

from selaras.apps.programmes import showing_plans
from selaras.apps.programmes.rules.plan_told import Why


def award(value, cut, *, given=False, place=0, why=Why.QUEUE, instead=()):
    told = {"why": why, "cut": cut, "instead": list(instead)}
    return SimpleNamespace(value=value, given=given, place=place, overridden=False, why=told)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (award(8.0, 6.0, given=True, why=Why.GIVEN), "Terlayani: nilai 8,0, batas 6,0."),
        (award(3.0, 6.0, given=True, why=Why.GIVEN), "mendahulukan keluarga ini"),
        (award(4.1, 5.8, place=37), "nilai 4,1 di bawah batas 5,8. Urutan 37; terlayani bila kuota +37."),
        (award(8.0, 6.0, place=1), "di atas batas umum 6,0"),
        (award(5.9999, 6.0, place=14), "jatah habis pada nilai 6,0; urutannya menurut undian"),
    ],
)
def test_the_reason_is_the_one_that_decided(one, said):
    assert said in showing_plans.reason(one, {})


def test_who_gets_as_many_as_allowed_is_promised_nothing_by_a_larger_quota():
    told = showing_plans.reason(
        award(10.5, 6.0, place=68, why=Why.ENOUGH, instead=["beras"]), {"beras": "Beras"}
    )
    assert told == "Tidak dilayani: sudah mendapat sebanyak yang boleh dalam rencana ini: Beras."
