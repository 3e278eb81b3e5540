"""What the field found about a keluarga, for pages of apps below: beside what the lists say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.registry import queries as registry
from selaras.apps.verval.models.campaigns import Target
from selaras.apps.verval.models.submissions import Attachment, Observation
from selaras.apps.verval.queries import findings

SEE, LEAD, IDENTITY = access.Ability.SEE, access.Ability.LEAD, access.FieldClass.IDENTITY
MOST = 20


@dataclass(frozen=True, slots=True)
class Visited:
    """A keluarga in one campaign: the state of what was found, the visits it rests on, and their photos by submission."""

    told: findings.Told
    photos: dict[int, list[Attachment]]

    @property
    def visits(self) -> list[Observation]:
        """Visits that count, the newest first."""
        rows = [self.told.observations[key] for key in self.told.finding.counting]
        return sorted(rows, key=lambda row: (row.received_at, row.pk), reverse=True)


def about(keluarga: str, actor: access.Actor) -> list[Visited]:
    """Findings about a keluarga `actor` may see, newest campaign first. Photos only where they lead."""
    regions = access.scopes(actor, SEE, IDENTITY)
    rows = Target.objects.filter(people.within(regions), keluarga=keluarga, checks=None)
    rows = rows.filter(observations__counts=True).distinct().select_related("campaign__instrument")
    found = []
    for told in findings.told(rows.order_by("-pk")[:MOST]).values():
        if told.finding.counting:
            found.append(Visited(told, _photos(told, actor)))
    return found


def _photos(told: findings.Told, actor: access.Actor) -> dict[int, list[Attachment]]:
    if not access.may(actor, LEAD, told.target.kode_desa, IDENTITY):
        return {}
    kept = findings.attachments(row.submission for row in told.observations.values())
    return {key: [each for each in rows if each.picture and each.kept] for key, rows in kept.items()}


def checked(references: Iterable[str], actor: access.Actor) -> dict[str, findings.Told]:
    """Those of these keluarga that were visited, with the newest state; for lists of cases."""
    regions = access.scopes(actor, SEE, IDENTITY)
    rows = Target.objects.filter(people.within(regions), keluarga__in=set(references), checks=None)
    rows = rows.filter(observations__counts=True).distinct().select_related("campaign__instrument")
    newest = {row.keluarga or "": row for row in rows.order_by("pk")}
    told = findings.told(newest.values())
    return {name: told[row.pk] for name, row in newest.items() if told[row.pk].finding.counting}


def heads(references: Iterable[str], actor: access.Actor) -> dict[str, str]:
    """Names of the heads of these keluarga, of those `actor` may see."""
    found = registry.visible_keluarga(actor=actor).filter(reference__in=set(references), kepala__isnull=False)
    of = dict(found.values_list("kepala", "reference"))
    people = registry.visible_persons(actor=actor).filter(reference__in=set(of))
    return {of[reference]: name or "" for reference, name in people.values_list("reference", "nama")}
