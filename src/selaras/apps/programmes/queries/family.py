"""All programmes for one family: what fits, what is not known yet, what does not fit and why, what is received now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import catalogue, facts
from selaras.apps.programmes.rules import judging
from selaras.engine.eligibility.answering import Outcome

ORDER = (Outcome.LAYAK, Outcome.BELUM_TAHU, Outcome.TIDAK_LAYAK)


@dataclass(frozen=True)
class Line:
    """One programme. `version`: number of the rule; `lists`: names of the lists that say it is received, None where no list of ours
    tells of this programme; `clashes`: names of programmes received now that exclude it, with the reason."""

    programme: Programme
    version: int
    judged: judging.Judged
    lists: tuple[str, ...] | None
    clashes: tuple[tuple[str, str], ...]

    @property
    def verdict(self) -> str:
        """layak, belum_tahu, tidak_layak"""
        return self.judged.outcome.value.replace(" ", "_")


@dataclass(frozen=True)
class Answer:
    """A family with all programmes, in the order of ORDER, by name within."""

    facts: facts.Facts
    on: dt.date
    lines: tuple[Line, ...]

    def of(self, outcome: Outcome) -> Sequence[Line]:
        """Those with this outcome."""
        return [line for line in self.lines if line.judged.outcome is outcome]


def answer(reference: str, actor: accounts.Actor, on: dt.date) -> Answer | None:
    """What the rules valid on a day say of a present family to this reader; None where it is not there or not theirs to see."""
    found = facts.case(reference, actor, on)
    if found is None:
        return None
    rules = catalogue.current(on)
    programmes = [each for each in catalogue.programmes() if each.pk in rules]
    received = [each for each in programmes if each.receives in found.receives]
    lines = []
    for each in programmes:
        rule = rules[each.pk]
        judged = judging.judge(catalogue.ready(each, rule, on), found.case, found.hidden)
        lists = found.receives.get(each.receives, ()) if each.receives else None
        lines.append(Line(each, rule.number, judged, lists, _clashes(each, received)))
    lines.sort(key=lambda line: (ORDER.index(line.judged.outcome), line.programme.name))
    return Answer(found, on, tuple(lines))


def _clashes(programme: Programme, received: Sequence[Programme]) -> tuple[tuple[str, str], ...]:
    if not received:
        return ()
    held = {each.pk for each in received}
    return tuple((each.name, why) for each, why in catalogue.exclusions(programme) if each.pk in held)
