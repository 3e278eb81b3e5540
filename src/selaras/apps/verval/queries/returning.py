"""What is settled in a campaign and may go back into the registry, and what went back before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.registry import queries as registry
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import Return
from selaras.apps.verval.queries import findings
from selaras.apps.verval.rules import edition, words


def people(references: Iterable[str], actor: access.Actor) -> dict[str, tuple[str, list[str]]]:
    """Head and members of each keluarga `actor` may see, by reference."""
    wanted = set(references)
    heads = dict(
        registry.visible_keluarga(actor=actor).filter(reference__in=wanted).values_list("reference", "kepala")
    )
    members: dict[str, list[str]] = {}
    rows = registry.visible_persons(actor=actor).filter(keluarga__in=wanted).order_by("reference")
    told: dict[str, str] = {}
    for reference, keluarga, relation in rows.values_list("reference", "keluarga", "hubungan"):
        members.setdefault(keluarga or "", []).append(reference)
        if relation == "kepala":
            told.setdefault(keluarga or "", reference)
    found = {}
    for keluarga, head in heads.items():
        persons = members.get(keluarga, [])
        alone = persons[0] if len(persons) == 1 else ""
        found[keluarga] = (head or told.get(keluarga, alone), persons)
    return found


@dataclass(frozen=True, slots=True)
class Settled:
    """What a campaign settled: rows that may go back; visited targets whose outcome is open; targets not yet visited."""

    rows: list[edition.Found]
    open: int
    waiting: int


def settled(campaign: Campaign) -> Settled:
    """The settled findings of a campaign (`queries.findings`) as the edition tells them; what is open is left out."""
    targets = Target.objects.filter(campaign=campaign, checks=None).exclude(state=words.TargetState.WITHDRAWN)
    seen = targets.filter(observations__counts=True, observations__back_check=False).distinct().count()
    rows = [
        edition.Found(
            row.target, row.keluarga or "", row.kode_desa, row.outcome, row.day, edition.answers(row.values)
        )
        for row in findings.settled(campaign)
    ]
    return Settled(rows, seen - len(rows), targets.count() - seen)


def returns(campaign: Campaign) -> list[Return]:
    """Editions that were made of a campaign's findings, newest first."""
    return list(Return.objects.filter(campaign=campaign).order_by("-id"))


def found(rows: Iterable[edition.Found], actor: access.Actor) -> list[edition.Found]:
    """The same with head and members as the registry has them now."""
    told = list(rows)
    known = people((row.keluarga for row in told if row.keluarga), actor)
    return [
        edition.Found(
            row.target, row.keluarga, row.kode_desa, row.outcome, row.on, row.answers,
            *known.get(row.keluarga, ("", [])),
        )
        for row in told
        if not row.keluarga or row.keluarga in known
    ]  # fmt: skip
