"""Reads of complaints: the list of an office with what is overdue, one of them opened, and one by its code."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.complaints import Complaint, ComplaintStep
from selaras.apps.programmes.models.delivery import Line
from selaras.apps.programmes.rules import complaints as rules
from selaras.shell import secrets

# What views call the rows they hand on: they import no models.
Found = Complaint
IDENTITY, Ability = access.FieldClass.IDENTITY, access.Ability
TABLE = "programmes_complaint"


@dataclass(frozen=True, slots=True)
class Said:
    """What was written and by whom."""

    text: str
    name: str
    contact: str


def _mine(actor: access.Actor) -> tuple[Q, Q]:
    """Where somebody answers as owner, and where as coordinator."""
    own = Q(programme__agency__in=("", actor.agency)) & ~Q(topic__in=rules.ABOUT_OFFICES)
    owner = people.within(access.scopes(actor, Ability.PLAN, IDENTITY)) & own
    leads = actor.agency_kind == access.AgencyKind.OPD
    coordinator = people.within(access.scopes(actor, Ability.APPROVE, IDENTITY) if leads else ())
    return owner, coordinator


def visible(actor: access.Actor) -> QuerySet[Complaint]:
    """Those an office answers for, and those of a village for who writes them down there, but not what is said of offices."""
    owner, coordinator = _mine(actor)
    counter = [s for a in (Ability.DELIBERATE, Ability.DELIVER) for s in access.scopes(actor, a, IDENTITY)]
    # Who delivers because they own programmes sees those of their own only.
    owns = bool(access.scopes(actor, Ability.PLAN, IDENTITY))
    nearby = Q(pk__in=[]) if owns else people.within(counter) & ~Q(topic__in=rules.ABOUT_OFFICES)
    return Complaint.objects.filter(owner | coordinator | nearby).select_related("programme")


def one(reference: str, actor: access.Actor) -> Complaint | None:
    """One of them by reference."""
    return visible(actor).select_related("line").filter(reference=reference).first()


def waiting(actor: access.Actor, today: dt.date) -> QuerySet[Complaint]:
    """Open ones whose turn is this person's, the day nearest first."""
    owner, coordinator = _mine(actor)
    raised = Q(holder=rules.Holder.COORDINATOR) | Q(due__lt=today - dt.timedelta(days=rules.LATE))
    mine = (owner & Q(holder=rules.Holder.OWNER)) | (coordinator & raised)
    return visible(actor).filter(mine, state__in=rules.OPEN).order_by("due", "pk")


def running(actor: access.Actor) -> QuerySet[Complaint]:
    """All that are open, the day nearest first."""
    return visible(actor).filter(state__in=rules.OPEN).order_by("due", "pk")


def ended(actor: access.Actor) -> QuerySet[Complaint]:
    """What has ended, newest first."""
    return visible(actor).filter(state__in=rules.ENDED).order_by("-ended_at", "-pk")


def said(row: Complaint) -> Said:
    """What was written. The caller has asked `rules.may_open`."""
    text = secrets.unseal(row.sealed, table=TABLE, row=row.reference, field="sealed")
    who = json.loads(secrets.unseal(row.reporter, table=TABLE, row=row.reference, field="reporter"))
    return Said(text, who.get("nama", ""), who.get("kontak", ""))


def steps(row: Complaint) -> list[ComplaintStep]:
    """What was done with it, oldest first."""
    return list(ComplaintStep.objects.filter(complaint=row))


def with_code(digest: bytes) -> Complaint | None:
    """The one with this code. Inside `penetapan.services.appeals.by_code` row security shows no other."""
    return Complaint.objects.select_related("programme").filter(code=digest).first()


def programmes() -> list[tuple[str, str]]:
    """(code, name) of programmes one may complain about without signing in."""
    return list(Programme.objects.filter(public=True, closed_at=None).values_list("code", "name"))


def line(number: str, keluarga: str) -> Line | None:
    """A line of this keluarga by its number, of the regions the present context lets through."""
    found = Line.objects.select_related("cycle").filter(number=number, keluarga=keluarga)
    return found.first() if keluarga else None
