"""What holds a line at freezing though no other tranche serves its family: a list of an agency, with a programme that excludes this one."""

import dataclasses
import datetime as dt

import pytest
from delivery_ground import AMOUNT, GIVEN, ONE, draft, keluarga, line, next_build
from django.urls import reverse
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.allocation import Receives
from selaras.apps.programmes.models.catalogue import Exclusion, Funding, Programme
from selaras.apps.programmes.models.delivery import Entry
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.programmes.services import delivery, drafts
from selaras.apps.registry import layout
from selaras.apps.registry.models import Keluarga
from selaras.kernel import errors

DAY = dt.timedelta(days=1)


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


def by_registry(n, field, sources="dtsen"):
    """The newest build says of a keluarga that it receives something."""
    accounts.identify(access.SYSTEM)
    told = [
        "1" if name == field else sources if name == f"{field}__sources" else "" for name in layout.KELUARGA
    ]
    Keluarga.objects.filter(reference=keluarga(n), build_to=None).update(isi=layout.pack(told))


def test_who_receives_an_excluding_programme_by_a_list_of_the_registry_is_told_and_let_pass_with_a_reason(
    people, ground, sign_in
):
    programme, plan = ground
    other = other_programme(programme)
    Programme.objects.filter(pk=other.pk).update(receives="terima_pkh")
    by_registry(1, "terima_pkh")
    # What excludes nothing is no trouble.
    by_registry(3, "terima_sembako")
    made = make(people, draft(programme, plan))
    page = sign_in(people.approver).get(reverse("programmes:cycle", args=[made.reference])).content.decode()
    assert "1 penerima berubah di registri" in page
    assert "Bantuan lain (DTSEN)" in page
    freeze(people, made)
    held = line(made, 1)
    assert (held.state, held.trouble[0]["codes"]) == (State.HELD, ["menerima_menurut_daftar"])
    assert line(made, 3).state == State.DECIDED
    accounts.identify(people.owner)
    with pytest.raises(errors.SelarasError):
        delivery.release(number=held.number, reason="ya", by=people.owner)
    delivery.release(number=held.number, reason="sudah keluar dari PKH bulan lalu", by=people.owner)
    # A newer registry that says the same is no news; one that says it of another family is.
    next_build({})
    by_registry(5, "terima_pkh")
    accounts.identify(people.owner)
    made.refresh_from_db()
    assert delivery.recheck(cycle=made, by=people.owner) == 1
    assert (line(made, 1).state, line(made, 5).state) == (State.DECIDED, State.HELD)


def test_who_was_let_pass_for_a_second_list_is_held_when_a_newer_registry_tells_of_another_programme(
    people, ground
):
    programme, plan = ground
    other = other_programme(programme)
    Programme.objects.filter(pk=other.pk).update(receives="terima_pkh")
    listed(other, 1)
    made = freeze(people, make(people, draft(programme, plan)))
    accounts.identify(people.owner)
    delivery.release(number=line(made, 1).number, reason="daftar itu sudah ditarik kembali", by=people.owner)
    next_build({})
    by_registry(1, "terima_pkh")
    accounts.identify(people.owner)
    made.refresh_from_db()
    assert delivery.recheck(cycle=made, by=people.owner) == 1
    assert line(made, 1).trouble[-1]["codes"] == ["menerima_menurut_daftar"]


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
        draft(programme, plan, tranche=3), recipients=[drafts.Recipient(keluarga(1), ONE)]
    )
    assert freeze(people, make(people, last)).state == "dibekukan"
