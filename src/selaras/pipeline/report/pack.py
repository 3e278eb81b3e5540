"""Turns a boundary layer into the small drawings the report carries: one gzip file per kabupaten/kota.

    python -m selaras.pipeline.report.pack DESA.geojson KECAMATAN.geojson FOLDER

A local government with a better layer packs it the same way. Features need `kode` (Kemendagri, dots) and `nama`;
coordinates are degrees (EPSG:4326). What is kept are SVG paths on a grid of about 2000 steps, longitudes shrunk by the
cosine of the middle latitude (equirectangular; good enough for one kabupaten near the equator). Snapping every
layer to the same grid keeps the edges that neighbours share together. `kisi` (west, north, step, squeeze) leads back to
degrees, for maps that need them (pipeline/boundaries.py).
"""

from __future__ import annotations

import gzip
import itertools
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STEPS = 2000
MARGIN = 10
Point = tuple[float, float]
Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grid:
    """From degrees to the integer grid of one kabupaten, y downwards."""

    west: float
    north: float
    step: float
    squeeze: float

    def snap(self, point: Point) -> tuple[int, int]:
        return (
            round((point[0] - self.west) * self.squeeze / self.step) + MARGIN,
            round((self.north - point[1]) / self.step) + MARGIN,
        )

    def degrees(self, corner: tuple[int, int]) -> Point:
        """Longitude and latitude of a corner of the grid: `snap` the other way."""
        return (
            self.west + (corner[0] - MARGIN) * self.step / self.squeeze,
            self.north - (corner[1] - MARGIN) * self.step,
        )


def pack(villages: list[Feature], districts: list[Feature]) -> dict[str, Any]:
    """The drawing of one kabupaten: size of the view and a path per village and per kecamatan."""
    points = [point for feature in villages for ring in _rings(feature) for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    grid = Grid(west, north, max((east - west) * squeeze, north - south) / STEPS, squeeze)
    width, height = grid.snap((east, south))
    return {
        "lebar": width + MARGIN,
        "tinggi": height + MARGIN,
        "kisi": [grid.west, grid.north, grid.step, grid.squeeze],
        "desa": {f["properties"]["kode"]: _drawn(f, grid) for f in villages},
        "kecamatan": {f["properties"]["kode"]: _drawn(f, grid) for f in districts},
    }


def _drawn(feature: Feature, grid: Grid) -> dict[str, str]:
    return {
        "nama": feature["properties"]["nama"],
        "d": "".join(_path(ring, grid) for ring in _rings(feature)),
    }


def _rings(feature: Feature) -> Iterator[list[Point]]:
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _path(ring: list[Point], grid: Grid) -> str:
    """A closed path with relative steps; empty when the ring is smaller than the grid can show."""
    corners: list[tuple[int, int]] = []
    for point in ring[:-1]:
        corner = grid.snap(point)
        if not corners or corners[-1] != corner:
            corners.append(corner)
    if len(set(corners)) < 3:
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(corners)]
    words = "".join(f"{dx:+d}{dy:+d}".replace("+", " ") for dx, dy in steps).strip()
    return f"M{corners[0][0]} {corners[0][1]}l{words}z".replace(" -", "-")


def main(arguments: list[str]) -> None:
    """Packs every kabupaten found in the two layers."""
    layers = [json.loads(Path(name).read_text(encoding="utf-8"))["features"] for name in arguments[:2]]
    parts: list[dict[str, list[Feature]]] = []
    for features in layers:
        grouped: dict[str, list[Feature]] = defaultdict(list)
        for feature in sorted(features, key=lambda f: str(f["properties"]["kode"])):
            grouped[feature["properties"]["kode"][:5]].append(feature)
        parts.append(grouped)
    folder = Path(arguments[2])
    folder.mkdir(parents=True, exist_ok=True)
    for kode, villages in parts[0].items():
        text = json.dumps(pack(villages, parts[1].get(kode, [])), ensure_ascii=False, separators=(",", ":"))
        (folder / f"{kode}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
