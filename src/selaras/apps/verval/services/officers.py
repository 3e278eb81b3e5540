"""Writes of who takes part in a campaign, and of the visits shared out among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.campaigns import Campaign, Officer, Target
from selaras.apps.verval.queries import assigning as reads
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.rules import balance, states
from selaras.apps.verval.rules.words import CampaignState
from selaras.apps.verval.services import assigning
from selaras.kernel import errors
from selaras.shell import trail

LEAD, VISIT, IDENTITY = access.Ability.LEAD, access.Ability.VISIT, access.FieldClass.IDENTITY


def _campaign(reference: str, by: access.Actor, action: str) -> Campaign:
    """A campaign whose officers may be changed. Raises Refused; SelarasError verval_kampanye_tutup."""
    row = campaigns.one(reference, by, LEAD)
    if row is None:
        raise trail.Refused(action, "kampanye", reference)
    if row.state not in (CampaignState.DRAFT, CampaignState.RUNNING):
        raise errors.SelarasError("verval_kampanye_tutup")
    return row


def add(
    *, campaign: str, user: int, kode_desa: str, by: access.Actor, per_day: int = 8, rts: Iterable[str] = ()
) -> None:
    """Lets an officer take part: where (a village, or a region above it), in which RTs (none: all), how many families a day.

    The area must lie where the officer may visit and where `by` leads. Adding the same area again changes it.
    Raises Refused; SelarasError verval_petugas_salah, verval_angka_salah, verval_kampanye_tutup.
    """
    row = _campaign(campaign, by, "petugas_atur")
    officer = accounts.actor(user)
    if not access.may(by, LEAD, kode_desa, IDENTITY) or access.both(kode_desa, row.wilayah) is None:
        raise trail.Refused("petugas_atur", "kampanye", campaign)
    if officer is None or not access.may(officer, VISIT, kode_desa, IDENTITY):
        raise errors.SelarasError("verval_petugas_salah")
    if not 1 <= per_day <= 60:
        raise errors.SelarasError("verval_angka_salah")
    Officer.objects.update_or_create(
        campaign=row, user=user, kode_desa=kode_desa,
        defaults={"name": officer.name, "rts": sorted(set(rts))[:200], "per_day": per_day, "absent_from": None},
    )  # fmt: skip
    _record(by, row, "petugas_atur", petugas=user, di=kode_desa)


def add_all(*, campaign: str, by: access.Actor, per_day: int = 8) -> int:
    """Lets everybody take part who may visit there, each in the regions of their role; returns how many."""
    row, count = _campaign(campaign, by, "petugas_atur"), 0
    there = set(Officer.objects.filter(campaign=row).values_list("user", "kode_desa"))
    for person in reads.may_visit(row.wilayah):
        for scope in person.scopes:
            area = access.both(scope, row.wilayah)
            if area and access.may(by, LEAD, area, IDENTITY) and (person.user, area) not in there:
                add(campaign=campaign, user=person.user, kode_desa=area, by=by, per_day=per_day)
                count += 1
    return count


def remove(*, campaign: str, user: int, kode_desa: str, by: access.Actor) -> None:
    """Takes an area from an officer. What they hold there stays theirs until it is handed on."""
    row = _campaign(campaign, by, "petugas_atur")
    if not access.may(by, LEAD, kode_desa, IDENTITY):
        raise trail.Refused("petugas_atur", "kampanye", campaign)
    Officer.objects.filter(campaign=row, user=user, kode_desa=kode_desa).delete()
    _record(by, row, "petugas_atur", petugas=user, keluar=kode_desa)


def absent(*, campaign: str, user: int, day: dt.date, why: str, by: access.Actor) -> tuple[int, int]:
    """An officer cannot come from a day on: what they still hold goes to neighbours by the same rule, with the reason.

    Returns how many were handed on and how many found nobody; those wait to be assigned. Raises as `add`;
    SelarasError verval_isian_kurang without a reason.
    """
    row = _campaign(campaign, by, "petugas_berhalangan")
    mine = Officer.objects.filter(campaign=row, user=user).filter(
        people.within(access.scopes(by, LEAD, IDENTITY))
    )
    if not mine.exists():
        raise trail.Refused("petugas_berhalangan", "kampanye", campaign)
    if not why.strip():
        raise errors.SelarasError("verval_alasan_kurang")
    plan = reads.handing_on(row, by, user)
    mine.update(absent_from=day)
    handed = _give(row, plan.holders, by, why)
    left = Target.objects.select_for_update().filter(pk__in=plan.nobody)
    assigning.take_back(left, by=by)
    _record(by, row, "petugas_berhalangan", petugas=user, sasaran=handed, tanpa_petugas=len(plan.nobody))
    return handed, len(plan.nobody)


def back(*, campaign: str, user: int, by: access.Actor) -> None:
    """An officer is there again; what was handed on stays where it is."""
    row = _campaign(campaign, by, "petugas_atur")
    mine = Officer.objects.filter(campaign=row, user=user).filter(
        people.within(access.scopes(by, LEAD, IDENTITY))
    )
    mine.update(absent_from=None)
    _record(by, row, "petugas_atur", petugas=user, kembali=True)


def carry_out(*, campaign: str, by: access.Actor) -> balance.Proposal:
    """Gives out what nobody holds as the rule proposes it now. Raises SelarasError verval_tanpa_petugas."""
    row = _campaign(campaign, by, "tugas_beri")
    plan = reads.proposal(row, by)
    if plan.nobody and not plan.holders:
        raise errors.SelarasError("verval_tanpa_petugas")
    _give(row, plan.holders, by, "")
    return plan


def _give(row: Campaign, holders: Mapping[int, int], by: access.Actor, why: str) -> int:
    by_user: dict[int, list[int]] = {}
    for target, user in holders.items():
        by_user.setdefault(user, []).append(target)
    count = 0
    for user in sorted(by_user):
        held = Target.objects.select_for_update().filter(pk__in=by_user[user], state__in=states.OPEN)
        count += assigning.hand_over(_of(row, held), user=user, by=by, why=why)
    return count


def _of(campaign: Campaign, found: QuerySet[Target]) -> list[Target]:
    """Targets held by this transaction, in one order so that two of us never wait for one another. Thousands of them belong
    to one campaign: it is told, not read with each."""
    rows = list(found.filter(campaign=campaign).order_by("pk"))
    for row in rows:
        row.campaign = campaign
    return rows


def move(*, campaign: str, kode_desa: str, rt: str | None, user: int, by: access.Actor, why: str = "") -> int:
    """Gives the open targets of a village, or of one RT of it, to an officer; returns how many changed hands."""
    row = _campaign(campaign, by, "tugas_beri")
    if not access.may(by, LEAD, kode_desa, IDENTITY):
        raise trail.Refused("tugas_beri", "kampanye", campaign)
    rows = Target.objects.select_for_update().filter(campaign=row)
    found = rows.filter(kode_desa=kode_desa, state__in=states.OPEN)
    if rt is not None:
        found = found.filter(rt=rt)
    return assigning.hand_over(_of(row, found), user=user, by=by, why=why or _("diatur tangan"))


def _record(by: access.Actor, row: Campaign, action: str, **detail: object) -> None:
    audit.record(
        actor=by,
        action=action,
        object_kind="kampanye",
        object_id=row.reference,
        region=row.wilayah,
        detail=detail,
    )
