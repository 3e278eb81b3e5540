"""Reads of how far campaigns are: by village, RT and officer; outcomes; pace; what is held or on its way."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.discrepancies import rules as published
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Officer, Target
from selaras.apps.verval.models.submissions import Device, Observation, Submission
from selaras.apps.verval.rules import places, progress, states
from selaras.apps.verval.rules.words import Standing, TargetState

SEE = access.Ability.SEE
SILENT = dt.timedelta(days=2)
_VISITED, _ASSIGNED = Q(state=TargetState.VISITED), Q(state=TargetState.ASSIGNED)
_WAITING, _MEANT = Q(state=TargetState.WAITING), ~Q(state=TargetState.WITHDRAWN)


def public_only(actor: access.Actor) -> bool:
    """Whether somebody reads rounded figures only."""
    return not access.scopes(actor, SEE, access.FieldClass.PROGRAMME)


class Progress:
    """The figures of some campaigns in the regions of one person; of public figures only where that is all they may read.

    Back-checks repeat visits and are left out of everything but their own page.
    """

    def __init__(self, actor: access.Actor, campaigns: Iterable[Campaign], region: str = "") -> None:
        self.actor, self.rounded = actor, public_only(actor)
        self.campaigns = list(campaigns)
        where = people.within(access.scopes(actor, SEE)) & people.within([region])
        self.targets = Target.objects.filter(where, campaign__in=self.campaigns).filter(_MEANT)
        self.observed = Observation.objects.filter(where, campaign__in=self.campaigns, counts=True)
        self.sent = Submission.objects.filter(where, campaign__in=self.campaigns)
        self.today = timezone.localdate()

    def _told(self, tally: progress.Tally) -> progress.Tally:
        return tally.public() if self.rounded else tally

    def _tallies(self, found: QuerySet[Target], *names: str) -> list[tuple[tuple[str, ...], progress.Tally]]:
        rows = found.order_by().values_list(*names).annotate(
            n=Count("pk"), visited=Count("pk", filter=_VISITED), assigned=Count("pk", filter=_ASSIGNED),
            waiting=Count("pk", filter=_WAITING),
        )  # fmt: skip
        found_rows = []
        for *key, total, visited, assigned, waiting in rows:
            told = progress.Tally(str(key[-1]) if key else "", total, visited, assigned, waiting)
            found_rows.append((tuple(str(part) for part in key), told))
        return found_rows

    @functools.cached_property
    def _by_desa(self) -> list[progress.Tally]:
        return sorted((t for _, t in self._tallies(self.targets, "kode_desa")), key=lambda t: t.code)

    @property
    def exact(self) -> progress.Tally:
        """All targets, not rounded: for what is computed from it."""
        return progress.summed(self._by_desa)

    def total(self) -> progress.Tally:
        """All targets."""
        return self._told(self.exact)

    def decile_one(self) -> progress.Tally:
        """Targets of official decile 1."""
        rows = [t for _, t in self._tallies(self.targets.filter(desil=1), "kode_desa")]
        return self._told(progress.summed(rows))

    def by_desa(self) -> list[progress.Tally]:
        """By village."""
        return [self._told(each) for each in self._by_desa]

    def by_rt(self, kode_desa: str) -> list[progress.Tally]:
        """By RT of a village."""
        rows = [t for _, t in self._tallies(self.targets.filter(kode_desa=kode_desa), "rt")]
        return [self._told(each) for each in sorted(rows, key=lambda t: places.rt_key(t.code))]

    def by_campaign(self) -> dict[int, progress.Tally]:
        """By campaign."""
        return {int(key[0]): self._told(tally) for key, tally in self._tallies(self.targets, "campaign_id")}

    def by_officer(self) -> list[progress.Tally]:
        """By who holds the targets now. For who leads: names of officers are no public figure."""
        held = Assignment.objects.filter(target__in=self.targets, until=None)
        rows = held.order_by().values_list("user").annotate(
            n=Count("pk"), visited=Count("pk", filter=Q(target__state=TargetState.VISITED)),
            open=Count("pk", filter=Q(target__state__in=states.OPEN)),
        )  # fmt: skip
        names = dict(Officer.objects.filter(campaign__in=self.campaigns).values_list("user", "name"))
        found = [
            progress.Tally(str(user), n, visited, left, 0, names.get(user, ""))
            for user, n, visited, left in rows
        ]
        return sorted(found, key=lambda t: (t.name, t.code))

    @functools.cached_property
    def _latest(self) -> list[tuple[str | None, str, str | None, dt.datetime]]:
        """Of each target its newest observation that counts: village, outcome, keluarga, when."""
        newest = (
            self.observed.exclude(target=None).order_by("target", "-received_at", "-pk").distinct("target")
        )
        return list(newest.values_list("kode_desa", "outcome", "target__keluarga", "received_at"))

    def outcomes(self) -> list[tuple[str, int | None]]:
        """How often each outcome was found, most often first."""
        counted = Counter(outcome for _, outcome, _, _ in self._latest)
        rows = sorted(counted.items(), key=lambda row: (-row[1], row[0]))
        return [(code, published.published(n) if self.rounded else n) for code, n in rows]

    def outcome_by_desa(self, outcome: str) -> list[progress.Tally]:
        """Families with an outcome, of those visited, by village: `visited` counts the outcome, `total` the visits."""
        seen = Counter(desa or "" for desa, _, _, _ in self._latest)
        found = Counter(desa or "" for desa, each, _, _ in self._latest if each == outcome)
        rows = [progress.Tally(code, n, found[code], 0, 0) for code, n in sorted(seen.items()) if code]
        return [self._told(each) for each in rows]

    def pace(self) -> progress.Pace | None:
        """The pace lately; None before anything runs."""
        running = [each for each in self.campaigns if each.launched_at is not None]
        if not running:
            return None
        days = self.observed.exclude(target=None).filter(
            received_at__gte=timezone.now() - dt.timedelta(days=progress.WINDOW + 1)
        )
        rows = (
            days.annotate(day=TruncDate("received_at"))
            .values_list("day")
            .annotate(n=Count("target", distinct=True))
        )
        begun = min(timezone.localdate(each.launched_at) for each in running if each.launched_at)
        by_day = dict(rows.order_by())
        ends = max(each.ends for each in running)
        return progress.pace(by_day, self.exact.open or 0, self.today, begun, ends)

    def exclusion(self) -> tuple[int | None, float | None]:
        """Families visited that stand on no list, and how many they are for a hundred visited.

        Officers add them as targets of their own, or send the form without a target.
        """
        visited = self.targets.filter(_VISITED)
        without = self.observed.filter(target=None, campaign__isnull=False).count()
        found, whole = visited.filter(keluarga=None).count() + without, visited.count() + without
        if self.rounded:
            told = published.published(found)
            return told, None if told is None or whole < published.WEAK else progress.per_hundred(told, whole)
        return found, progress.per_hundred(found, whole)

    def arriving(self) -> dict[str, int]:
        """What asks for a look: `held` submissions, `files` still on their way, `silent` phones of who has open targets."""
        expected = Func(F("expected"), function="jsonb_array_length", output_field=IntegerField())
        short = self.sent.annotate(want=expected, have=Count("attachments__name", distinct=True))
        busy = Assignment.objects.filter(target__in=self.targets.filter(state__in=states.OPEN), until=None)
        silent = Device.objects.filter(
            user__in=busy.values("user"), withdrawn_at=None, seen_at__lt=timezone.now() - SILENT
        )
        return {
            "held": self.sent.filter(standing=Standing.HELD).count(),
            "files": short.filter(want__gt=F("have")).count(),
            "silent": silent.count(),
        }
