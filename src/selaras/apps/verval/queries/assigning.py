"""Reads for sharing out visits: who may go where, what each holds, and the proposal of the rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Officer, Target
from selaras.apps.verval.queries import targets
from selaras.apps.verval.rules import balance, estimate, states
from selaras.apps.verval.rules.words import TargetState

LEAD, VISIT, IDENTITY = access.Ability.LEAD, access.Ability.VISIT, access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may visit families: regions in which they may."""

    user: int
    name: str
    agency: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crew:
    """An officer of a campaign with all their areas. `held`: open targets; `done`: visited; `capacity`: families they can
    visit from now to the end; `absent_from`: the day since which they cannot."""

    user: int
    name: str
    areas: tuple[Officer, ...]
    per_day: int
    capacity: int
    held: int
    done: int
    absent_from: dt.date | None

    @property
    def free(self) -> int:
        """How many more they can take; below zero where they hold too many."""
        return self.capacity - self.held


def may_visit(region: str) -> list[Person]:
    """People who may visit families in a region, or in part of it, by name."""
    found = []
    for user in accounts.people().filter(is_active=True, grants__until=None).distinct():
        actor = accounts.actor_of_user(user)
        scopes = access.scopes(actor, VISIT, IDENTITY) if actor else ()
        if any(access.both(scope, region) is not None for scope in scopes):
            found.append(Person(user.pk, user.name, user.agency.name, scopes))
    return found


def days_left(campaign: Campaign, today: dt.date | None = None) -> int:
    """Working days from today (or its first day) to the last day of a campaign."""
    return estimate.working_days(max(campaign.begins, today or timezone.localdate()), campaign.ends)


def crew(campaign: Campaign, actor: access.Actor) -> list[Crew]:
    """The officers of a campaign in the regions where this person leads, by name."""
    rows = Officer.objects.filter(campaign=campaign).filter(
        people.within(access.scopes(actor, LEAD, IDENTITY))
    )
    by_user: dict[int, list[Officer]] = {}
    for row in rows.order_by("name", "kode_desa"):
        by_user.setdefault(row.user, []).append(row)
    days = days_left(campaign)
    counted = {
        user: (held, done)
        for user, held, done in Assignment.objects.filter(
            target__campaign=campaign, until=None, user__in=by_user
        )
        .values_list("user")
        .annotate(
            held=Count("pk", filter=Q(target__state__in=states.OPEN)),
            done=Count("pk", filter=Q(target__state=TargetState.VISITED)),
        )
    }
    found = []
    for user, areas in by_user.items():
        per_day = max(area.per_day for area in areas)
        absent = min((area.absent_from for area in areas if area.absent_from), default=None)
        held, done = counted.get(user, (0, 0))
        found.append(Crew(user, areas[0].name, tuple(areas), per_day, per_day * days, held, done, absent))
    return found


def walkers(members: Iterable[Crew], *, widened: bool = False) -> list[balance.Walker]:
    """The officers as the rule sees them, without who is absent. `widened`: everywhere they may visit at all, not only in
    the areas given to them."""
    found = []
    for each in members:
        if each.absent_from is not None:
            continue
        areas = tuple((area.kode_desa, frozenset(area.rts)) for area in each.areas)
        if widened:
            actor = accounts.actor(each.user)
            scopes = access.scopes(actor, VISIT, IDENTITY) if actor else ()
            areas = tuple((scope, frozenset()) for scope in scopes)
        found.append(balance.Walker(each.user, areas, max(each.capacity, 0), each.held))
    return found


def visits(rows: Iterable[Target]) -> list[balance.Visit]:
    """Targets as the rule sees them; a back-check is not for who made the first visit."""
    found = list(rows)
    checked = [row.checks_id for row in found if row.checks_id]
    banned: dict[int, set[int]] = {}
    for target, user in Assignment.objects.filter(target__in=checked).values_list("target_id", "user"):
        banned.setdefault(target, set()).add(user)
    return [
        balance.Visit(
            row.pk,
            row.kode_desa,
            row.rt,
            int(row.why.get("jalan", 0)),
            frozenset(banned.get(row.checks_id or 0, ())),
        )
        for row in found
    ]


def waiting(campaign: Campaign, actor: access.Actor) -> list[Target]:
    """Targets nobody holds, where this person leads."""
    rows = targets.led(actor).filter(campaign=campaign, state=TargetState.WAITING)
    return list(rows.order_by("kode_desa", "rt", "rank"))


def proposal(campaign: Campaign, actor: access.Actor) -> balance.Proposal:
    """How the rule would share out what nobody holds."""
    return balance.propose(visits(waiting(campaign, actor)), walkers(crew(campaign, actor)))


def handing_on(campaign: Campaign, actor: access.Actor, user: int) -> balance.Proposal:
    """How the rule would share out what an officer who cannot come still holds: among those of the same areas, and what is
    left among neighbours who may go there."""
    rows = targets.led(actor).filter(
        campaign=campaign, state__in=states.OPEN, assignments__user=user, assignments__until=None
    )
    members = [each for each in crew(campaign, actor) if each.user != user]
    open_visits = visits(rows)
    near = balance.propose(open_visits, walkers(members))
    if not near.nobody and not near.over:
        return near
    return balance.propose(open_visits, walkers(members, widened=True))


def areas(campaign: Campaign, actor: access.Actor) -> list[tuple[str, int]]:
    """Villages with targets of a campaign where this person leads, and how many families are still open in each."""
    rows = (
        targets.led(actor)
        .filter(campaign=campaign)
        .values_list("kode_desa")
        .annotate(n=Count("pk", filter=Q(state__in=states.OPEN)))
        .order_by("kode_desa")
    )
    return [(code, n) for code, n in rows]
