"""Writes of plans: asked for, changed by hand, proposed, reviewed, approved, sent back. Two at once: one wins."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from procrastinate.contrib.django import app

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.programmes.models.allocation import Plan, PlanStep
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.queries import plan_ground as ground
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import plan_overrides, plan_settings, plans, scope, veil, words
from selaras.apps.programmes.services.plan_solving import KIND, QUEUE, STAGES, TASK
from selaras.apps.registry import queries as registry
from selaras.kernel import errors
from selaras.shell import trail
from selaras.shell import words as shell

PLAN, APPROVE, IDENTITY = access.Ability.PLAN, access.Ability.APPROVE, access.FieldClass.IDENTITY
_LISTED = 3


@dataclass(frozen=True)
class Asked:
    """What somebody asks to be reckoned: one plan for each scenario."""

    title: str
    wilayah: str
    year: int
    settings: plan_settings.Settings
    scenarios: Sequence[str]


def may_plan(programme: Programme, by: access.Actor) -> bool:
    """Whether this programme is theirs to plan: of their own agency, of none of the portal, or they coordinate."""
    return programme.agency in ("", by.agency) or plan_settings.coordinates(by.agency)


def make(*, asked: Asked, by: access.Actor) -> list[Plan]:
    """Plans that wait to be reckoned, a scenario each. Raises Refused without the right there; SelarasError rencana_terlarang,
    rencana_tanpa_aturan, and as `Settings.check`."""
    if not access.may(by, PLAN, asked.wilayah, IDENTITY):
        raise trail.Refused("rencana_susun", KIND)
    asked.settings.check(asked.wilayah)
    codes = [each.code for each in asked.settings.shares]
    for programme in Programme.objects.filter(code__in=codes):
        if not may_plan(programme, by):
            raise errors.SelarasError("rencana_terlarang", program=programme.name)
    for rule in ground.current(codes, timezone.localdate()).values():
        if veil.touched(rule.asked) and not _answers(rule.programme, by):
            raise errors.SelarasError("rencana_terlarang", program=rule.programme.name)
    wanted = [each for each in plan_settings.SCENARIOS if each.code in asked.scenarios]
    family = uuid.uuid4().hex[:12]
    made = []
    for each in wanted or plan_settings.SCENARIOS[:1]:
        percent = asked.settings.percent * each.percent // plan_settings.WHOLE
        row = Plan.objects.create(
            title=" ".join(asked.title.split())[:120], wilayah=asked.wilayah, year=asked.year, mode=each.mode, family=family,
            scenario=each.code, settings=replace(asked.settings, percent=percent).kept(), made_by=by.user_id,
            made_by_name=by.name,
        )  # fmt: skip
        note(row, plans.Act.MADE, by)
        told(row, "rencana_susun", by, skenario=each.code)
        _wait(row, by)
        made.append(row)
    return made


def _answers(programme: Programme, by: access.Actor) -> bool:
    """Whether recipients of a programme that asks about health are this planner's business: a plan names them."""
    if plan_settings.coordinates(by.agency):
        return True
    mine = scope.answering(by, programme.agency)
    return access.may(mine, PLAN) or access.may(by, access.Ability.SEE, None, access.FieldClass.SENSITIVE)


def again(*, reference: str, by: access.Actor) -> Plan:
    """Asks for a draft to be reckoned again, from the facts of now; what persons decided is held. Raises as `drafted`."""
    row = drafted(reference, by, "rencana_hitung")
    _wait(row, by)
    return row


def _wait(row: Plan, by: access.Actor) -> None:
    row.progress = {"state": "menunggu", "done": 0, "total": len(STAGES), "by": by.user_id}
    row.save(update_fields=["progress"])
    app.configure_task(TASK, queue=QUEUE, lock=f"rencana-{row.pk}").defer(plan_id=row.pk)


def waits(row: Plan) -> bool:
    """Whether it is being reckoned, or will be."""
    return row.progress.get("state") in ("menunggu", "berjalan")


def drafted(reference: str, by: access.Actor, action: str) -> Plan:
    """A draft, held until the transaction ends. Raises Refused; SelarasError rencana_terkunci, rencana_sedang_dihitung."""
    row = Plan.objects.select_for_update().filter(reference=reference).first()
    if row is None or not access.may(by, PLAN, row.wilayah, IDENTITY) or not _theirs(row, by):
        raise trail.Refused(action, KIND, reference)
    if row.state != words.PlanState.DRAFT:
        raise errors.SelarasError("rencana_terkunci")
    if waits(row):
        raise errors.SelarasError("rencana_sedang_dihitung")
    return row


def _theirs(row: Plan, by: access.Actor) -> bool:
    codes = [each["code"] for each in row.settings["shares"]]
    return all(may_plan(each, by) for each in Programme.objects.filter(code__in=codes))


def note(row: Plan, act: plans.Act, by: access.Actor, reason: str = "", *, before: str = "") -> PlanStep:
    """A step of the history, with the digest of the recipients as they are now."""
    digest, count = queries.digest(row) if row.result else ("", 0)
    return PlanStep.objects.create(
        plan=row, act=act, came_from=before or row.state, went_to=row.state, reason=reason.strip()[:300], count=count,
        digest=digest, by=by.user_id, by_name=by.name,
    )  # fmt: skip


def told(row: Plan, action: str, by: access.Actor, **detail: object) -> None:
    """Records one action; `detail` holds counts, codes and states."""
    audit.record(
        actor=by, action=action, object_kind=KIND, object_id=row.reference, region=row.wilayah, detail=detail
    )  # fmt: skip


def propose(*, reference: str, seen: int, by: access.Actor) -> Plan:
    """Hands a draft in: from now on it is locked. Raises as `drafted`, and SelarasError rencana_sudah_bergerak,
    rencana_belum_dihitung, rencana_registri_baru, rencana_aturan_baru, rencana_batas_dilanggar, rencana_lantai_kurang, rencana_lebih_dari_dana, rencana_lebih_dari_kuota,
    rencana_sudah_ada."""
    row = drafted(reference, by, "rencana_ajukan")
    _fresh(row, seen)
    if row.progress.get("state") != "selesai":
        raise errors.SelarasError("rencana_belum_dihitung")
    active = registry.active()
    if active is None or active.number != row.build:
        raise errors.SelarasError("rencana_registri_baru")
    sound(row)
    _move(row, plans.Act.PROPOSE, by)
    return row


def decide(*, reference: str, act: plans.Act, seen: int, by: access.Actor, reason: str = "") -> Plan:
    """Reviews, sends back or rejects. Raises as `turn`, and SelarasError rencana_tanpa_alasan."""
    row = turn(reference, act, seen, by)
    if act is plans.Act.REVIEW:
        sound(row)
    elif len(reason.strip()) < plans.LEAST_REASON:
        raise errors.SelarasError("rencana_tanpa_alasan")
    _move(row, act, by, reason)
    return row


def turn(reference: str, act: plans.Act, seen: int, by: access.Actor) -> Plan:
    """A plan that was locked for an act of somebody who may decide it. Raises Refused out of turn; SelarasError
    rencana_sudah_bergerak, rencana_buatan_sendiri, rencana_isi_berubah, rencana_terkunci."""
    row = Plan.objects.select_for_update().filter(reference=reference).first()
    if row is None or not access.may(by, APPROVE, row.wilayah, IDENTITY) or act not in plans.DECIDING:
        raise trail.Refused(f"rencana_{act}", KIND, reference)
    _fresh(row, seen)
    if plans.target(words.PlanState(row.state), act) is None:
        raise errors.SelarasError("rencana_terkunci")
    moves = queries.moves(queries.steps(row))
    code = plans.obstacle(by.user_id, act, row.made_by, moves)
    if code:
        raise errors.SelarasError(code)
    if act in (plans.Act.REVIEW, plans.Act.APPROVE) and plans.proposed(moves) != queries.digest(row)[0]:
        raise errors.SelarasError("rencana_isi_berubah")
    return row


def _fresh(row: Plan, seen: int) -> None:
    if plans.seen(queries.moves(queries.steps(row))) != seen:
        raise errors.SelarasError("rencana_sudah_bergerak")


def _move(row: Plan, act: plans.Act, by: access.Actor, reason: str = "") -> None:
    before = row.state
    to = plans.target(words.PlanState(before), act)
    assert to is not None, "asked before"
    row.state = to
    if to in (words.PlanState.APPROVED, words.PlanState.REJECTED):
        row.decided_by, row.decided_by_name, row.decided_at = by.user_id, by.name, timezone.now()
        row.reason = reason.strip()[:300]
    row.save()
    step = note(row, act, by, reason, before=before)
    told(row, f"rencana_{act}", by, dari=before, ke=str(to), jatah=step.count, sidik=step.digest)


def approve_now(row: Plan, by: access.Actor) -> None:
    """The last step; for `plan_papers.approve`, which makes the decree with it."""
    row.result = {**row.result, "approved": queries.counted(row)}
    _move(row, plans.Act.APPROVE, by)


def sound(row: Plan) -> None:
    """Counts every limit anew from the rows, and the money and shares the year really has, by the rules that hold now.

    Raises SelarasError rencana_aturan_baru, rencana_batas_dilanggar, rencana_lantai_kurang, rencana_lebih_dari_dana, rencana_lebih_dari_kuota,
    rencana_sudah_ada.
    """
    in_force = catalogue.current(timezone.localdate())
    for programme in Programme.objects.filter(code__in=row.rules).order_by("name"):
        rule = in_force.get(programme.pk)
        if rule is None or rule.pk != row.rules[programme.code].get("rule", rule.pk):
            raise errors.SelarasError("rencana_aturan_baru", program=programme.name)
    settings = plan_settings.of_kept(row.settings)
    given = queries.given(row)
    against = queries.against(list(Programme.objects.filter(code__in=row.rules)))
    found = plan_overrides.broken(given, settings, against, row.wilayah)
    if found:
        said = "; ".join(
            filter(None, (f"{kind.replace('_', ' ')} {name} {n}".strip() for kind, name, n in found))
        )
        raise errors.SelarasError("rencana_batas_dilanggar", daftar=said)
    lacking = plan_overrides.below_floors(given, row.result.get("floors", {}))
    if lacking:
        first = ", ".join(f"{shell.region(code)} kurang {n}" for code, n in lacking[:_LISTED])
        more = f", dan {len(lacking) - _LISTED} desa lain" if len(lacking) > _LISTED else ""
        raise errors.SelarasError("rencana_lantai_kurang", daftar=first + more)
    _funded(row, settings)


def _funded(row: Plan, settings: plan_settings.Settings) -> None:
    """What the plan gives beside what other approved plans of the year give, against the lines of money that are recorded."""
    counts, known, spent = queries.counted(row), queries.funded(row.year), queries.spent(row)
    for other, theirs in queries.elsewhere(row):
        for share in settings.shares:
            if not theirs.get(share.code):
                continue
            overlap = access.inside(row.wilayah, other.wilayah) or access.inside(other.wilayah, row.wilayah)
            if overlap:
                raise errors.SelarasError("rencana_sudah_ada", program=share.name, tahun=row.year)
            counts[share.code] = counts.get(share.code, 0) + theirs[share.code]
            if share.code in spent:
                spent[share.code] += _spent(other, share.code)
    for share in settings.shares:
        there = known.get(share.code)
        cost = max(share.cost, 0 if there is None else there.cost)
        count = counts.get(share.code, 0)
        _within(share, count, spent.get(share.code, count * cost), there)


def _spent(other: Plan, code: str) -> int:
    """What another plan spends on a programme, by its figures: it is not read row by row."""
    return next((each["spent"] for each in other.result.get("programmes", ()) if each["code"] == code), 0)


def _within(
    share: plan_settings.Share, count: int, rupiah: int, there: plan_settings.Share | None
) -> None:  # fmt: skip
    if not count:
        return
    budget = None if there is None else there.budget
    if budget is None and (there is None or there.quota is None):
        raise errors.SelarasError(
            "rencana_lebih_dari_dana", program=share.name, perlu=shell.money(rupiah), ada=shell.money(0)
        )
    if budget is not None and rupiah > budget:
        raise errors.SelarasError(
            "rencana_lebih_dari_dana", program=share.name, perlu=shell.money(rupiah), ada=shell.money(budget)
        )  # fmt: skip
    if there is not None and there.quota is not None and count > there.quota:
        raise errors.SelarasError(
            "rencana_lebih_dari_kuota", program=share.name, perlu=count, ada=there.quota
        )
