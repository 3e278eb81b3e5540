"""Reads of targets: an officer's own, and those of a region for who leads there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.registry import layout
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Keluarga, Person
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Officer, Target
from selaras.apps.verval.rules import places, ranking
from selaras.apps.verval.rules.states import OPEN
from selaras.apps.verval.rules.words import CampaignState, TargetState
from selaras.apps.wilayah import rules as regions
from selaras.shell import words

IDENTITY = access.FieldClass.IDENTITY
LEAD, VISIT = access.Ability.LEAD, access.Ability.VISIT


def mine(actor: access.Actor) -> QuerySet[Target]:
    """Open targets of running campaigns this officer has to visit, in the order of the way. Nobody else's."""
    return (
        Target.objects.filter(people.within(access.scopes(actor, VISIT, IDENTITY)))
        .filter(
            assignments__user=actor.user_id, assignments__until=None, state__in=OPEN,
            campaign__state=CampaignState.RUNNING,
        )
        .select_related("campaign")
        .order_by("kode_desa", "assignments__place", "pk")
    )  # fmt: skip


def led(actor: access.Actor) -> QuerySet[Target]:
    """Targets in the regions where this person leads."""
    return Target.objects.filter(people.within(access.scopes(actor, LEAD, IDENTITY)))


def unassigned(actor: access.Actor) -> QuerySet[Target]:
    """Targets of running campaigns nobody holds, where this person leads."""
    return led(actor).filter(state=TargetState.WAITING, campaign__state=CampaignState.RUNNING)


def families(
    actor: access.Actor, references: Iterable[str | None], ability: access.Ability
) -> tuple[dict[str, Keluarga], dict[str, list[Person]]]:
    """Keluarga and their members by reference, as this person may see (SEE) or visit (VISIT) them.

    With VISIT the references must be those of `mine`: the region is narrowed here, the family is not.
    """
    wanted = {each for each in references if each}
    found = registry.visible_keluarga(actor=actor, ability=ability).filter(reference__in=wanted)
    people = registry.visible_persons(actor=actor, purpose=actor.purpose, ability=ability)
    members: dict[str, list[Person]] = {}
    for person in people.filter(keluarga__in=wanted).order_by("tanggal_lahir", "reference"):
        members.setdefault(person.keluarga or "", []).append(person)
    return {row.reference: row for row in found}, members


def address(family: Keluarga | None) -> str:
    """The address of a keluarga as its list has it."""
    if family is None or not family.isi:
        return ""
    return layout.unpack(family.isi, layout.KELUARGA).get("alamat", "")


def head(family: Keluarga | None, members: list[Person]) -> Person | None:
    """The head of a keluarga among its members."""
    by_name = next((p for p in members if family and p.reference == family.kepala), None)
    return by_name or next((p for p in members if p.hubungan == "kepala"), None)


def pack(actor: access.Actor) -> list[dict[str, Any]]:
    """What an officer's phone carries: a dict per open target, minimal fields, no NIK.

    Keys: target, campaign (reference), campaign_title, head, kk (masked), address, rt, desa, kode_desa, members (name, age,
    relation), why (sentences), place (order on the way). Whoever hands it out records `verval_bekal` in the trail.
    """
    rows = list(mine(actor))
    order = dict(mine(actor).values_list("pk", "assignments__place"))
    known, members = families(actor, [row.keluarga for row in rows], VISIT)
    today = timezone.localdate()
    packed = []
    for row in rows:
        family, people = known.get(row.keluarga or ""), members.get(row.keluarga or "", [])
        first = head(family, people)
        packed.append({
            "target": row.reference, "campaign": row.campaign.reference, "campaign_title": row.campaign.title,
            "head": (first.nama or "") if first else "", "kk": words.masked(family.kk_tail) if family else "",
            "address": address(family), "rt": row.rt, "rt_words": places.rt_words(row.rt),
            "desa": words.region(row.kode_desa), "kode_desa": row.kode_desa,
            "members": [_member(person, today) for person in people],
            "why": ranking.said(row.why), "place": order.get(row.pk, 0),
        })  # fmt: skip
    return packed


def _member(person: Person, today: dt.date) -> dict[str, Any]:
    born = person.tanggal_lahir
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day)) if born else None
    return {"name": person.nama or "", "age": age, "relation": person.hubungan or ""}


def holders(rows: Iterable[Target]) -> dict[int, int]:
    """Who has these targets now: user by target."""
    held = Assignment.objects.filter(target__in=list(rows), until=None)
    return dict(held.values_list("target_id", "user"))


def of_officer(actor: access.Actor, campaign: Campaign, user: int) -> list[Target]:
    """What an officer still has to visit in a campaign, in the order of the way; for who leads there."""
    found = led(actor).filter(
        campaign=campaign, state__in=OPEN, assignments__user=user, assignments__until=None
    )
    return list(found.order_by("kode_desa", "assignments__place", "pk"))


def own_campaigns(actor: access.Actor) -> list[Campaign]:
    """Running campaigns an officer takes part in, by their list of officers or by a task."""
    named = Officer.objects.filter(user=actor.user_id).values("campaign")
    held = Assignment.objects.filter(user=actor.user_id, until=None).values("target__campaign")
    found = Campaign.objects.filter(Q(pk__in=named) | Q(pk__in=held), state=CampaignState.RUNNING)
    return list(found.order_by("ends", "pk"))


def own_villages(actor: access.Actor) -> list[str]:
    """Villages an officer works in: those of their tasks, and those of their role and areas that are villages."""
    scopes = access.scopes(actor, VISIT, IDENTITY)
    held = Assignment.objects.filter(people.within(scopes), user=actor.user_id, until=None).values_list(
        "kode_desa", flat=True
    )
    areas = Officer.objects.filter(people.within(scopes), user=actor.user_id).values_list(
        "kode_desa", flat=True
    )
    found = {*held, *areas, *scopes}
    return sorted(code for code in found if code.count(".") == regions.DESA)
