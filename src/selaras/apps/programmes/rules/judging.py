"""What the rules say of one family to one reader. What the reader may not see is unknown to them, whatever a rule says about
answers that are missing: neither yes nor no may betray it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from selaras.apps.programmes.rules import catalogue
from selaras.engine.eligibility import answering, syntax, wording
from selaras.engine.eligibility.answering import Case, Finding, Outcome, Verdict
from selaras.engine.eligibility.checking import Subject
from selaras.engine.eligibility.programme import Missing, Ready, Unit

FAMILY = catalogue.SUBJECTS[Unit.KELUARGA]
ORDER: Final = (Outcome.LAYAK, Outcome.BELUM_TAHU, Outcome.TIDAK_LAYAK)


@dataclass(frozen=True)
class Judged:
    """A verdict in words. `hidden`: labels of answers this reader may not see."""

    outcome: Outcome
    reasons: tuple[wording.Reason, ...]
    hidden: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[wording.Reason, ...]:
        """The clauses that made the outcome: those that fail, those not known, or all of them."""
        if self.outcome is Outcome.LAYAK:
            return self.reasons
        wanted = False if self.outcome is Outcome.TIDAK_LAYAK else None
        return tuple(reason for reason in self.reasons if reason.holds is wanted)


NOBODY = wording.Reason("", "Anggota keluarga ini diketahui.", (), "", ("daftar anggota keluarga",), None)


def best(found: Sequence[Judged]) -> Judged:
    """What a rule about persons is to a keluarga: what it is to that member of whom the least stands in the way. Where nobody knows who
    its members are, it is not known."""
    if not found:
        return Judged(Outcome.BELUM_TAHU, (NOBODY,))
    return min(found, key=lambda each: (ORDER.index(each.outcome), len(each.shown)))


def judge(clauses: Sequence[Ready], case: Case, hidden: frozenset[str], subject: Subject = FAMILY) -> Judged:
    """One rule for one case. `hidden`: names of fields whose values were left out of the case for this reader; `subject`: what the
    rule is about."""
    asked = tuple(_asking(ready) if _touched(ready, hidden) else ready for ready in clauses)
    verdict = _closed(answering.judge(asked, case), hidden)
    missing = {name for found in verdict.unknown for _, name in found.missing} & hidden
    labels = _labels(subject, missing) if missing else []
    reasons = tuple(_reason(found, subject, frozenset(labels)) for found in verdict.findings)
    return Judged(verdict.outcome, reasons, tuple(labels))


def _labels(subject: Subject, names: set[str]) -> list[str]:
    known = (subject.catalogue.keluarga, subject.catalogue.anggota)
    return sorted(field.label for fields in known for name, field in fields.items() if name in names)


def _reason(found: Finding, subject: Subject, hidden: frozenset[str]) -> wording.Reason:
    """In words; an answer the reader may not see is not called one that nobody gave."""
    told = wording.reason(found, subject)
    return dataclasses.replace(told, missing=tuple(label for label in told.missing if label not in hidden))


def _touched(ready: Ready, hidden: frozenset[str]) -> set[tuple[str, str]]:
    return {key for key in syntax.names(ready.node) if key[1] in hidden}


def _asking(ready: Ready) -> Ready:
    return dataclasses.replace(ready, clause=dataclasses.replace(ready.clause, missing=Missing.ASK))


def _closed(verdict: Verdict, hidden: frozenset[str]) -> Verdict:
    """The verdict without what asking for the mere presence of a hidden answer would tell."""
    findings = tuple(_without(found, hidden) for found in verdict.findings)
    held = [found.holds for found in findings]
    if False in held:
        return Verdict(Outcome.TIDAK_LAYAK, findings)
    return Verdict(Outcome.BELUM_TAHU if None in held else Outcome.LAYAK, findings)


def _without(found: Finding, hidden: frozenset[str]) -> Finding:
    presence = {
        (node.item.of, node.item.name)
        for node in syntax.walk(found.ready.node)
        if isinstance(node, syntax.Has)
    }
    touched = {key for key in presence if key[1] in hidden}
    if not touched:
        return found
    return dataclasses.replace(found, holds=None, missing=tuple(sorted({*found.missing, *touched})))
