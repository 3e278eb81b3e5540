"""Writes of who visits whom: one holder per target, earlier ones kept to know whose visit it was."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Target
from selaras.apps.verval.rules import states
from selaras.apps.verval.rules.words import CampaignState, TargetState
from selaras.kernel import errors
from selaras.shell import trail

LEAD, VISIT, IDENTITY = access.Ability.LEAD, access.Ability.VISIT, access.FieldClass.IDENTITY


def _officer(user: int) -> access.Actor:
    """The officer as they may act now. Raises SelarasError verval_petugas_salah."""
    found = accounts.actor(user)
    if found is None or not access.may(found, VISIT, field_class=IDENTITY):
        raise errors.SelarasError("verval_petugas_salah")
    return found


def assign(*, target: str, user: int, by: access.Actor, why: str = "") -> None:
    """Gives a target (by reference) to an officer, or from one to another. Giving it to who has it changes nothing.

    Raises Refused; SelarasError verval_petugas_salah, verval_keadaan, verval_kampanye_tutup, verval_petugas_sama.
    """
    row = (
        Target.objects.select_for_update(of=("self",))
        .select_related("campaign", "checks")
        .filter(reference=target)
        .first()
    )
    if row is None or not access.may(by, LEAD, row.kode_desa, IDENTITY):
        raise trail.Refused("tugas_beri", "sasaran", target)
    hand_over([row], user=user, by=by, why=why)


def hand_over(
    rows: Iterable[Target],
    *,
    user: int,
    by: access.Actor,
    why: str = "",
    places: dict[int, int] | None = None,
) -> int:
    """The same of several targets of one campaign, already held by this transaction; returns how many changed hands.

    Each has to lie where `by` leads: the caller chose them so. One entry in the trail for all of them.
    """
    officer, moved = _officer(user), []
    rows = list(rows)
    holders = dict(Assignment.objects.filter(target__in=rows, until=None).values_list("target_id", "user"))
    visitors = _visitors([row.checks_id for row in rows if row.checks_id])
    for row in rows:
        _check(row, officer, visitors)
        if holders.get(row.pk) != user:
            moved.append(row)
    if not moved:
        return 0
    now = timezone.now()
    Assignment.objects.filter(target__in=moved, until=None).update(until=now)
    Assignment.objects.bulk_create([
        Assignment(target=row, kode_desa=row.kode_desa, user=user, since=now, why=why.strip()[:200], made_by=by.user_id,
                   place=(places or {}).get(row.pk, int(row.why.get("jalan", 0))))
        for row in moved
    ])  # fmt: skip
    Target.objects.filter(pk__in=[row.pk for row in moved], state=TargetState.WAITING).update(
        state=TargetState.ASSIGNED, changed_at=now
    )
    campaign: Campaign = moved[0].campaign
    audit.record(
        actor=by, action="tugas_beri", object_kind="kampanye", object_id=campaign.reference, region=campaign.wilayah,
        detail={"petugas": user, "sasaran": len(moved), "pindahan": sum(row.pk in holders for row in moved)},
    )  # fmt: skip
    return len(moved)


def _visitors(checked: list[int]) -> dict[int, set[int]]:
    """Who visited the targets that a back-check repeats: officers who held them."""
    found: dict[int, set[int]] = {}
    for target, user in Assignment.objects.filter(target__in=checked).values_list("target_id", "user"):
        found.setdefault(target, set()).add(user)
    return found


def _check(row: Target, officer: access.Actor, visitors: dict[int, set[int]]) -> None:
    if row.campaign.state not in (CampaignState.RUNNING, CampaignState.DRAFT):
        raise errors.SelarasError("verval_kampanye_tutup")
    if row.state not in states.OPEN:
        raise errors.SelarasError("verval_keadaan", dari=row.state, ke=str(TargetState.ASSIGNED))
    if not access.may(officer, VISIT, row.kode_desa, IDENTITY):
        raise errors.SelarasError("verval_petugas_salah")
    if row.checks_id and officer.user_id in visitors.get(row.checks_id, ()):
        raise errors.SelarasError("verval_petugas_sama")


def take_back(rows: Iterable[Target], *, by: access.Actor) -> int:
    """Takes open targets from whoever holds them: they wait to be given to somebody. Returns how many."""
    now = timezone.now()
    held = [row for row in rows if row.state == TargetState.ASSIGNED]
    Assignment.objects.filter(target__in=held, until=None).update(until=now)
    Target.objects.filter(pk__in=[row.pk for row in held]).update(state=TargetState.WAITING, changed_at=now)
    return len(held)
