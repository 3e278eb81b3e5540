"""Reads of proposals and objections: the queue of an office, one of them opened, and the steps by a code."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Appeal, AppealStep
from selaras.apps.penetapan.rules import appeals as rules
from selaras.shell import secrets

# What views call the row they hand on: they import no models.
Found = Appeal
IDENTITY, DELIBERATE = access.FieldClass.IDENTITY, access.Ability.DELIBERATE


@dataclass(frozen=True, slots=True)
class About:
    """What was written: whom it is about, where, and the text."""

    rt: str
    address: str
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who sent it and how to reach them."""

    name: str
    contact: str


def visible(actor: access.Actor) -> QuerySet[Appeal]:
    """Those of places where this person deliberates. What was written in them is opened apart."""
    return Appeal.objects.filter(people.within(access.scopes(actor, DELIBERATE, IDENTITY)))


def one(reference: str, actor: access.Actor) -> Appeal | None:
    """One of them by reference."""
    return visible(actor).filter(reference=reference).first()


def queue(actor: access.Actor, *, mine: bool = True, village: str = "") -> QuerySet[Appeal]:
    """What is open, overdue first. `mine`: held by this person's office; `village`: of one village."""
    found = visible(actor).filter(state__in=rules.OPEN).order_by("due", "pk")
    if mine:
        found = found.filter(holder=rules.level(actor) or "")
    return found.filter(people.within([village])) if village else found


def ended(actor: access.Actor) -> QuerySet[Appeal]:
    """What has ended, newest first."""
    return visible(actor).filter(state__in=rules.ENDED).order_by("-ended_at", "-pk")


def about(row: Appeal) -> About:
    """What was written. The caller has asked `rules.may_open`."""
    text = secrets.unseal(row.sealed, table="penetapan_appeal", row=row.reference, field="sealed")
    held = json.loads(text)
    return About(held.get("rt", ""), held.get("alamat", ""), held.get("tentang", ""), held.get("uraian", ""))


def reporter(row: Appeal) -> Reporter:
    """Who sent it. The caller has asked `rules.may_know_reporter`."""
    text = secrets.unseal(row.reporter, table="penetapan_appeal", row=row.reference, field="reporter")
    held = json.loads(text)
    return Reporter(held.get("nama", ""), held.get("kontak", ""))


def steps(row: Appeal) -> list[AppealStep]:
    """What was done with it, oldest first."""
    return list(AppealStep.objects.filter(appeal=row))


def with_code(digest: bytes) -> Appeal | None:
    """The one with this code. Inside `services.appeals.by_code` row security shows no other."""
    return Appeal.objects.filter(code=digest).first()


def waiting_for_meeting(kode_desa: str) -> list[Appeal]:
    """Open ones of a village that a meeting can speak about. About other families only where Dinas Sosial handed them on."""
    found = Appeal.objects.filter(kode_desa=kode_desa, state__in=rules.OPEN).order_by("due", "pk")
    return list(found.filter(holder=rules.Holder.DESA))


def linked(actor: access.Actor) -> list[str]:
    """References of the keluarga that open ones are about: what a campaign for proposals takes as its list."""
    found = visible(actor).filter(state__in=rules.OPEN).exclude(keluarga=None)
    return sorted({each for each in found.values_list("keluarga", flat=True) if each})
