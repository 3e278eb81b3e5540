"""Who made something does not decide it, by whatever way it came to others; and what is decided is what holds."""

import dataclasses

import plan_ground as ground
import pytest
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.services import editing, plan_papers, plans, trying
from selaras.apps.registry.models import Build
from selaras.kernel import errors

CODE = "lansia"
CLAUSE = [
    {"id": "lansia.1", "text": "desil <= 3", "sentence": "Desil paling tinggi 3.", "basis": "Uji 1/2026"}
]


def deciding(actor):
    """The same person with the role of who decides, too."""
    return dataclasses.replace(actor, grants=(*actor.grants, access.Grant("penyetuju", "64.02")))


def test_a_text_that_was_given_back_is_not_published_by_its_writer_through_a_colleague(kabupaten, make_actor):
    writer, colleague = make_actor("pemilik_program"), make_actor("pemilik_program")
    Programme.objects.filter(code=CODE).update(agency=writer.agency)
    rule = editing.begin(code=CODE, by=writer)
    text = editing.Text(CLAUSE, [], timezone.localdate(), "")
    rule = editing.save(rule=rule, text=text, seen=editing.seal(rule), by=writer)
    rule = editing.propose(rule=trying.run(rule=rule, by=writer), note="Menurut perbup baru.", by=writer)
    editing.give_back(rule=rule, reason="belum ada dasarnya", by=make_actor("penyetuju"))
    taken = editing.begin(code=CODE, source=rule.number, by=colleague)
    assert taken.clauses == CLAUSE
    taken = editing.propose(
        rule=trying.run(rule=taken, by=colleague), note="Menurut perbup baru.", by=colleague
    )
    for person in (deciding(writer), deciding(colleague)):
        with pytest.raises(errors.SelarasError) as own:
            editing.publish(rule=taken, seen=editing.seal(taken), by=person)
        assert own.value.code == "aturan_pembuat_sendiri"
    # Of a published version everybody may begin anew: its text was decided by others.
    done = editing.publish(rule=taken, seen=editing.seal(taken), by=make_actor("penyetuju"))
    assert editing.begin(code=CODE, source=done.number, by=colleague).authors == [colleague.user_id]


@pytest.fixture
def planner(kabupaten, make_actor):
    ground.money({"jamban": (5_000_000, 6)})
    return ground.coordinator(make_actor)


def plan(planner):
    return ground.made(planner, ground.settings(codes=["jamban"]))[0]


def test_a_plan_of_a_registry_that_was_replaced_is_not_proposed(planner):
    row = plan(planner)
    accounts.identify(access.SYSTEM)
    Build.objects.filter(state=Build.ACTIVE).update(state="digantikan")
    Build.objects.create(number=row.build + 1, state=Build.ACTIVE)
    accounts.identify(planner)
    with pytest.raises(errors.SelarasError) as stale:
        plans.propose(reference=row.reference, seen=ground.seen(row), by=planner)
    assert stale.value.code == "rencana_registri_baru"


def test_a_plan_by_a_rule_that_was_replaced_is_neither_reviewed_nor_approved(planner, make_actor):
    row, approver = plan(planner), ground.coordinator(make_actor, "penyetuju")
    plans.propose(reference=row.reference, seen=ground.seen(row), by=planner)
    old = Rule.objects.get(programme__code="jamban")
    Rule.objects.create(
        programme=old.programme, number=2, state="berlaku", clauses=old.clauses, figures=old.figures, valid_from=timezone.localdate()
    )  # fmt: skip
    accounts.identify(approver)
    with pytest.raises(errors.SelarasError) as changed:
        plans.decide(reference=row.reference, act=plans.plans.Act.REVIEW, seen=ground.seen(row), by=approver)
    assert changed.value.code == "rencana_aturan_baru"
    with pytest.raises(errors.SelarasError):
        plan_papers.approve(
            reference=row.reference,
            number="1/2026",
            on=timezone.localdate(),
            seen=ground.seen(row),
            by=approver,
        )
