"""Whom a plan gives a programme that pays by components and a tranche left out, since no component counts anybody of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import costs, delivery, waiting
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.registry import queries as registry
from selaras.apps.registry import rules as showing
from selaras.kernel import errors


@dataclass(frozen=True, slots=True)
class Left:
    """A keluarga that is left out. `most`: whole rupiah of one payment if every answer that is missing were yes; None where that would
    tell the reader of health."""

    keluarga: str
    kode_desa: str
    most: int | None


def of_cycle(cycle: Cycle, actor: access.Actor) -> list[Left]:
    """By village, as far as `actor` may see lines there; nobody where every share costs the same, or the cycle is over. Who has been
    given answers since waits for the next tranche and is none of them."""
    live = cycle.state in (rules.CycleState.DRAFT, rules.CycleState.FROZEN)
    if cycle.plan is None or cycle.amount or not live:
        return []
    where = delivery.regions(cycle, actor, delivery.SEE)
    held = set(Line.objects.filter(cycle=cycle).values_list("keluarga", flat=True))
    some = {
        each.keluarga: each.kode_desa
        for each in waiting.given(cycle.plan, cycle.programme)
        if each.keluarga not in held
        and access.inside(each.kode_desa, cycle.wilayah)
        and any(access.inside(each.kode_desa, region) for region in where)
    }
    today = timezone.localdate()
    try:
        table = costs.table(cycle.programme, cycle.plan.year, today)
        known = costs.of_keluarga(cycle.programme, cycle.plan.year, some, today) if some else None
    except errors.SelarasError:
        # Facts that are not laid out yet: the page of a cycle does without.
        return []
    if known is None or table is None:
        return []
    return [
        Left(
            keluarga, desa, None if table.sensitive and not showing.may_see_sensitive(actor, desa) else known[keluarga].most
        )
        for keluarga, desa in some.items()
        if keluarga in known and not known[keluarga].rupiah
    ]  # fmt: skip


def names(some: list[Left], actor: access.Actor) -> dict[str, str]:
    """Heads of these keluarga by reference, as far as `actor` may see them."""
    homes = registry.visible_keluarga(actor=actor).filter(reference__in=[each.keluarga for each in some])
    heads = {each.kepala: each.reference for each in homes if each.kepala}
    persons = registry.visible_persons(actor=actor).filter(reference__in=list(heads))
    return {heads[each.reference]: each.nama or "" for each in persons}
