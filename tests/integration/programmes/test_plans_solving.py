"""A plan is reckoned from the facts of now, holds every limit, explains itself, and is decided by somebody else."""

import dataclasses
import datetime as dt
import json
from collections import Counter

import plan_ground as ground
import pytest
from django.utils import timezone

from selaras.apps.accounts import rules
from selaras.apps.programmes.models.allocation import Award, PlanStep, Receives
from selaras.apps.programmes.models.catalogue import Funding, Programme
from selaras.apps.programmes.queries import plan_ground, plans
from selaras.apps.programmes.rules import plan_overrides, plan_settings, words
from selaras.apps.programmes.rules import plans as way
from selaras.apps.programmes.services import plan_papers, plan_solving
from selaras.apps.programmes.services import plans as services
from selaras.kernel import errors
from selaras.shell import trail


@pytest.fixture
def planner(kabupaten, make_actor):
    ground.money()
    return ground.coordinator(make_actor)


def test_a_plan_gives_to_who_is_eligible_within_every_limit_and_says_why_not_to_others(planner):
    row = ground.made(planner)[0]
    assert row.progress["state"] == "selesai", row.progress
    told = row.result
    rows = Award.objects.filter(plan=row)
    assert rows.filter(given=True).count() == told["shares"] > 0
    given = plans.given(row)
    against = plans.against(list(Programme.objects.all()))
    assert plan_overrides.broken(given, plan_settings.of_kept(row.settings), against, "64.02") == []
    assert told["value"] <= told["linear"] * (1 + 1e-6)
    assert told["value"] >= 0.99 * told["linear"]
    assert all(each["budget"] - each["spent"] == each["left"] >= 0 for each in told["programmes"])
    waiting = rows.filter(given=False, place__gt=0).order_by("place").first()
    assert waiting.why["why"] == "jatah_habis"
    assert {"cut", "regional", "instead", "cost"} <= set(waiting.why)
    assert (
        sum(n for _, n, *_ in told["by_village"])
        == told["families"]
        == sum(n for _, n, *_ in told["by_decile"])
    )
    assert json.loads(json.dumps(told)) == told


def test_only_families_the_rules_call_layak_take_part(planner):
    row = ground.made(planner)[0]
    settings = plan_settings.of_kept(row.settings)
    found = plan_ground.material(settings, "64.02", timezone.localdate()).ground
    rows = {each: n for n, each in enumerate(found.reference.to_list())}
    codes = [each.code for each in settings.shares]
    for award in Award.objects.filter(plan=row).select_related("programme"):
        assert found.free[rows[award.keluarga], codes.index(award.programme.code)]


def test_who_receives_what_excludes_it_or_has_it_already_is_not_given_it(planner):
    first = ground.made(planner)[0]
    both = Award.objects.filter(plan=first, given=True, programme__code="pondok-pangan").first()
    again, past = Award.objects.filter(plan=first, given=True, programme__code="jamban")[:2]
    today = timezone.localdate()
    for one, code, days in (
        (both, "sembako", {}),
        # Promised from a later day on: not given before and again then.
        (again, "jamban", {"since": today + dt.timedelta(days=30)}),
        (past, "jamban", {"until": today - dt.timedelta(days=1)}),
    ):
        Receives.objects.create(
            programme=Programme.objects.get(code=code), keluarga=one.keluarga, kode_desa=one.kode_desa, agency="uji", source="uji",
            recorded_by=0, **days,
        )  # fmt: skip
    second = ground.made(planner)[0]
    pairs = set(Award.objects.filter(plan=second).values_list("keluarga", "programme__code"))
    assert (both.keluarga, "pondok-pangan") not in pairs
    assert (again.keluarga, "jamban") not in pairs
    assert (past.keluarga, "jamban") in pairs
    renewed = ground.made(planner, ground.settings(renew=True))[0]
    pairs = set(Award.objects.filter(plan=renewed).values_list("keluarga", "programme__code"))
    assert (again.keluarga, "jamban") in pairs


def test_the_three_ways_hold_every_limit_and_decile_one_goes_first(planner):
    rows = ground.made(planner, scenarios=("dasar", "desil", "merata"))
    against = plans.against(list(Programme.objects.all()))
    for row in rows:
        settings = plan_settings.of_kept(row.settings)
        assert plan_overrides.broken(plans.given(row), settings, against, "64.02") == []
        assert row.result["value"] <= rows[0].result["linear"] * (1 + 1e-6)
    first = {
        row.scenario: {key: served for key, _n, _fit, served, _s in row.result["by_decile"]} for row in rows
    }
    assert first["desil"].get(1, 0) >= first["dasar"].get(1, 0)


def test_reckoning_again_holds_what_persons_decided_and_keeps_their_reasons(planner):
    row = ground.made(planner)[0]
    out = Award.objects.filter(plan=row, given=True, programme__code="jamban").order_by("-value").first()
    ground.override(row, out, planner, give=False)
    services.again(reference=row.reference, by=planner)
    assert plan_solving.solve(row.pk)
    held = Award.objects.get(plan=row, keluarga=out.keluarga, programme=out.programme)
    assert (held.given, held.overridden, held.override_reason) == (False, True, ground.REASON)
    assert held.override_by == planner.user_id
    assert held.keluarga not in [each.keluarga for each in plans.queue(row, held.programme)]


def test_a_change_by_hand_is_refused_where_it_breaks_a_limit(planner):
    row = ground.made(planner)[0]
    waiting = Award.objects.filter(
        plan=row, given=False, why__why="jatah_habis", programme__code="jamban"
    ).first()
    with pytest.raises(errors.SelarasError) as full:
        ground.override(row, waiting, planner, give=True)
    assert full.value.code == "rencana_anggaran_habis"
    clash = Award.objects.filter(plan=row, given=False, why__why="tidak_bersama").first()
    with pytest.raises(errors.SelarasError) as both:
        ground.override(row, clash, planner, give=True)
    assert both.value.code == "rencana_tidak_bersama"
    assert not Award.objects.filter(plan=row, overridden=True).exists()
    assert PlanStep.objects.filter(plan=row, act=way.Act.ADDED).count() == 0


def test_a_scenario_beyond_the_money_of_the_year_cannot_be_proposed(planner):
    row = ground.made(planner, scenarios=("tambah",))[0]
    with pytest.raises(errors.SelarasError) as more:
        services.propose(reference=row.reference, seen=ground.seen(row), by=planner)
    assert more.value.code == "rencana_lebih_dari_dana"
    row.refresh_from_db()
    assert row.state == words.PlanState.DRAFT


def test_what_is_approved_is_what_was_proposed(planner, make_actor):
    row, approver = ground.made(planner)[0], ground.coordinator(make_actor, "penyetuju")
    services.propose(reference=row.reference, seen=ground.seen(row), by=planner)
    taken = Award.objects.filter(plan=row, given=True).first()
    Award.objects.filter(pk=taken.pk).update(given=False)
    with pytest.raises(errors.SelarasError) as changed:
        services.decide(reference=row.reference, act=way.Act.REVIEW, seen=ground.seen(row), by=approver)
    assert changed.value.code == "rencana_isi_berubah"


def test_who_made_it_cannot_decide_it_with_every_right_there_is(planner, make_actor):
    row = ground.made(planner)[0]
    both = dataclasses.replace(planner, grants=(*planner.grants, rules.Grant("penyetuju", "64.02")))
    services.propose(reference=row.reference, seen=ground.seen(row), by=planner)
    for act in way.DECIDING:
        with pytest.raises(errors.SelarasError) as own:
            services.turn(row.reference, act, ground.seen(row), both)
        assert own.value.code in ("rencana_buatan_sendiri", "rencana_terkunci")
    with pytest.raises(trail.Refused):
        services.decide(
            reference=row.reference, act=way.Act.REVIEW, seen=ground.seen(row),
            by=ground.elsewhere(ground.coordinator(make_actor, "penyetuju"), "94.01"),
        )  # fmt: skip


def test_a_second_plan_for_the_same_programme_and_place_is_refused(planner, make_actor):
    approver = ground.coordinator(make_actor, "penyetuju")
    first, second = ground.made(planner)[0], ground.made(planner)[0]
    ground.approved(first, planner, approver)
    assert first.state == words.PlanState.APPROVED
    with pytest.raises(errors.SelarasError) as twice:
        services.propose(reference=second.reference, seen=ground.seen(second), by=planner)
    assert twice.value.code == "rencana_sudah_ada"
    pkh = Programme.objects.get(code="pkh")
    assert (
        plans.approved(pkh, ground.YEAR).count()
        == Award.objects.filter(plan=first, programme=pkh, given=True).count()
    )
    with pytest.raises(errors.SelarasError) as locked:
        services.again(reference=first.reference, by=planner)
    assert locked.value.code == "rencana_terkunci"


def test_sent_back_with_a_reason_it_is_a_draft_again(planner, make_actor):
    row, approver = ground.made(planner)[0], ground.coordinator(make_actor, "penyetuju")
    services.propose(reference=row.reference, seen=ground.seen(row), by=planner)
    with pytest.raises(errors.SelarasError) as short:
        services.decide(
            reference=row.reference, act=way.Act.RETURN, seen=ground.seen(row), by=approver, reason="kurang"
        )
    assert short.value.code == "rencana_tanpa_alasan"
    services.decide(
        reference=row.reference, act=way.Act.RETURN, seen=ground.seen(row), by=approver, reason="satu desa belum terlayani"
    )  # fmt: skip
    row.refresh_from_db()
    assert row.state == words.PlanState.DRAFT
    assert way.proposed(plans.moves(plans.steps(row))) == ""


def test_the_list_of_a_programme_that_asks_about_disability_is_for_those_whose_work_it_is(
    kabupaten, make_actor
):
    ground.money({"disabilitas": (1_800_000, 20)})
    planner = ground.coordinator(make_actor)
    row = ground.made(planner, ground.settings(codes=["disabilitas"]))[0]
    assert plans.hidden(row) == {"disabilitas"}
    assert plans.awards(row, planner).exists()
    assert not plans.awards(row, make_actor("operator")).exists()
    assert not plan_papers.may_read(row, make_actor("kepala_daerah"))


def test_money_of_another_year_is_no_money(planner):
    Funding.objects.update(year=ground.YEAR - 1)
    row = ground.made(planner, dataclasses.replace(ground_settings(), seed=3))[0]
    with pytest.raises(errors.SelarasError) as none:
        services.propose(reference=row.reference, seen=ground.seen(row), by=planner)
    assert none.value.code == "rencana_lebih_dari_dana"


def ground_settings():
    """What lines of last year said."""
    shares = tuple(plans.funded(ground.YEAR - 1)[code] for code in sorted(ground.MONEY))
    return plan_settings.Settings(shares, plan_settings.standard(), seed=1)


def counted(row) -> dict[str, object]:
    """The figures of a plan, counted from its rows."""
    given = list(Award.objects.filter(plan=row, given=True).select_related("programme"))
    costs = {each["code"]: each["cost"] for each in row.settings["shares"]}
    served = {each.keluarga: each for each in given}
    return {
        "shares": len(given), "served": len(served), "spent": sum(costs[each.programme.code] for each in given),
        "gaps": Award.objects.filter(plan=row).values("keluarga").distinct().count() - len(served),
        "villages": dict(Counter(each.kode_desa for each in served.values())),
        "deciles": dict(Counter(each.desil or 0 for each in served.values())),
        "programmes": dict(Counter(each.programme.code for each in given)),
    }  # fmt: skip


def said(row) -> dict[str, object]:
    """The same, as the plan says them."""
    told = row.result
    return {
        **{name: told[name] for name in ("shares", "served", "spent", "gaps")},
        "villages": {key: served for key, _n, _fit, served, _s in told["by_village"] if served},
        "deciles": {key: served for key, _n, _fit, served, _s in told["by_decile"] if served},
        "programmes": {each["code"]: each["shares"] for each in told["programmes"] if each["shares"]},
    }  # fmt: skip


def test_the_figures_of_a_plan_go_with_every_change_by_hand(planner):
    row = ground.made(planner)[0]
    assert said(row) == counted(row)
    out = Award.objects.filter(plan=row, given=True, programme__code="jamban").order_by("keluarga")
    gone = [ground.override(row, each, planner, give=False) for each in out[:2]]
    row.refresh_from_db()
    assert said(row) == counted(row)
    ground.override(row, plans.queue(row, gone[0].programme)[0], planner, give=True)
    ground.override(row, gone[1], planner, give=True)
    row.refresh_from_db()
    assert said(row) == counted(row)
    value = sum(Award.objects.filter(plan=row, given=True).values_list("value", flat=True))
    assert row.result["value"] == pytest.approx(value)
