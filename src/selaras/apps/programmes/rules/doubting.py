"""What is wrong with a rule that is being written, row by row: one row that cannot be read hides nothing of the others.

Rules change with the days their clauses and figures begin and end, so they are looked at on each of those days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from selaras.apps.programmes.rules import catalogue
from selaras.engine.eligibility import judging, parsing, syntax
from selaras.engine.eligibility import programme as engine
from selaras.kernel import errors

Written = Mapping[str, Any]
MOST_DAYS: Final = 12
# Always true does no harm; the other doubts refuse everybody or nobody.
_LIGHT: Final = frozenset({"syarat_selalu", "parameter_tidak_dipakai"})
_NEVER: Final = dt.date.max
_CODES: Final = {
    "selalu": "syarat_selalu", "tidak_pernah": "syarat_tidak_pernah", "bertentangan": "syarat_bertentangan",
    "pilihan_asing": "syarat_pilihan_asing", "bagi_nol": "syarat_bagi_nol",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of errors.toml. `day`: the day on which it holds, None for the first day of the rule."""

    code: str
    params: tuple[tuple[str, object], ...] = ()
    day: dt.date | None = None

    @property
    def error(self) -> errors.SelarasError:
        """The same as an error, to be told in the language of the page."""
        return errors.SelarasError(self.code, **dict(self.params))

    @property
    def heavy(self) -> bool:
        """Nothing can be proposed with it."""
        return self.code not in _LIGHT


@dataclass(frozen=True)
class Checked:
    """`clauses`: id -> what is said of it; `figures`: by place; `whole`: of the rule as one."""

    clauses: Mapping[str, list[Said]] = field(default_factory=dict)
    figures: Mapping[int, list[Said]] = field(default_factory=dict)
    whole: list[Said] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """It may be proposed."""
        every = [
            *self.whole,
            *(said for found in (self.clauses, self.figures) for each in found.values() for said in each),
        ]
        return not any(said.heavy for said in every)


@dataclass(frozen=True, slots=True)
class About:
    """Whose rule it is: code and unit of the programme."""

    code: str
    unit: str = engine.Unit.KELUARGA

    def ready(
        self, clauses: Sequence[Written], figures: Sequence[Written], day: dt.date
    ) -> tuple[engine.Ready, ...]:
        """The clauses on a day. Raises as `engine.ready`."""
        asked = catalogue.rule(self.code, "0", clauses, figures, self.unit)
        return engine.ready(asked, catalogue.SUBJECTS[asked.unit], day)


def check(about: About, clauses: Sequence[Written], figures: Sequence[Written], on: dt.date) -> Checked:
    """A rule that is to begin on a day. Raises nothing for what somebody may write."""
    of_figures = _figures(clauses, figures)
    usable = [each for place, each in enumerate(figures) if not any(s.heavy for s in of_figures[place])]
    days = _days([*clauses, *figures], on)
    of_clauses = {str(each["id"]): _basis(each) for each in clauses}
    sound = [each for each in clauses if _readable(about, each, usable, days, of_clauses[str(each["id"])])]
    whole: list[Said] = []
    if len(sound) == len(clauses):
        for day in days:
            _together(about, clauses, usable, (day, on), whole)
    for day in days:
        for doubt in _doubts(about, sound, usable, day):
            _point(doubt, clauses, of_clauses, None if day == on else day)
    return Checked(of_clauses, of_figures, whole)


def refused(clause: engine.Ready, unit: engine.Unit) -> Said | None:
    """Why one question alone refuses everybody or nobody; None where nothing of that can be proved."""
    for doubt in judging.doubts([clause], catalogue.SUBJECTS[unit]):
        said = Said(_CODES[doubt.code], (("kata", doubt.detail),) if doubt.detail else ())
        if said.heavy:
            return said
    return None


def _days(dated: Sequence[Written], on: dt.date) -> list[dt.date]:
    """The day it begins, and every later one on which something of it begins or has just ended."""
    found = {on}
    for each in dated:
        begins, ends = _day(each.get("begins")), _day(each.get("ends"))
        found |= {
            day for day in (begins, ends + dt.timedelta(days=1) if ends and ends < _NEVER else None) if day
        }
    return sorted(day for day in found if day >= on)[:MOST_DAYS]


def _day(text: object) -> dt.date | None:
    return dt.date.fromisoformat(str(text)) if text else None


def _basis(each: Written) -> list[Said]:
    found = [] if str(each.get("sentence") or "").strip() else [Said("syarat_tanpa_kalimat")]
    if not (each.get("basis") or each.get("assumption")):
        found.append(Said("syarat_tanpa_dasar"))
    return found


def _figures(clauses: Sequence[Written], figures: Sequence[Written]) -> dict[int, list[Said]]:
    used = _used(clauses)
    found: dict[int, list[Said]] = {place: [] for place in range(len(figures))}
    for place, each in enumerate(figures):
        name = (("angka", each["name"]),)
        begins, ends = _period(each)
        if ends < begins:
            found[place].append(Said("parameter_tanggal", name))
        if any(_meet(each, other) for other in figures[:place]):
            found[place].append(Said("parameter_ganda", name))
        if not (each.get("basis") or each.get("assumption")):
            found[place].append(Said("parameter_tanpa_dasar", name))
        if each["name"] not in used:
            found[place].append(Said("parameter_tidak_dipakai", name))
    return found


def _used(clauses: Sequence[Written]) -> set[str]:
    found: set[str] = set()
    for each in clauses:
        try:
            found |= syntax.parameters(parsing.parse(each["text"]))
        except errors.SelarasError:
            continue
    return found


def _period(each: Written) -> tuple[dt.date, dt.date]:
    return _day(each.get("begins")) or dt.date.min, _day(each.get("ends")) or _NEVER


def _meet(one: Written, other: Written) -> bool:
    (begins, ends), (from_, until) = _period(one), _period(other)
    return one["name"] == other["name"] and begins <= until and from_ <= ends


def _readable(
    about: About, each: Written, figures: Sequence[Written], days: Sequence[dt.date], into: list[Said]
) -> bool:
    """Whether a clause can be asked on every day it holds; what is wrong goes to its row, once."""
    begins, ends = _period(each)
    if ends < begins:
        into.append(Said("klausul_tanggal", (("klausul", each["id"]),)))
        return False
    held = [day for day in days if begins <= day <= ends] or [max(begins, min(days[0], ends))]
    for day in held:
        try:
            about.ready([each], figures, day)
        except errors.SelarasError as error:
            into.append(Said(error.code, tuple(error.params.items()), None if day == days[0] else day))
            return False
    return True


def _together(
    about: About,
    clauses: Sequence[Written],
    figures: Sequence[Written],
    days: tuple[dt.date, dt.date],
    into: list[Said],
) -> None:
    day, on = days
    try:
        about.ready(clauses, figures, day)
    except errors.SelarasError as error:
        into.append(Said(error.code, tuple(error.params.items()), None if day == on else day))


def _doubts(
    about: About, clauses: Sequence[Written], figures: Sequence[Written], day: dt.date
) -> list[judging.Doubt]:
    try:
        ready = about.ready(clauses, figures, day)
    except errors.SelarasError:
        return []
    return judging.doubts(ready, catalogue.SUBJECTS[engine.Unit(about.unit)])


def _point(
    doubt: judging.Doubt, clauses: Sequence[Written], into: dict[str, list[Said]], day: dt.date | None
) -> None:
    """Puts a doubt to every row it concerns, naming the others by what they say; once, on the first day it shows."""
    sentences = {str(each["id"]): str(each.get("sentence") or each["text"]) for each in clauses}
    for number in doubt.clauses:
        others = [f"“{sentences[other]}”" for other in doubt.clauses if other != number]
        params = {
            "bertentangan": (("lain", " dan ".join(others)),),
            "pilihan_asing": (("kata", doubt.detail),),
        }.get(doubt.code, ())
        said = Said(_CODES[doubt.code], params, day)
        if not any((each.code, each.params) == (said.code, said.params) for each in into[number]):
            into[number].append(said)
