"""Reads for paper: the families of a list, who visits in a campaign, what came on paper before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import Observation, Submission
from selaras.apps.verval.queries import assigning, targets
from selaras.apps.verval.queries import findings as merged
from selaras.apps.verval.rules import places, states
from selaras.apps.verval.rules.words import Channel, Standing
from selaras.shell import words

LEAD = access.Ability.LEAD
MOST = 500


@dataclass(frozen=True, slots=True)
class Family:
    """A family as paper shows it: no number but the masked card. `members`: (reference, name)."""

    target: str
    desa: str
    rt: str
    head: str
    kk: str
    address: str
    members: tuple[tuple[str, str], ...]


def open_targets(actor: access.Actor, campaign: Campaign, user: int = 0) -> list[Target]:
    """Open targets of a campaign where this person leads, in the order of the way; of one officer, or all."""
    if user:
        return targets.of_officer(actor, campaign, user)[:MOST]
    found = targets.led(actor).filter(campaign=campaign, state__in=states.OPEN)
    return list(found.order_by("kode_desa", "rt", "rank")[:MOST])


def families(actor: access.Actor, rows: Iterable[Target]) -> list[Family]:
    """The same as paper shows them."""
    found = list(rows)
    known, members = targets.families(actor, [row.keluarga for row in found], LEAD)
    shown = []
    for row in found:
        family, people = known.get(row.keluarga or ""), members.get(row.keluarga or "", [])
        head = targets.head(family, people)
        shown.append(
            Family(
                row.reference, words.region(row.kode_desa), places.rt_words(row.rt),
                (head.nama or "") if head else "", words.masked(family.kk_tail) if family else "",
                targets.address(family), tuple((p.reference, p.nama or "") for p in people),
            )
        )  # fmt: skip
    return shown


def officers(actor: access.Actor, campaign: Campaign) -> dict[str, int]:
    """Who visits in a campaign, by the words a sheet names them with."""
    return {f"{each.name} · {each.user}": each.user for each in assigning.crew(campaign, actor)}


def meant(actor: access.Actor, campaign: Campaign, references: Iterable[str]) -> dict[str, Target]:
    """Targets of a campaign where this person leads, by reference."""
    found = targets.led(actor).filter(campaign=campaign, reference__in=set(references))
    return {row.reference: row for row in found}


def sent(instances: Iterable[str]) -> set[str]:
    """Keys of rows that were sent before."""
    return set(Submission.objects.filter(instance__in=set(instances)).values_list("instance", flat=True))


def before(rows: Iterable[Target]) -> dict[tuple[int, int], list[tuple[str, dict[str, Any]]]]:
    """By (target, officer): key and answers of what came on paper before, oldest first; without what was set aside."""
    found = Observation.objects.filter(target__in=list(rows), submission__channel=Channel.PAPER)
    found = found.exclude(submission__standing=Standing.REFUSED).select_related("submission").order_by("pk")
    told: dict[tuple[int, int], list[tuple[str, dict[str, Any]]]] = {}
    for row in found:
        told.setdefault((row.target_id or 0, row.user), []).append(
            (row.submission.instance, merged.answers(row))
        )
    return told
