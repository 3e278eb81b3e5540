"""Writes of single targets: visited, found in the field, wanted anew."""

from __future__ import annotations

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Target
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.rules import ranking, states
from selaras.apps.verval.rules.words import CampaignState, TargetState
from selaras.kernel import errors
from selaras.shell import trail

LEAD, VISIT, IDENTITY = access.Ability.LEAD, access.Ability.VISIT, access.FieldClass.IDENTITY


def visited(*, target_id: int, by: access.Actor) -> None:
    """An observation that counts came in for this target. Called by the door of submissions in its own transaction, which
    has decided that it counts; a second visit changes nothing. The assignment stays, to know whose visit it was."""
    row = Target.objects.select_for_update().get(pk=target_id)
    if not states.may_follow(states.TARGET, row.state, TargetState.VISITED):
        return
    row.state, row.changed_at = TargetState.VISITED, timezone.now()
    row.save(update_fields=["state", "changed_at"])


def reopen(*, target_id: int, by: access.Actor) -> None:
    """What was found was set aside: the family waits for another visit, by whoever holds the target now."""
    row = Target.objects.select_for_update().select_related("campaign").get(pk=target_id)
    if not access.may(by, LEAD, row.kode_desa, IDENTITY):
        raise trail.Refused("sasaran_dikunjungi", "sasaran", row.reference)
    states.follow(states.TARGET, row.state, TargetState.WAITING)
    held = Assignment.objects.filter(target=row, until=None).exists()
    row.state, row.changed_at = (TargetState.ASSIGNED if held else TargetState.WAITING), timezone.now()
    row.save(update_fields=["state", "changed_at"])


def add_found(*, campaign: str, kode_desa: str, rt: str, by: access.Actor, proposed: bool = False) -> str:
    """A family on no list, met nearby by an officer or proposed by a village; returns the reference of its target.

    An officer gets it as an own task at once. Raises Refused; SelarasError verval_kampanye_tutup.
    """
    row = campaigns.for_visits(campaign)
    leads, visits = (access.may(by, each, kode_desa, IDENTITY) for each in (LEAD, VISIT))
    if row is None or not access.inside(kode_desa, row.wilayah) or not (leads or visits):
        raise trail.Refused("sasaran_tambah", "kampanye", campaign)
    if visits and not leads and not _works_in(row, by):
        raise trail.Refused("sasaran_tambah", "kampanye", campaign)
    if row.state != CampaignState.RUNNING:
        raise errors.SelarasError("verval_kampanye_tutup")
    last = Target.objects.filter(campaign=row).order_by("-rank").values_list("rank", flat=True).first() or 0
    why = {"luar_daftar": True, "usulan": proposed, "jalan": 0}
    target = Target.objects.create(
        campaign=row, keluarga=None, kode_desa=kode_desa, rt=rt, rank=last + 1, why={**why, "kata": ranking.said(why)},
        state=TargetState.ASSIGNED if visits else TargetState.WAITING,
    )  # fmt: skip
    if visits:
        Assignment.objects.create(target=target, kode_desa=kode_desa, user=by.user_id, made_by=by.user_id)
    audit.record(
        actor=by, action="sasaran_tambah", object_kind="sasaran", object_id=target.reference, region=kode_desa,
        detail={"kampanye": row.reference},
    )  # fmt: skip
    return str(target.reference)


def _works_in(row: Campaign, by: access.Actor) -> bool:
    """Whether an officer takes part in a campaign, by its list of officers or by a task there."""
    held = Assignment.objects.filter(target__campaign=row, user=by.user_id, until=None)
    return row.officers.filter(user=by.user_id).exists() or held.exists()
