"""Reads of regions and their boundaries."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from selaras.apps.accounts import rules as access
from selaras.apps.wilayah import rules
from selaras.apps.wilayah.models import Layer
from selaras.pipeline import boundaries
from selaras.pipeline.report import geometry

PACKAGED = 0
_PACKAGED_DATE = dt.date(2026, 8, 20)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the boundaries of a kabupaten/kota come from. `number` 0: they travel with the package; `sha256` of what was brought."""

    kabkota: str
    number: int
    origin: str
    as_of: dt.date
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Map:
    """What `<c-map>` needs to draw the villages of a region, and what stands under it."""

    address: str
    bounds: list[float]
    sources: tuple[Source, ...]


def scopes(actor: access.Actor) -> tuple[str, ...]:
    """Regions whose pages this person may open. Who manages people sees theirs too: regions are no personal data."""
    return access.scopes(actor, access.Ability.SEE) or access.scopes(actor, access.Ability.MANAGE)


def region(actor: access.Actor, code: str) -> rules.Region | None:
    """A region that lies in the actor's, or above one of them; None for any other."""
    found = rules.region(code)
    return found if found and rules.near(code, scopes(actor)) else None


def path(actor: access.Actor, code: str) -> list[tuple[rules.Region, str]]:
    """(region, address) from the province down to `code`: the path in the frame of a page."""
    known = [found for each in rules.above(code) if (found := region(actor, each))] if code else []
    return [(each, reverse("wilayah:region", kwargs={"code": each.code})) for each in known]


def below(actor: access.Actor, code: str) -> list[rules.Region]:
    """The regions directly below that the actor may open."""
    return rules.below(code, scopes(actor))


def layers(kabkota: str) -> QuerySet[Layer]:
    """What offices brought for a kabupaten/kota, newest first, without the drawings."""
    return Layer.objects.filter(kode_kabupaten=kabkota).defer("content").order_by("-id")


def _sources(code: str) -> list[Source]:
    """The sources of the kabupaten/kota at, below or above `code` that have boundaries."""
    wanted = [code[:5]] if code.count(".") else [k for k in _known() if k.startswith(f"{code}.")]
    own = {
        row.kode_kabupaten: Source(row.kode_kabupaten, row.pk, row.origin, row.as_of, row.sha256)
        for row in Layer.objects.filter(kode_kabupaten__in=wanted, withdrawn_at=None)
        .defer("content")
        .order_by("id")
    }
    packaged = {k: Source(k, PACKAGED, boundaries.ORIGIN, _PACKAGED_DATE) for k in boundaries.available()}
    return [source for k in sorted(wanted) if (source := own.get(k) or packaged.get(k))]


def _known() -> set[str]:
    brought = Layer.objects.filter(withdrawn_at=None).values_list("kode_kabupaten", flat=True)
    return {*boundaries.available(), *brought}


@functools.lru_cache(maxsize=64)
def _layer(source: Source) -> geometry.Layer:
    if source.number == PACKAGED:
        found = boundaries.of(source.kabkota)
        assert found is not None, "a packaged source has a packed drawing"
        return found
    return boundaries.unpacked(bytes(Layer.objects.values_list("content", flat=True).get(pk=source.number)))


def map_of(code: str) -> Map | None:
    """The map of the villages at or below a region; None where no boundaries are known."""
    sources = _sources(code) if code else []
    if not sources:
        return None
    boxes = [boundaries.bounds(_layer(each)) for each in sources]
    if code.count(".") > rules.KABKOTA:
        boxes = [_box(code, sources[0])] if _box(code, sources[0]) else boxes
    box = [
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    ]
    address = reverse("wilayah:boundaries", kwargs={"code": code}) + f"?v={_version(sources)}"
    return Map(address, box, tuple(sources))


def _box(code: str, source: Source) -> tuple[float, float, float, float]:
    found = _features(code, source, boundaries.FINE)
    points = [p for f in found for polygon in f["geometry"]["coordinates"] for p in polygon[0]]
    if not points:
        return ()  # type: ignore[return-value]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _features(code: str, source: Source, places: int) -> list[dict[str, Any]]:
    layer = _layer(source)
    shapes = {each: shape for each, shape in layer.villages.items() if rules.inside(each, (code,))}
    return list(boundaries.features(shapes, layer.grid, places))


def outline(code: str) -> tuple[list[list[list[float]]], ...]:
    """The polygons of a village as rings of (lon, lat); empty where no boundaries are known."""
    sources = _sources(code) if code else []
    return _outline(code, sources[0]) if sources else ()


@functools.lru_cache(maxsize=1024)
def _outline(code: str, source: Source) -> tuple[list[list[list[float]]], ...]:
    found = _features(code, source, boundaries.FINE)
    return tuple(polygon for feature in found for polygon in feature["geometry"]["coordinates"])


def _version(sources: Sequence[Source]) -> str:
    text = ";".join(f"{each.kabkota}:{each.number}:{each.origin}:{each.sha256}" for each in sources)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def geojson(code: str) -> tuple[bytes, str] | None:
    """The villages at or below a region as GeoJSON, and its version; None where no boundaries are known."""
    sources = tuple(_sources(code))
    return (_text(code, sources), _version(sources)) if sources else None


@functools.lru_cache(maxsize=32)
def _text(code: str, sources: tuple[Source, ...]) -> bytes:
    places = boundaries.FINE if code.count(".") else boundaries.COARSE
    return boundaries.text([feature for each in sources for feature in _features(code, each, places)])
