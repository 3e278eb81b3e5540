"""What a family reads of itself: for each public programme where it stands and why. No name, number or address goes into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Award
from selaras.apps.programmes.models.delivery import Line
from selaras.apps.programmes.queries import delivery, family
from selaras.apps.programmes.rules import words
from selaras.apps.programmes.rules.ledger import State
from selaras.engine.eligibility import wording
from selaras.engine.eligibility.answering import Outcome


class Place(StrEnum):
    """Where a family stands with a programme, from what it has to what it has not."""

    RECEIVED = "diterima"
    DECIDED = "ditetapkan"
    RETURNED = "kembali"
    QUEUED = "antre"
    FITS = "layak"
    UNKNOWN = "belum_tahu"
    CLOSED = "tertutup"
    NOT = "tidak"


_PLACES = {State.PAID: Place.RECEIVED, State.RETURNED: Place.RETURNED}
_URGENT = (Place.RETURNED, Place.DECIDED, Place.RECEIVED)


@dataclass(frozen=True)
class Share:
    """What one of the family, or the family as one, was to get last: number of its line, and the day something became of it. Who of
    them it is stands nowhere: whoever holds the ticket can read."""

    number: str
    rupiah: int
    place: Place
    day: dt.date | None = None


@dataclass(frozen=True)
class Told:
    """One programme as the family reads it. `reasons`: a condition and what is known about it; `lists`: which lists say it is
    received; `missing`: answers that are; `queue`: its place (of who has no share yet), 0 for none; `persons`: of a programme about
    persons how many of the family it fits."""

    code: str
    name: str
    owner: str
    gives: str
    place: Place
    reasons: tuple[tuple[str, str], ...] = ()
    lists: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    queue: int = 0
    shares: tuple[Share, ...] = ()
    persons: int = 0


def standing(keluarga: str, actor: access.Actor, on: dt.date) -> list[Told] | None:
    """Every public programme with a valid rule, in the order of Place; None where the family is no longer where the ticket was
    given. What only health answers is left closed, whatever became of it: anybody who holds the ticket can read."""
    answer = family.answer(keluarga, actor, on)
    if answer is None:
        return None
    given = delivery.of_family(keluarga, actor)
    awards = list(
        Award.objects.select_related("programme").filter(
            keluarga=keluarga, plan__state=words.PlanState.APPROVED, plan__year=on.year
        )
    )
    found = [_told(line, given, awards) for line in answer.lines if line.programme.public]
    order = list(Place)
    return sorted(found, key=lambda told: (order.index(told.place), told.name))


def _told(line: family.Line, given: Sequence[delivery.Given], awards: Sequence[Award]) -> Told:
    programme, outcome = line.programme, line.judged.outcome
    base = (programme.code, programme.name, programme.owner_name, programme.gives)
    mine = [each for each in awards if each.programme_id == programme.pk]
    lines = [each for each in given if each.line.cycle.programme_id == programme.pk and _counts(each.line)]
    gets = lines or line.lists or any(each.given for each in mine)
    if line.judged.hidden and (gets or outcome is not Outcome.TIDAK_LAYAK):
        return Told(*base, Place.CLOSED)
    shares = _shares(lines)
    if shares:
        served = {each.line.person for each in lines}
        queue = min((each.place for each in mine if each.place and each.person not in served), default=0)
        # What somebody has to do something about goes first.
        place = next(each for each in _URGENT if any(one.place is each for one in shares))
        return Told(*base, place, shares=shares, queue=queue, persons=len(served - {""}))
    if gets:
        return Told(*base, Place.RECEIVED if line.lists else Place.DECIDED, lists=tuple(line.lists or ()))
    if outcome is Outcome.LAYAK:
        queue = min((each.place for each in mine if each.place), default=0)
        return Told(*base, Place.QUEUED if mine else Place.FITS, queue=queue, persons=len(line.fitting))
    reasons = tuple((each.sentence, _known(each)) for each in line.judged.shown)
    missing = tuple(dict.fromkeys(label for reason in line.judged.shown for label in reason.missing))
    place = Place.UNKNOWN if outcome is Outcome.BELUM_TAHU else Place.NOT
    return Told(*base, place, reasons, missing=missing)


def _shares(lines: Sequence[delivery.Given]) -> tuple[Share, ...]:
    """The newest of each person, by number."""
    newest: dict[str, delivery.Given] = {}
    for each in lines:
        newest.setdefault(each.line.person, each)
    found = [
        Share(
            each.line.number, each.line.amount, _PLACES.get(State(each.line.state), Place.DECIDED), each.day
        )
        for each in newest.values()
    ]
    return tuple(sorted(found, key=lambda share: share.number))


def _counts(line: Line) -> bool:
    return line.state not in (State.REPLACED, State.CANCELLED)


def _known(reason: wording.Reason) -> str:
    """What is known of what a condition asks, without how the rule is written."""
    return ", ".join(f"{label} {value}" for label, value in reason.found)
