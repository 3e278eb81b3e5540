"""Whose recipients a plan names to whom: owners read their own agency's, and who may not know health reads nothing that tells of it."""

import dataclasses

import plan_ground as ground
import pytest
from django.urls import reverse

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.audit import queries as audit
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import plans
from selaras.apps.programmes.services import plan_papers
from selaras.apps.programmes.services import plans as services
from selaras.kernel import errors

SECRET, OPEN = "disabilitas", "jamban"


@pytest.fixture
def plan(kabupaten, make_actor):
    """A plan for people with disabilities, made by who coordinates; the programme is of the agency of social affairs."""
    ground.money({SECRET: (1_800_000, 20)})
    row = ground.made(ground.coordinator(make_actor), ground.settings(codes=[SECRET]))[0]
    assert plans.hidden(row) == {SECRET}
    return row


def told(row, actor):
    accounts.identify(actor)
    return plans.awards(row, actor).count()


def test_an_owner_of_another_agency_reads_nobody_of_a_plan_that_tells_of_health(plan, make_actor, sign_in):
    mine, stranger = (
        make_actor("pemilik_program"),
        make_actor("pemilik_program", duty="sosial"),
    )
    Programme.objects.filter(code=SECRET).update(agency=mine.agency)
    assert told(plan, mine) > 0
    assert told(plan, stranger) == 0
    assert plan_papers.may_read(plan, mine)
    assert not plan_papers.may_read(plan, stranger)
    client = sign_in(stranger)
    page = client.get(reverse("programmes:plan", args=[plan.reference]))
    assert page.status_code == 200
    assert "isi-desil" not in page.content.decode()
    assert "isi-kecamatan" not in page.content.decode()
    rows = client.get(reverse("programmes:plan_rows", args=[plan.reference])).content.decode()
    assert not any(each.keluarga in rows for each in _all(plan))
    for each in _all(plan)[:2]:
        assert (
            client.get(reverse("programmes:plan_family", args=[plan.reference, each.keluarga])).status_code
            == 404
        )


def _all(plan):
    accounts.identify(access.SYSTEM)
    return list(plans.awards(plan, access.SYSTEM))


def test_figures_of_one_village_are_not_told_to_its_counter(plan, make_actor, sign_in):
    """Two families of a village eligible for an aid for disability: the counter sees all families of the village."""
    village = _all(plan)[0].kode_desa
    counter = make_actor("operator", scope=village, kind="desa_kelurahan")
    assert told(plan, counter) == 0
    plan.state = "disetujui"
    plan.save(update_fields=["state"])
    page = sign_in(counter).get(reverse("programmes:plan", args=[plan.reference]))
    assert page.status_code == 200
    assert "isi-kecamatan" not in page.content.decode()


def test_of_a_plan_of_several_agencies_each_owner_reads_its_own(kabupaten, make_actor):
    ground.money({OPEN: (5_000_000, 6), "pondok-pangan": (1_200_000, 8)})
    row = ground.made(ground.coordinator(make_actor), ground.settings(codes=[OPEN, "pondok-pangan"]))[0]
    mine = make_actor("pemilik_program")
    Programme.objects.filter(code=OPEN).update(agency=mine.agency)
    accounts.identify(mine)
    assert set(plans.awards(row, mine).values_list("programme__code", flat=True)) == {OPEN}
    assert not plan_papers.may_read(row, mine)
    steward = make_actor("wali_data")
    accounts.identify(steward)
    codes = set(plans.awards(row, steward).values_list("programme__code", flat=True))
    assert codes == {OPEN, "pondok-pangan"}
    assert plan_papers.may_read(row, steward)


def test_a_central_programme_that_asks_about_health_is_not_every_owner_s_to_plan(kabupaten, make_actor):
    """PKH is of no agency of the portal: who plans it reads who is pregnant, so it is the business of social affairs."""
    ground.money({"pkh": (3_000_000, 12)})
    stranger = make_actor("pemilik_program")
    with pytest.raises(errors.SelarasError) as refused:
        ground.made(stranger, ground.settings(codes=["pkh"]))
    assert refused.value.code == "rencana_terlarang"
    social = make_actor("pemilik_program", duty="sosial")
    row = ground.made(social, ground.settings(codes=["pkh"]))[0]
    assert told(row, social) > 0
    assert told(row, stranger) == 0
    both = dataclasses.replace(stranger, grants=(*stranger.grants, access.Grant("verifikator", "64.02")))
    assert told(row, both) > 0


def test_names_on_the_page_of_a_plan_leave_a_trace(kabupaten, make_actor, sign_in, trail_of):
    ground.money({OPEN: (5_000_000, 6)})
    planner = ground.coordinator(make_actor)
    row = ground.made(planner, ground.settings(codes=[OPEN]))[0]
    accounts.identify(planner)
    ground.override(row, plans.awards(row, planner).filter(given=True).first(), planner, give=False)
    client = sign_in(planner)
    before = trail_of(planner)
    client.get(reverse("programmes:plan", args=[row.reference]))
    assert trail_of(planner)[len(before) :] == ["rencana_daftar"]


@pytest.fixture
def trail_of():
    def actions(actor):
        with audit.whole_trail():
            return [each.action for each in reversed(audit.own(actor))]

    return actions


def test_services_refuse_what_pages_do_not_show(plan, make_actor):
    stranger = make_actor("pemilik_program", duty="sosial")
    Programme.objects.filter(code=SECRET).update(agency="dinas-lain")
    accounts.identify(stranger)
    with pytest.raises(services.trail.Refused):
        plan_papers.read(plan=plan, by=stranger)
