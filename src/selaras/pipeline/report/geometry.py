"""The drawings of the kabupaten that travel with the package (data/batas, see pack.py and NOTICE)."""

from __future__ import annotations

import functools
import gzip
import json
from dataclasses import dataclass
from pathlib import Path

from selaras.pipeline.report import pack

_DATA = Path(__file__).parent / "data" / "batas"


@dataclass(frozen=True, slots=True)
class Shape:
    """Name of a region and its outline as an SVG path."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Layer:
    """The villages and kecamatan of one kabupaten, by Kemendagri code, on a canvas of width x height."""

    width: int
    height: int
    villages: dict[str, Shape]
    districts: dict[str, Shape]
    grid: pack.Grid


def available() -> tuple[str, ...]:
    """Codes of the kabupaten/kota that have a drawing."""
    return tuple(sorted(path.name.removesuffix(".json.gz") for path in _DATA.glob("*.json.gz")))


@functools.cache
def of(kabkota: str) -> Layer | None:
    """The layer of a kabupaten/kota, e.g. "64.02"; None where none is packed."""
    if kabkota not in available():
        return None
    return unpacked((_DATA / f"{kabkota}.json.gz").read_bytes())


def unpacked(content: bytes) -> Layer:
    """The layer in a file that `pack` wrote."""
    packed = json.loads(gzip.decompress(content))
    return Layer(
        packed["lebar"],
        packed["tinggi"],
        _shapes(packed["desa"]),
        _shapes(packed["kecamatan"]),
        pack.Grid(*packed["kisi"]),
    )


def _shapes(packed: dict[str, dict[str, str]]) -> dict[str, Shape]:
    return {code: Shape(entry["nama"], entry["d"]) for code, entry in packed.items()}
