"""Boundaries in degrees, for maps of the portal: the same packed drawings the report carries (report/pack.py).

`of("64.02")` is the layer that travels with the package; an office's own GeoJSON becomes the same thing by `packed`.
Boundaries are indicative: they were simplified, and no border is decided by them.
"""

from __future__ import annotations

import gzip
import itertools
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import shapely

from selaras.kernel import errors
from selaras.pipeline.report import geometry, pack

Feature = dict[str, Any]
ORIGIN = "cahyadsn/wilayah_boundaries 3c5a796 (MIT), Kepmendagri 300.2.2-2430/2025"
LARGEST = 40 * 1024 * 1024
MOST = 5000
# Decimals of a degree: about 11 m, finer than the grid of any kabupaten; about 110 m for a whole province.
FINE, COARSE = 4, 3
_CODE = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}")
_STEPS = re.compile(r"-?\d+")

available = geometry.available
of = geometry.of
unpacked = geometry.unpacked


def features(shapes: Mapping[str, geometry.Shape], grid: pack.Grid, places: int = FINE) -> Iterator[Feature]:
    """GeoJSON features with `kode` and `nama`, coordinates in degrees with that many decimals."""
    for code, shape in shapes.items():
        polygons = list(_polygons(shape.path, grid, places))
        if polygons:
            shaped = {"type": "MultiPolygon", "coordinates": polygons}
            yield {"type": "Feature", "properties": {"kode": code, "nama": shape.name}, "geometry": shaped}


def bounds(layer: geometry.Layer) -> tuple[float, float, float, float]:
    """West, south, east, north of a layer."""
    west, north = layer.grid.degrees((pack.MARGIN, pack.MARGIN))
    east, south = layer.grid.degrees((layer.width - pack.MARGIN, layer.height - pack.MARGIN))
    return (round(west, FINE), round(south, FINE), round(east, FINE), round(north, FINE))


def text(found: list[Feature]) -> bytes:
    """A feature collection as compact JSON."""
    collection = {"type": "FeatureCollection", "features": found}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()


def _polygons(path: str, grid: pack.Grid, places: int) -> Iterator[list[list[list[float]]]]:
    """Each ring as a polygon, holes put into the ring around them (a ring of the other direction)."""
    rings = [ring for part in path.split("M") if part and len(ring := _ring(part, grid, places)) > 3]
    outer = [ring for ring in rings if _area(ring) <= 0] or rings
    holes = [ring for ring in rings if not any(ring is each for each in outer)]
    whole = [[ring] for ring in outer]
    for hole in holes:
        around = next((p for p in whole if _inside(hole[0], p[0])), None)
        if around is None:
            whole.append([hole])  # a ring that runs the other way and lies in none: land of its own
        else:
            around.append(hole)
    yield from whole


def _ring(part: str, grid: pack.Grid, places: int) -> list[list[float]]:
    numbers = [int(word) for word in _STEPS.findall(part)]
    x, y = numbers[0], numbers[1]
    corners = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        corners.append((x, y))
    if corners[0] != corners[-1]:
        corners.append(corners[0])
    rounded = [[round(value, places) for value in grid.degrees(corner)] for corner in corners]
    return [point for at, point in enumerate(rounded) if not at or point != rounded[at - 1]]


def _area(ring: list[list[float]]) -> float:
    """Twice the signed area; negative clockwise, as the layer's outer rings may run either way."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))


def _inside(point: list[float], ring: list[list[float]]) -> bool:
    return bool(shapely.Polygon(ring).buffer(1e-9).contains(shapely.Point(point)))


def packed(content: bytes, kabkota: str) -> bytes:
    """An office's GeoJSON of villages as the packed drawing of its kabupaten; kecamatan are joined from their villages.

    Each feature needs `kode` (Kemendagri, dots) in `kabkota` and `nama`; degrees (EPSG:4326). Raises SelarasError
    batas_terlalu_besar, batas_tak_terbaca, batas_luar_wilayah.
    """
    if len(content) > LARGEST:
        raise errors.SelarasError("batas_terlalu_besar")
    villages = sorted(_read(content), key=lambda f: str(f["properties"]["kode"]))
    if any(not f["properties"]["kode"].startswith(f"{kabkota}.") for f in villages):
        raise errors.SelarasError("batas_luar_wilayah", wilayah=kabkota)
    drawn = pack.pack(villages, list(_districts(villages)))
    return gzip.compress(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)


def _read(content: bytes) -> list[Feature]:
    try:
        found = json.loads(content)["features"]
        if not isinstance(found, list) or not 0 < len(found) <= MOST:
            raise errors.SelarasError("batas_tak_terbaca", sebab="jumlah bidang")
        return [_feature(each) for each in found]
    except (ValueError, KeyError, TypeError, RecursionError, shapely.errors.ShapelyError) as error:
        raise errors.SelarasError("batas_tak_terbaca", sebab=type(error).__name__) from error


def _feature(given: Any) -> Feature:
    properties = given["properties"]
    code, name = str(properties["kode"]).strip(), str(properties["nama"]).strip()
    shape = shapely.from_geojson(json.dumps(given["geometry"]))
    if not _CODE.fullmatch(code) or not name or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise ValueError(code)
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90) or math.isclose(west, east):
        raise ValueError(code)
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    # The packed drawing tells a hole by its direction (see _polygons).
    whole = shapely.geometry.mapping(shapely.orient_polygons(shape, exterior_cw=True))
    if whole["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(code)
    return {"properties": {"kode": code, "nama": name[:100]}, "geometry": whole}


def _districts(villages: list[Feature]) -> Iterator[Feature]:
    codes = sorted({f["properties"]["kode"][:8] for f in villages})
    for code in codes:
        parts = [
            shapely.geometry.shape(f["geometry"])
            for f in villages
            if f["properties"]["kode"].startswith(code)
        ]
        joined = shapely.geometry.mapping(shapely.orient_polygons(shapely.union_all(parts), exterior_cw=True))
        if joined["type"] in {"Polygon", "MultiPolygon"}:
            yield {"properties": {"kode": code, "nama": code}, "geometry": joined}
