"""One family more or less in one programme of a draft, by hand and with a reason."""

from __future__ import annotations

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import plan_overrides as rules
from selaras.apps.programmes.rules import plan_settings, plan_told, plans
from selaras.apps.programmes.services import plans as services
from selaras.kernel import errors


def change(*, award: int, give: bool, reason: str, by: access.Actor) -> Award:
    """Gives to a family, or takes it out. Raises as `plans.drafted`, and SelarasError rencana_tanpa_alasan, rencana_penerima_lain,
    rencana_sama_saja, and as `rules.may_add`."""
    action = "rencana_tambah" if give else "rencana_keluarkan"
    found = Award.objects.filter(pk=award).select_related("plan").first()
    row = services.drafted(found.plan.reference if found else "", by, action)
    held = queries.awards(row, by).filter(pk=award).first()
    if held is None:
        raise errors.SelarasError("rencana_penerima_lain")
    if len(reason.strip()) < plans.LEAST_REASON:
        raise errors.SelarasError("rencana_tanpa_alasan")
    if held.given == give:
        raise errors.SelarasError("rencana_sama_saja")
    if give:
        _room(row, held)
    _keep(held, give, reason, by)
    _figures(row, held)
    services.note(row, plans.Act.ADDED if give else plans.Act.REMOVED, by)
    services.told(row, action, by, program=held.programme.code, keluarga=held.keluarga)
    return held


def _keep(held: Award, give: bool, reason: str, by: access.Actor) -> None:  # noqa: FBT001  what it becomes
    cut = float(held.why.get("cut", 0))
    # At the prices of the proposal: who is given to below the cut takes the place of somebody worth the cut, and the other way round.
    cost = max(0.0, cut - held.value) if give else max(0.0, held.value - cut)
    held.why = {**held.why, "why": plan_told.Why.DECIDED, "cost": round(cost, 4)}
    held.given, held.overridden = give, True
    held.override_reason, held.override_by = reason.strip()[:300], by.user_id
    held.save(update_fields=["why", "given", "overridden", "override_reason", "override_by"])


def _figures(row: Plan, held: Award) -> None:
    """The figures of the plan go with its rows."""
    others = Award.objects.filter(plan=row, keluarga=held.keluarga, given=True).exclude(pk=held.pk)
    same = others.filter(programme=held.programme).exists()
    flat = next(each["cost"] for each in row.settings["shares"] if each["code"] == held.programme.code)
    cost = flat if held.cost is None else held.cost
    hand = plan_told.ByHand(
        held.programme.code, held.kode_desa or "", held.desil or 0, held.value, cost, held.given, not others.exists(), same,
        held.keluarga == held.kode_desa,
    )  # fmt: skip
    row.result = plan_told.changed(row.result, hand)
    row.save(update_fields=["result"])


def _room(row: Plan, held: Award) -> None:
    """Whether there is room for one more. Raises as `rules.may_add`."""
    settings = plan_settings.of_kept(row.settings)
    share = next((each for each in settings.scaled if each.code == held.programme.code), None)
    if share is None:
        raise errors.SelarasError("rencana_penerima_lain")
    rows = Award.objects.filter(plan=row, given=True)
    mine = rows.filter(programme=held.programme)
    by_region = {
        code: mine.filter(kode_desa__startswith=f"{code}.").count() + mine.filter(kode_desa=code).count()
        for code in share.by_region
    }
    has = rows.filter(keluarga=held.keluarga).values_list("programme__code", flat=True)
    rules.may_add(
        rules.Standing(share, mine.count(), by_region, _spent(row, held), held.cost), held.kode_desa, list(has),
        queries.against([held.programme])[share.code], settings, {each.code: each.name for each in settings.shares},
    )  # fmt: skip


def _spent(row: Plan, held: Award) -> int | None:
    """What the shares given of its programme cost, where they differ."""
    return None if held.cost is None else queries.spent(row).get(held.programme.code, 0)
