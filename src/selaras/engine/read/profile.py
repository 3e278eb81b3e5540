"""What a kind of file looks like, and which kind a file is.

A `Profile` is written by a source: the parts a file of that kind may hold (a family sheet, a person sheet), the
fields of each part with the headers they go by, and `convert`, which turns recognised sheets into records.
`recognise` chooses the profile whose characteristic columns the file really has and says how sure it is. What does not
fit is reported as drift; a header that merely looks similar is suggested, never used (`fitting`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from selaras.engine.read import fitting, headings
from selaras.engine.read.part import Drift, Field, Part
from selaras.engine.read.sheet import Kinds, Sheet
from selaras.kernel.errors import SelarasError

__all__ = ["Converted", "Drift", "Field", "Mapped", "Part", "Profile", "Recognition", "recognise"]

_APART = 0.02
"""Two kinds of file whose scores are nearer than this cannot be told apart."""

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Converted:
    """What `convert` gives: tables that keep the contracts of `engine/tables.py`, or None for "no such rows"."""

    persons: pl.DataFrame | None = None
    keluarga: pl.DataFrame | None = None
    aggregates: pl.DataFrame | None = None
    lineage: pl.DataFrame | None = None
    findings: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of file. `convert(recognition, edition)` is supplied by the source.

    name    unique, e.g. "p3ke_keluarga"
    source  value of the `source` column of the records
    title   how people call it, e.g. "P3KE, data keluarga"
    """

    name: str
    source: str
    title: str
    parts: tuple[Part, ...]
    convert: Callable[[Recognition, str], Converted]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A sheet that was recognised: `columns` leads from field to the index of its column (0 is column A)."""

    sheet: Sheet
    part: str
    columns: Mapping[str, int]
    confidence: float

    def texts(self, name: str) -> pl.Series | None:
        """Cell texts of a field, or None where the sheet has no such column."""
        index = self.columns.get(name)
        return None if index is None else self.sheet.texts(index)

    def kinds(self, name: str) -> Kinds | None:
        index = self.columns.get(name)
        return None if index is None else self.sheet.kinds_of(index)


@dataclass(frozen=True, slots=True)
class Recognition:
    """Which profile a file has, how sure that is (0..1) and why, sheet by sheet.

    skipped  names of sheets that are no part of this kind of file (notes, code lists)
    """

    profile: Profile
    confidence: float
    sheets: tuple[Mapped, ...]
    drift: tuple[Drift, ...] = ()
    why: tuple[str, ...] = ()
    skipped: tuple[str, ...] = field(default=())


_Laid = tuple[Sheet, headings.Known]


@dataclass(frozen=True, slots=True)
class _Try:
    """A profile laid beside all sheets: the fit of every sheet (None: no part of this kind) and the score."""

    profile: Profile
    fits: tuple[fitting.Fit | None, ...]
    score: float


def recognise(sheets: Sequence[Sheet], profiles: Sequence[Profile]) -> Recognition:
    """The profile the sheets of one file have.

    Hidden sheets are left aside while there are visible ones. Raises SelarasError: `kenali_gagal` where nothing fits,
    with what the nearest kind lacks; `kenali_ragu` where two kinds fit equally well.
    """
    visible = [sheet for sheet in sheets if not sheet.hidden] or list(sheets)
    laid = [(sheet, headings.Known(sheet.headers)) for sheet in visible]
    tries = sorted((_try(laid, profile) for profile in profiles), key=lambda one: one.score, reverse=True)
    fitting_ = [one for one in tries if any(one.fits)]
    if not fitting_:
        raise _failed(laid, profiles)
    best = fitting_[0]
    rivals = [one for one in fitting_ if best.score - one.score < _APART]
    if len(rivals) > 1:
        names = ", ".join(one.profile.title for one in rivals[:3])
        raise SelarasError("kenali_ragu", file=visible[0].file, calon=names)
    return _recognition(sheets, visible, best)


def _try(laid: Sequence[_Laid], profile: Profile) -> _Try:
    fits = tuple(_best_part(sheet, known, profile) for sheet, known in laid)
    # A sheet with many rows says more about the file than a page of codes.
    weights = [1 + sheet.data.height for sheet, _ in laid]
    score = sum(w * f.confidence for w, f in zip(weights, fits, strict=True) if f is not None) / sum(weights)
    return _Try(profile, fits, score)


def _best_part(sheet: Sheet, known: headings.Known, profile: Profile) -> fitting.Fit | None:
    fits = [found for part in profile.parts if (found := fitting.fit(sheet, known, part)).ok]
    return max(fits, key=lambda found: found.confidence, default=None)


def _recognition(sheets: Sequence[Sheet], visible: Sequence[Sheet], best: _Try) -> Recognition:
    pairs = [(sheet, found) for sheet, found in zip(visible, best.fits, strict=True) if found is not None]
    used = {sheet.sheet for sheet, _ in pairs}
    rows = sum(1 + sheet.data.height for sheet, _ in pairs)
    confidence = sum((1 + sheet.data.height) * found.confidence for sheet, found in pairs) / rows
    return Recognition(
        profile=best.profile,
        confidence=round(confidence, 3),
        sheets=tuple(
            Mapped(sheet, found.part.name, found.columns, found.confidence) for sheet, found in pairs
        ),
        drift=tuple(seen for sheet, found in pairs for seen in fitting.drift(sheet, found)),
        why=tuple(_why(sheet, found) for sheet, found in pairs),
        skipped=tuple(sheet.sheet for sheet in sheets if sheet.sheet not in used),
    )


def _why(sheet: Sheet, found: fitting.Fit) -> str:
    marks = [
        sheet.header(found.columns[f.name]).text
        for f in found.part.fields
        if f.characteristic and f.name in found.columns
    ]
    named = sum(1 for header in sheet.headers if header.text)
    known = f"Lembar {sheet.sheet}: {len(found.columns)} dari {named} kolom dikenal sebagai {found.part.name}"
    if not marks:
        return f"{known}."
    rest = f" dan {len(marks) - _MOST_NAMED} lainnya" if len(marks) > _MOST_NAMED else ""
    return f"{known}; kolom khas: {', '.join(marks[:_MOST_NAMED])}{rest}."


def _failed(laid: Sequence[_Laid], profiles: Sequence[Profile]) -> SelarasError:
    """Nothing fits: name the kind that comes nearest and what it lacks."""
    file = laid[0][0].file
    tried = [
        (fitting.fit(sheet, known, part), profile)
        for sheet, known in laid
        for profile in profiles
        for part in profile.parts
    ]
    if not tried:
        return SelarasError("berkas_tidak_dikenali", file=file)
    nearest, profile = max(tried, key=lambda pair: (len(pair[0].columns), pair[0].confidence))
    lacking = ", ".join(nearest.lacking[:_MOST_NAMED])
    return SelarasError("kenali_gagal", file=file, terdekat=profile.title, kurang=lacking)
