"""What a supervisor should look at that shows only beside other visits. A function of the whole set: order says nothing.

Marks ask a person to look. They accuse nobody: there are rows of identical houses, and quick visits by people who know them.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selaras.apps.verval.rules import quality
from selaras.apps.verval.rules.words import Outcome

FAST, PHOTO_SAME, PHOTO_ALIKE, ANSWERS, SPOT = (
    "terlalu_cepat",
    "foto_sama",
    "foto_mirip",
    "jawaban_sama",
    "satu_titik",
)
# Outlier: more than three scaled median absolute deviations of log minutes below the median (Leys et al. 2013), and less than
# half of it; judged against no fewer visits than these.
DEVIATIONS, SCALE = 3.0, 1.4826
LEAST_OWN, LEAST_ALL = 8, 20
# Difference hashes of 64 bits: up to this many differ in a photo that was cut or compressed anew (Krawetz 2013).
ALIKE_BITS = 5
# A hash of nearly one colour (a covered lens, night) says nothing.
LEAST_BITS = 6
MOST_PAIRED = 50
IN_A_ROW = 3
SPOT_METRES, SPOT_VISITS, SPOT_ACCURACY = 15.0, 4, 50.0
_WHOLE = frozenset({Outcome.LAYAK, Outcome.TIDAK_LAYAK})
_BITS = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a visit: hash of the file as it was sent, difference hash as a signed number (None: no picture)."""

    sha256: str
    likeness: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit beside others. `at`: when, by the clock put right; `minutes`: its length; `family`: which keluarga or target."""

    key: str
    user: int
    family: str
    outcome: str = ""
    at: dt.datetime | None = None
    minutes: float | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy: float | None = None
    sameness: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A reason to look: its code, its figure, and the other visits it is about (keys, sorted)."""

    code: str
    figure: float
    others: tuple[str, ...] = ()


def marks(visits: Iterable[Visit]) -> dict[str, list[Mark]]:
    """Marks by key of the visit."""
    rows = sorted(visits, key=lambda each: each.key)
    found: dict[str, list[Mark]] = {}
    for key, mark in itertools.chain(_fast(rows), _photos(rows), _answers(rows), _spots(rows)):
        found.setdefault(key, []).append(mark)
    return found


def _by_user(rows: Iterable[Visit]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = {}
    for each in rows:
        found.setdefault(each.user, []).append(each)
    return found


def _fast(rows: Sequence[Visit]) -> Iterable[tuple[str, Mark]]:
    """Whole interviews that took far less than the officer's own, or everybody's."""
    timed = [
        each for each in rows if each.outcome in _WHOLE and each.minutes is not None and each.minutes >= 0
    ]
    everybody = _floor(timed, LEAST_ALL)
    for own in _by_user(timed).values():
        floor = max(_floor(own, LEAST_OWN), everybody)
        for each in own:
            if each.minutes is not None and each.minutes < floor:
                yield each.key, Mark(FAST, round(each.minutes, 1))


def _floor(rows: Sequence[Visit], least: int) -> float:
    """Minutes below which a visit stands out; 0 where there are too few to say."""
    if len(rows) < least:
        return 0.0
    logs = [math.log(max(each.minutes or 0.0, 0.1)) for each in rows]
    middle = statistics.median(logs)
    spread = SCALE * statistics.median(abs(each - middle) for each in logs)
    return math.exp(min(middle - DEVIATIONS * spread, middle - math.log(2)))


def _photos(rows: Sequence[Visit]) -> Iterable[tuple[str, Mark]]:
    """The same photo, or one that looks the same, with visits to different families."""
    alike: dict[str, dict[str, int]] = {}
    same: dict[str, set[str]] = {}
    family = {each.key: each.family for each in rows}
    shown = [(photo, each.key) for each in rows for photo in each.photos]
    for one, other, bits in _pairs(shown):
        if family[one] != family[other]:
            for a, b in ((one, other), (other, one)):
                if bits < 0:
                    same.setdefault(a, set()).add(b)
                else:
                    alike.setdefault(a, {})[b] = min(bits, alike.get(a, {}).get(b, bits))
    for key, others in same.items():
        yield key, Mark(PHOTO_SAME, len(others), tuple(sorted(others)))
    for key, near in alike.items():
        if rest := {b: bits for b, bits in near.items() if b not in same.get(key, ())}:
            yield key, Mark(PHOTO_ALIKE, min(rest.values()), tuple(sorted(rest)))


def _pairs(shown: Sequence[tuple[Photo, str]]) -> Iterable[tuple[str, str, int]]:
    """Pairs of visits with how many bits their photos differ in; -1: the very same file.

    Hashes that differ in at most 5 bits share one of 6 parts: only those that do are compared.
    """
    files: dict[str, list[str]] = {}
    parts: dict[tuple[int, int], list[tuple[int, str]]] = {}
    for photo, key in shown:
        known = photo.sha256 in files
        files.setdefault(photo.sha256, []).append(key)
        if known or photo.likeness is None or not _telling(photo.likeness):
            continue
        bits = photo.likeness & _BITS
        for part in range(ALIKE_BITS + 1):
            parts.setdefault((part, bits >> part * 11 & 0x7FF), []).append((bits, key))
    for keys in files.values():
        yield from ((one, other, -1) for one, other in _together(sorted(set(keys))))
    for together in parts.values():
        for (one_bits, one), (other_bits, other) in itertools.combinations(together, 2):
            apart = (one_bits ^ other_bits).bit_count()
            if one != other and apart <= ALIKE_BITS:
                yield one, other, apart


def _together(keys: Sequence[str]) -> Iterable[tuple[str, str]]:
    """All pairs; where a photo is everywhere, each with the first, or a campaign with one photo would never end."""
    if len(keys) <= MOST_PAIRED:
        return itertools.combinations(keys, 2)
    return ((keys[0], other) for other in keys[1:])


def _telling(likeness: int) -> bool:
    return LEAST_BITS <= (likeness & _BITS).bit_count() <= 64 - LEAST_BITS


def _answers(rows: Sequence[Visit]) -> Iterable[tuple[str, Mark]]:
    """Whole interviews of one officer, one after another, with all answers the same."""
    for own in _by_user(each for each in rows if each.outcome in _WHOLE and each.sameness).values():
        early = dt.datetime.min.replace(tzinfo=dt.UTC)
        in_order = sorted(own, key=lambda each: (each.at or early, each.key))
        for _, group in itertools.groupby(in_order, key=lambda each: each.sameness):
            run = [each.key for each in group]
            if len(run) >= IN_A_ROW:
                yield from ((k, Mark(ANSWERS, len(run), tuple(sorted({*run} - {k})))) for k in run)


def _spots(rows: Sequence[Visit]) -> Iterable[tuple[str, Mark]]:
    """Visits of one officer to several families within some metres of one spot."""
    placed = [
        each for each in rows
        if each.lat is not None and each.lon is not None and (each.accuracy or 0.0) <= SPOT_ACCURACY
    ]  # fmt: skip
    for own in _by_user(placed).values():
        cells: dict[tuple[int, int], list[Visit]] = {}
        for each in own:
            cells.setdefault(_cell(each), []).append(each)
        for each in own:
            near = [o for o in _around(cells, _cell(each)) if _apart(each, o) <= SPOT_METRES]
            families = {o.family for o in near} | {each.family}
            if len(families) >= SPOT_VISITS:
                others = tuple(sorted({o.key for o in near} - {each.key}))
                yield each.key, Mark(SPOT, len(families), others)


def _cell(each: Visit) -> tuple[int, int]:
    """A square of about 30 m on the equator; wider than SPOT_METRES at all latitudes people live at (cos 60 = 0.5)."""
    return int((each.lat or 0.0) // 0.0003), int((each.lon or 0.0) // 0.0003)


def _around(cells: dict[tuple[int, int], list[Visit]], cell: tuple[int, int]) -> Iterable[Visit]:
    for y, x in itertools.product((-1, 0, 1), repeat=2):
        yield from cells.get((cell[0] + y, cell[1] + x), ())


def _apart(one: Visit, other: Visit) -> float:
    return quality.metres(one.lat or 0.0, one.lon or 0.0, other.lat or 0.0, other.lon or 0.0)
