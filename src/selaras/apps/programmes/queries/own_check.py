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


@dataclass(frozen=True)
class Told:
    """One programme as the family reads it. `reasons`: a condition and what is known about it; `lists`: which lists say it is
    received; `missing`: answers that are; `queue`: its place, 0 for none; `line`: number of its delivery;
    `persons`: of a programme about persons how many of the family it fits."""

    code: str
    name: str
    owner: str
    gives: str
    place: Place
    reasons: tuple[tuple[str, str], ...] = ()
    lists: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    queue: int = 0
    line: str = ""
    rupiah: int = 0
    day: dt.date | None = None
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
    if lines:
        row = lines[0].line
        place = {State.PAID: Place.RECEIVED, State.RETURNED: Place.RETURNED}.get(
            State(row.state), Place.DECIDED
        )
        persons = len({each.line.person for each in lines if each.line.person})
        return Told(*base, place, line=row.number, rupiah=row.amount, day=lines[0].day, persons=persons)
    if gets:
        return Told(*base, Place.RECEIVED if line.lists else Place.DECIDED, lists=tuple(line.lists or ()))
    if outcome is Outcome.LAYAK:
        queue = min((each.place for each in mine if each.place), default=0)
        return Told(*base, Place.QUEUED if mine else Place.FITS, queue=queue, persons=len(line.fitting))
    reasons = tuple((each.sentence, _known(each)) for each in line.judged.shown)
    missing = tuple(dict.fromkeys(label for reason in line.judged.shown for label in reason.missing))
    place = Place.UNKNOWN if outcome is Outcome.BELUM_TAHU else Place.NOT
    return Told(*base, place, reasons, missing=missing)


def _counts(line: Line) -> bool:
    return line.state not in (State.REPLACED, State.CANCELLED)


def _known(reason: wording.Reason) -> str:
    """What is known of what a condition asks, without how the rule is written."""
    return ", ".join(f"{label} {value}" for label, value in reason.found)
