"""Finding a region by its name. A village name alone is no key: Kalimantan Timur has six called Sumber Sari.

Every answer says how it was found. Likeness ("mirip") is a suggestion for a person to confirm, never a fact.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from selaras.kernel.wilayah import codes, history, placenames, tables
from selaras.kernel.wilayah.codes import KodeKemendagri

Method = Literal["kode", "nama", "nama_kab", "riwayat", "mirip", "rancu", "tidak_ada"]
"""kode: the text was a code. nama: the name within the region above. nama_kab: the only one of that name in the
kabupaten, though under another kecamatan. riwayat: in a kecamatan split off from the one named. mirip: alike, a
suggestion. rancu: several fit. tidak_ada: none fits."""

# One vowel of six letters (Lemaru, Lamaru) is .833. Of the 1,050 names in the BPS list of 2018 none goes to a wrong village at this.
_ALIKE: Final = 0.83
_APART: Final = 0.04
_TELLING: Final = 5

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
    """A kabupaten or kota of all Indonesia: "Kab. Kutai Kartanegara", "KUKAR", "Kota Kupang", "64.02".

    Never by likeness: everything below hangs on it. "Kupang" alone is rancu, it is two. A code counts with dots only:
    without, "6402" may be of BPS.
    """
    code = codes.parse_kemendagri(name) if "." in name else None
    if code is not None and code.level == "kabkota" and tables.is_known(code):
        return _decided([code], "kode")
    words = placenames.words_of(name)
    if "".join(words) in _SHORT_NAMES:
        return _decided([KodeKemendagri(_SHORT_NAMES["".join(words)])], "nama")
    is_kabupaten = name.strip().upper().startswith("KAB")
    wanted = placenames.read(name).key
    found = [
        code
        for code, (bare, whole) in _kabkota_keys().items()
        if wanted and wanted in (whole, bare) and not (is_kabupaten and code.text[3:] > "70")
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

    Tried in order: name within the kecamatan; within one split off from it; the only such name in the kabupaten;
    likeness within the kecamatan and those split off; likeness in the kabupaten. Without a kabupaten nothing is found.
    """
    above = kabupaten if isinstance(kabupaten, KodeKemendagri) else find_kabkota(kabupaten or "").code
    if above is None:
        return _NONE
    district = find_kecamatan(kecamatan or "", above).code
    inside = tables.children(district) if district else ()
    moved = tuple(
        code for new in (history.successors(district) if district else ()) for code in tables.children(new)
    )
    steps: tuple[tuple[tuple[KodeKemendagri, ...], Method], ...] = (
        (inside, "nama"),
        (moved, "riwayat"),
        (tables.villages(above), "nama_kab" if kecamatan else "nama"),
    )
    for among, method in steps:
        exact = _exact(desa, among)
        if exact:
            return _decided(exact, method)
    near = _alike(desa, inside + moved)
    return near if near.method != "tidak_ada" else _alike(desa, tables.villages(above))


def _exact(name: str, among: Iterable[KodeKemendagri]) -> list[KodeKemendagri]:
    key = placenames.read(name).key
    return [code for code in among if key and placenames.read(tables.names()[code.text]).key == key]


def _among(name: str, among: tuple[KodeKemendagri, ...]) -> Match:
    exact = _exact(name, among)
    return _decided(exact, "nama") if exact else _alike(name, among)


def _alike(name: str, among: tuple[KodeKemendagri, ...]) -> Match:
    sought = placenames.read(name)
    matcher = SequenceMatcher(None, "", sought.key, autojunk=False)
    likely = [
        code for code in among if _may_be(matcher, sought.stem, placenames.read(tables.names()[code.text]))
    ]
    scored = [(likeness(name, tables.names()[code.text]), code) for code in likely]
    near = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: (-pair[0], pair[1]))
    if not near:
        return _NONE
    best, fitting = near[0][0], tuple(code for _, code in near)
    if len(near) > 1 and best - near[1][0] < _APART:
        return Match(None, "rancu", best, fitting)
    return Match(fitting[0], "mirip", best, fitting)


def _may_be(matcher: SequenceMatcher[str], stem: str, other: placenames.PlaceName) -> bool:
    """Whether the names can be alike at all, by their letters alone: the full measure is dear, and most names are far."""
    if other.stem in stem or stem in other.stem:
        return True
    matcher.set_seq1(other.key)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE


def _decided(found: list[KodeKemendagri], method: Method) -> Match:
    if len(found) == 1:
        return Match(found[0], method, 1.0, (found[0],))
    return Match(None, "rancu", 1.0, tuple(found)) if found else _NONE


def likeness(one: str, other: str) -> float:
    """How alike two place names are, 0 to 1. 0 when their numbers or their words of direction differ.

    A name that is the beginning or the end of the other (Purwodadi, Linggang Purwodadi) is at least just alike.
    """
    a, b = placenames.read(one), placenames.read(other)
    if a.key == b.key:
        return 1.0
    if a.numbers != b.numbers or a.directions != b.directions:
        return 0.0
    short, long = sorted((a.stem, b.stem), key=len)
    part = len(short) >= _TELLING and (long.startswith(short) or long.endswith(short))
    ratio = SequenceMatcher(None, a.key, b.key, autojunk=False).ratio()
    return max(ratio, _ALIKE) if part else ratio
