"""Finding a region by its name. A village name alone is no key: Kalimantan Timur has six called Sumber Sari.

Every answer says how it was found. Likeness ("mirip") is a suggestion for a person to confirm, never a fact.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from selaras.kernel.wilayah import history, placenames, tables
from selaras.kernel.wilayah.codes import KodeKemendagri

Method = Literal["kode", "nama", "nama_kab", "riwayat", "mirip", "rancu", "tidak_ada"]
"""kode: the text was a code. nama: the name within the region above. nama_kab: the only one of that name in the
kabupaten, though under another kecamatan. riwayat: stood under that kecamatan before a split. mirip: alike, a
suggestion. rancu: several fit. tidak_ada: none fits."""

_ALIKE: Final = 0.84
_APART: Final = 0.04

_SHORT_NAMES: Final = {
    "KUKAR": "64.02", "KUTAI": "64.02", "KUTIM": "64.08", "KUBAR": "64.07", "MAHULU": "64.11", "PPU": "64.09", "PENAJAM": "64.09",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A region found, or not. `score` is 1 for a sure method; `candidates` names what else fits, best first."""

    code: KodeKemendagri | None
    method: Method
    score: float
    candidates: tuple[KodeKemendagri, ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.code is not None and self.method != "mirip"


_NONE: Final = Match(None, "tidak_ada", 0.0)


@functools.lru_cache(maxsize=4096)
def find_kabkota(name: str) -> Match:
    """A kabupaten or kota of all Indonesia: "Kab. Kutai Kartanegara", "KUKAR", "Kota Kupang". "Kupang" alone is rancu."""
    words = placenames.words_of(name)
    if "".join(words) in _SHORT_NAMES:
        return Match(KodeKemendagri(_SHORT_NAMES["".join(words)]), "nama", 1.0)
    wanted = placenames.read(name).key
    kind = name.strip().upper().partition(" ")[0].rstrip(".")
    found = [
        code
        for code, (key, whole) in _kabkota_keys().items()
        if (wanted and (wanted == whole or (wanted == key and not kind.startswith("KAB"))))
        or (wanted == key and kind.startswith("KAB") and int(code.text[3:]) < 71)
    ]
    return _decided(found, "nama")


@functools.cache
def _kabkota_keys() -> dict[KodeKemendagri, tuple[str, str]]:
    """Per kabupaten or kota: key without and with "Kota" in front ("Kabupaten" never counts)."""
    found = {}
    for province in tables.children(None):
        for code in tables.children(province):
            name = tables.names()[code.text]
            whole = placenames.read(name).key
            found[code] = (placenames.read(name.removeprefix("Kota ")).key, whole)
    return found


@functools.lru_cache(maxsize=16384)
def find_kecamatan(name: str, kabkota: KodeKemendagri) -> Match:
    """A kecamatan of one kabupaten or kota."""
    return _among(name, tables.children(kabkota))


@functools.lru_cache(maxsize=131072)
def find_desa(desa: str, kecamatan: str | None, kabupaten: KodeKemendagri | str | None) -> Match:
    """A desa or kelurahan by the names a list gives. `kabupaten` may be a code or a name.

    Tried in order: name within the kecamatan; name under that kecamatan before a split; the only such name in the
    kabupaten; likeness within the kecamatan, then in the kabupaten. Without a kabupaten nothing is found.
    """
    above = kabupaten if isinstance(kabupaten, KodeKemendagri) else find_kabkota(kabupaten or "").code
    if above is None or not placenames.read(desa).key:
        return _NONE
    district = find_kecamatan(kecamatan, above) if kecamatan and kecamatan.strip() else _NONE
    if district.code is not None:
        inside = _among(desa, tables.children(district.code), _ALIKE if district.is_sure else 2.0)
        if inside.is_sure or inside.method == "rancu":
            return inside
    else:
        inside = _NONE
    everywhere = _exact(desa, tables.villages(above))
    moved = [code for code in everywhere if district.code and _stood_under(desa, district.code)]
    if moved:
        return _decided(moved, "riwayat")
    if everywhere:
        return _decided(everywhere, "nama_kab" if kecamatan else "nama")
    return inside if inside.code else _among(desa, tables.villages(above))


def _stood_under(desa: str, kecamatan: KodeKemendagri) -> bool:
    """A village of this name had a code under this kecamatan that is no longer in force."""
    key = placenames.read(desa).key
    return key in _gone_under().get(kecamatan.text, frozenset())


@functools.cache
def _gone_under() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, name in history.abolished().items():
        if len(code) == 13:
            found.setdefault(code[:8], set()).add(placenames.read(name).key)
    return {code: frozenset(keys) for code, keys in found.items()}


def _exact(name: str, among: Iterable[KodeKemendagri]) -> list[KodeKemendagri]:
    key = placenames.read(name).key
    return [code for code in among if placenames.read(tables.names()[code.text]).key == key]


def _among(name: str, among: tuple[KodeKemendagri, ...], alike: float = _ALIKE) -> Match:
    if not placenames.read(name).key:
        return _NONE
    exact = _exact(name, among)
    if exact:
        return _decided(exact, "nama")
    scored = sorted(
        ((likeness(name, tables.names()[code.text]), code) for code in among),
        key=lambda pair: (-pair[0], pair[1]),
    )
    near = [(score, code) for score, code in scored if score >= alike]
    if not near:
        return _NONE
    best = near[0][0]
    if len(near) > 1 and best - near[1][0] < _APART:
        return Match(None, "rancu", best, tuple(code for _, code in near))
    return Match(near[0][1], "mirip", best, tuple(code for _, code in near))


def _decided(found: list[KodeKemendagri], method: Method) -> Match:
    if len(found) == 1:
        return Match(found[0], method, 1.0, (found[0],))
    return Match(None, "rancu", 1.0, tuple(found)) if found else _NONE


def likeness(one: str, other: str) -> float:
    """How alike two place names are, 0 to 1. 0 when their numbers or their words of direction differ."""
    a, b = placenames.read(one), placenames.read(other)
    if a.key == b.key:
        return 1.0
    if a.numbers != b.numbers or a.directions != b.directions:
        return 0.0
    return SequenceMatcher(None, a.stem, b.stem, autojunk=False).ratio()
