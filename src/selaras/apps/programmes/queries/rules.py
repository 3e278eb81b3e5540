"""Rules as the engine takes them: of each programme the version that is valid on a day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.rules import catalogue as written
from selaras.apps.programmes.rules import veil
from selaras.engine.eligibility import programme as engine
from selaras.kernel import errors


@dataclass(frozen=True)
class Current:
    """A programme with the version of its rule, as a row and as the engine takes it."""

    programme: Programme
    rule: Rule
    asked: engine.Programme

    @property
    def code(self) -> str:
        """Of the programme."""
        return self.programme.code

    @property
    def about_persons(self) -> bool:
        """Whether it is decided for each member of a keluarga by itself."""
        return self.asked.unit is engine.Unit.PERSON

    @property
    def about_villages(self) -> bool:
        """Whether it is for a village, not for those who live there."""
        return self.asked.unit is engine.Unit.DESA


def as_asked(programme: Programme, rule: Rule) -> engine.Programme:
    """A version of a rule as the engine takes it. Equal rules are equal, so what was decided for one is known for the other."""
    return written.rule(programme.code, str(rule.number), rule.clauses, rule.figures, programme.unit)


def current(programme: Programme, on: dt.date) -> Current | None:
    """The version valid on a day; None where there is none."""
    rule = catalogue.current(on).get(programme.pk)
    return Current(programme, rule, as_asked(programme, rule)) if rule else None


def programmes(on: dt.date) -> list[Current]:
    """Every programme about keluarga or persons that is not closed and has a rule on a day which can be asked that day, by name."""
    return [each for each in everything(on) if not each.about_villages]


def everything(on: dt.date) -> list[Current]:
    """The same with those for villages."""
    rules = catalogue.current(on)
    found = [
        Current(each, rules[each.pk], as_asked(each, rules[each.pk]))
        for each in catalogue.programmes()
        if each.pk in rules
    ]
    return [each for each in found if _answerable(each.asked, on)]


@functools.lru_cache(maxsize=512)
def ready(asked: engine.Programme, on: dt.date) -> tuple[engine.Ready, ...]:
    """Its clauses on a day, read once. Raises SelarasError as engine/eligibility/programme.ready does."""
    return engine.ready(asked, written.SUBJECTS[asked.unit], on)


@functools.lru_cache(maxsize=256)
def _answerable(asked: engine.Programme, on: dt.date) -> bool:
    """Whether the clauses can be asked that day: a figure may have run out. One broken rule must not silence all others."""
    try:
        ready(asked, on)
    except errors.SelarasError:
        return False
    return True


def secret(programme: Programme, on: dt.date) -> bool:
    """Whether having a programme tells of health: its rule of that day asks about it."""
    found = current(programme, on)
    return found is not None and veil.touched(found.asked)


def by_code(found: Sequence[Current]) -> dict[str, Current]:
    """By the code of the programme."""
    return {each.code: each for each in found}
