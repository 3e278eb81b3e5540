"""How one sheet fits one part of a profile: which column each field is, how much of the sheet that explains, what drifted."""

from __future__ import annotations

from dataclasses import dataclass

from selaras.engine.read import headings
from selaras.engine.read.part import Drift, Field, Part
from selaras.engine.read.sheet import Header, Sheet

NEW = "baru"
MISSING = "hilang"
RENAMED = "berganti_nama"
UNNAMED = "tanpa_judul"
DOUBLE = "ganda"

_CHARACTERISTIC_WEIGHT = 5
_COVERAGE_SHARE = 0.6  # the rest of the confidence is the share of the sheet's columns that the part knows


@dataclass(frozen=True, slots=True)
class Fit:
    """A sheet laid beside a part. `ok` says whether it is that part; `lacking` names what it would need for it."""

    part: Part
    columns: dict[str, int]
    confidence: float
    lacking: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.lacking


def fit(sheet: Sheet, known: headings.Known, part: Part) -> Fit:
    """Find every field of the part in the sheet. Surest names first, so that no field takes another's column.

    known  the headers of the sheet
    """
    columns = _columns(known, part)
    weights = {field.name: _CHARACTERISTIC_WEIGHT if field.characteristic else 1 for field in part.fields}
    expected = sum(
        weights[field.name] for field in part.fields if not field.optional or field.name in columns
    )
    coverage = sum(weights[name] for name in columns) / max(expected, 1)
    named = sum(1 for header in sheet.headers if header.text)
    spoken_for = {*columns.values(), *known.named(map(headings.normalise, part.ignored))}
    explained = len(spoken_for) / max(named, 1)
    confidence = _COVERAGE_SHARE * coverage + (1 - _COVERAGE_SHARE) * explained
    return Fit(part, columns, round(confidence, 4), _lacking(sheet, part, columns))


def drift(sheet: Sheet, found: Fit) -> list[Drift]:
    """What sets the sheet apart from the part it was recognised as."""
    taken = set(found.columns.values())
    missing = [field for field in found.part.fields if field.name not in found.columns and not field.optional]
    rest = [h for h in sheet.headers if h.index not in taken and h.text and not _is_ignored(h, found.part)]
    seen: list[Drift] = []
    double = {
        header.index: field for header in rest for field in found.part.fields if _goes_by(header, field)
    }
    seen += [
        Drift(DOUBLE, sheet.sheet, double[h.index].name, h.text, h.letter) for h in rest if h.index in double
    ]
    rest = [header for header in rest if header.index not in double]
    for field, header in _alike(missing, rest):
        seen.append(Drift(RENAMED, sheet.sheet, field.name, header.text, header.letter, _shown(field)))
        missing.remove(field)
        rest.remove(header)
    seen += [Drift(MISSING, sheet.sheet, field.name, expected=_shown(field)) for field in missing]
    seen += [Drift(NEW, sheet.sheet, header=header.text, letter=header.letter) for header in rest]
    seen += [Drift(UNNAMED, sheet.sheet, letter=header.letter) for header in sheet.unnamed]
    return seen


def _columns(known: headings.Known, part: Part) -> dict[str, int]:
    columns: dict[str, int] = {}
    depth = max((len(field.aliases) for field in part.fields), default=0)
    for rank in range(depth):
        for field in part.fields:
            if field.name not in columns and rank < len(field.aliases):
                wanted = headings.normalise(field.aliases[rank])
                header = known.first(wanted, columns.values())
                if header is not None:
                    columns[field.name] = header.index
    for field in part.fields:
        for pattern in field.patterns:
            if field.name not in columns:
                header = known.matching(pattern, columns.values())
                if header is not None:
                    columns[field.name] = header.index
    return columns


def _lacking(sheet: Sheet, part: Part, columns: dict[str, int]) -> tuple[str, ...]:
    """Shown names of required fields that are missing, and of the signature that comes nearest; empty when it fits."""
    by_name = {field.name: field for field in part.fields}
    needed = [field.name for field in part.fields if field.required and field.name not in columns]
    if part.signature:
        absent = [[name for name in names if name not in columns] for names in part.signature]
        needed += sorted(absent, key=len)[0]
    if part.accepts is not None and not needed and not part.accepts(sheet):
        return (f"susunan lembar {part.name}",)
    return tuple(dict.fromkeys(_shown(by_name[name]) for name in needed))


def _is_ignored(header: Header, part: Part) -> bool:
    ignored = {headings.normalise(text) for text in part.ignored}
    return bool(ignored.intersection(headings.names_of(header)))


def _goes_by(header: Header, field: Field) -> bool:
    return bool(
        {headings.normalise(alias) for alias in field.aliases}.intersection(headings.names_of(header))
    )


def _alike(missing: list[Field], rest: list[Header]) -> list[tuple[Field, Header]]:
    """Pairs of a missing field and an unknown header that look alike, best first, each used once."""
    scored = sorted(
        (
            (
                max((_likeness(alias, header) for alias in field.aliases), default=0.0),
                -header.index,
                field,
                header,
            )
            for field in missing
            for header in rest
        ),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    pairs: list[tuple[Field, Header]] = []
    for score, _, field, header in scored:
        if score < headings.ALIKE:
            break
        if all(field is not other and header is not used for other, used in pairs):
            pairs.append((field, header))
    return pairs


def _likeness(alias: str, header: Header) -> float:
    wanted = headings.normalise(alias)
    return max((headings.likeness(wanted, name) for name in headings.names_of(header)), default=0.0)


def _shown(field: Field) -> str:
    return field.aliases[0] if field.aliases else field.name
