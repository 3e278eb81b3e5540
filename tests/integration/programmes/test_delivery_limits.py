"""What holds a line at freezing though no other tranche serves its family: a list of an agency, with a programme that excludes this one."""

import dataclasses
import datetime as dt

import pytest
from delivery_ground import AMOUNT, GIVEN, ONE, People, draft, keluarga, line, plant
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Exclusion, Funding, Programme
from selaras.apps.programmes.models.delivery import Entry
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.services import delivery
from selaras.kernel import errors

DAY = dt.timedelta(days=1)


@pytest.fixture
def people(make_actor):
    return People(
        make_actor("pemilik_program"), make_actor("penyetuju"), make_actor("penyetuju"),
        make_actor("operator", scope=ONE, kind="desa_kelurahan"), make_actor("wali_data"),
    )  # fmt: skip


@pytest.fixture
def ground(people):
    return plant(people.owner.agency)


def other_programme(programme):
    accounts.identify(access.SYSTEM)
    other = Programme.objects.create(
        code="bantuan-lain", name="Bantuan lain", owner_kind="opd", agency="dinas-lain", owner_name="Dinas lain",
        strategy="kurangi_beban", unit="keluarga", benefit="uang", gives="Rp 300.000 sebulan", basis="uji",
    )  # fmt: skip
    Exclusion.objects.create(one=other, other=programme, reason="uji")
    return other


def listed(other, n, **more):
    Receives.objects.create(
        programme=other,
        keluarga=keluarga(n),
        kode_desa=ONE,
        agency="dinas-lain",
        source="uji",
        recorded_by=0,
        **more,
    )


def freeze(people, made):
    accounts.identify(people.approver)
    return delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=people.approver)


def make(people, wanted):
    accounts.identify(people.owner)
    return delivery.make(draft=wanted, by=people.owner)


def test_who_stands_in_a_list_of_a_programme_that_excludes_this_one_is_held(people, ground):
    today = timezone.localdate()
    other = other_programme(ground[0])
    listed(other, 1)
    listed(other, 3, since=today - 30 * DAY, until=today)
    listed(other, 2, until=today - DAY)
    listed(other, 4, since=today + DAY)
    made = freeze(people, make(people, draft(*ground)))
    states = {n: line(made, n).state for n in range(1, GIVEN + 1)}
    assert {n for n, state in states.items() if state == State.HELD} == {1, 3}
    assert line(made, 1).trouble[0]["codes"] == ["tidak_bersama"]


def test_what_the_plan_gives_anew_is_not_held_against_a_family(people, ground):
    programme, plan = ground
    other = other_programme(programme)
    listed(other, 1)
    plan.settings = {**plan.settings, "renew": True}
    plan.rules = {**plan.rules, other.code: {}}
    plan.save()
    made = freeze(people, make(people, draft(programme, plan)))
    assert line(made, 1).state == State.DECIDED


def test_tranches_of_a_year_stay_within_its_money_and_say_what_is_left(people, ground):
    programme, plan = ground
    accounts.identify(access.SYSTEM)
    Funding.objects.create(
        programme=programme,
        year=plan.year,
        line="APBD",
        source="apbd_kab",
        budget=GIVEN * AMOUNT + AMOUNT,
        cost=AMOUNT,
    )
    freeze(people, make(people, draft(programme, plan)))
    second = make(people, draft(programme, plan, tranche=2))
    with pytest.raises(errors.SelarasError) as told:
        freeze(people, second)
    assert told.value.code == "tahap_lebih_dari_dana"
    assert "Rp 300.000" in str(told.value.params["sisa"]).replace("\u00a0", " ")
    assert Entry.objects.filter(line__cycle=second).count() == 0
    last = dataclasses.replace(
        draft(programme, plan, tranche=3), recipients=[delivery.Recipient(keluarga(1), ONE)]
    )
    assert freeze(people, make(people, last)).state == "dibekukan"
