"""What a supervisor should look at in one visit, by that visit alone: where, when, and by which clock. Warns, never refuses.

What shows only beside other visits (speed, photos, identical answers, one spot) is in `comparing`. Nothing here depends on the
order in which visits came in.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

OUTSIDE, ROUGH, NIGHT, CLOCK = "di_luar_desa", "posisi_kasar", "malam", "jam_meleset"
# Outlines are simplified (ADR of boundaries), so that a house at the border may fall beside them; metres.
BORDER = 150.0
ROUGH_METRES = 200.0
NIGHT_FROM, NIGHT_TO = 21, 5
CLOCK_HOURS = 1.0
# Mean radius of the earth in metres (IUGG); on the scale of a village the ground is flat.
_EARTH = 6_371_008.8
Point = Sequence[float]
Polygon = Sequence[Sequence[Point]]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as plain values. Times carry a zone; `sent`: the device's clock when it sent, `received`: the server's then.

    `accuracy` in metres.
    """

    started: dt.datetime | None = None
    ended: dt.datetime | None = None
    sent: dt.datetime | None = None
    received: dt.datetime | None = None
    lat: float | None = None
    lon: float | None = None
    accuracy: float | None = None


def flags_of(visit: Visit, outline: Sequence[Polygon], zone: dt.tzinfo) -> dict[str, float]:
    """Codes with their figures: OUTSIDE and ROUGH in metres, NIGHT the hour of the day there, CLOCK in hours (plus: ahead).

    `outline`: polygons of the village as rings of (lon, lat), the first of each its border, the others holes; empty: unknown.
    """
    flags: dict[str, float] = {}
    if visit.lat is not None and visit.lon is not None:
        flags |= _place(visit.lat, visit.lon, visit.accuracy or 0.0, outline)
    ahead = hours_ahead(visit)
    if abs(ahead) > CLOCK_HOURS:
        flags[CLOCK] = round(ahead, 1)
    if visit.started is not None:
        # What the clock was off is taken off again: a wrong clock is not a visit at night.
        there = (visit.started - dt.timedelta(hours=ahead)).astimezone(zone)
        if there.hour >= NIGHT_FROM or there.hour < NIGHT_TO:
            flags[NIGHT] = round(there.hour + there.minute / 60, 1)
    return flags


def hours_ahead(visit: Visit) -> float:
    """By how many hours the device's clock is ahead of the server's (minus: behind); 0 where nothing tells.

    Without a time of sending only a visit that ends in the future tells: a late sending is what being offline means.
    """
    if visit.received is None:
        return 0.0
    if visit.sent is not None:
        return (visit.sent - visit.received).total_seconds() / 3600
    last = max((moment for moment in (visit.started, visit.ended) if moment), default=visit.received)
    return max((last - visit.received).total_seconds() / 3600, 0.0)


def _place(lat: float, lon: float, accuracy: float, outline: Sequence[Polygon]) -> dict[str, float]:
    if accuracy > ROUGH_METRES:
        # A position this rough says nothing about the border of a village.
        return {ROUGH: round(accuracy)}
    away = metres_outside(lat, lon, outline)
    return {OUTSIDE: round(away)} if away - accuracy > BORDER else {}


def metres_outside(lat: float, lon: float, outline: Sequence[Polygon]) -> float:
    """Metres from a point to the nearest border of an outline; 0 inside it, and where there is no outline."""
    if not outline or any(_inside(lat, lon, polygon) for polygon in outline):
        return 0.0
    return min(_to_ring(lat, lon, ring) for polygon in outline for ring in polygon)


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Metres between two points of one neighbourhood."""
    return math.hypot(*_flat(lat, lon, other_lon, other_lat))


def _flat(lat: float, lon: float, to_lon: float, to_lat: float) -> tuple[float, float]:
    east = math.radians(to_lon - lon) * math.cos(math.radians(lat)) * _EARTH
    return east, math.radians(to_lat - lat) * _EARTH


def _inside(lat: float, lon: float, polygon: Polygon) -> bool:
    """By counting crossings: inside the border and in no hole."""
    return bool(polygon) and _crosses(lat, lon, polygon[0]) and not any(
        _crosses(lat, lon, hole) for hole in polygon[1:]
    )  # fmt: skip


def _crosses(lat: float, lon: float, ring: Sequence[Point]) -> bool:
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def _to_ring(lat: float, lon: float, ring: Sequence[Point]) -> float:
    corners = [_flat(lat, lon, x, y) for x, y in ring]
    return min(_to_side(*one, *other) for one, other in zip(corners, [*corners[1:], corners[0]], strict=True))


def _to_side(x1: float, y1: float, x2: float, y2: float) -> float:
    """Distance of the origin from a side."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if not length else min(max(-(x1 * dx + y1 * dy) / length, 0.0), 1.0)
    return math.hypot(x1 + along * dx, y1 + along * dy)
