"""Which kabupaten, kota or province a row of a BPS table is about.

BPS writes "Kutai Barat" for the kabupaten and "Kota Kupang" for the city, and numbers both in its own way: 6402 is
Kutai Barat for BPS and Kutai Kartanegara for Kemendagri. A code is believed only where its name agrees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from selaras.engine.read import places as by_place
from selaras.kernel.wilayah import bridge, codes, find, placenames, tables

UNKNOWN: Final = "bps_wilayah_tak_dikenal"
CONFLICT: Final = "bps_kode_nama_beda"

_WHOLE: Final = frozenset({"INDONESIA", "JUMLAH", "TOTAL", "RATA RATA"})


@dataclass(frozen=True, slots=True)
class Found:
    """Kemendagri code with dots, or None; and the code of a finding, if any."""

    code: str | None
    finding: str | None = None


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[^A-Z]+", " ", name.upper()).split())


def of_kecamatan(names: Sequence[str], home: codes.KodeKemendagri | None) -> dict[str, Found]:
    """The kecamatan of one kabupaten; where no title names it, the one kabupaten that has kecamatan of these names.

    The row with the total is the kabupaten itself.
    """
    kecamatan = pl.Series([None if _folded(name) in _WHOLE else name for name in names], dtype=pl.String)
    columns = by_place.Columns(kecamatan=kecamatan, kabkota=home.text if home else None)
    found = by_place.resolve(columns, file="").kode_kecamatan.to_list()
    above = home.text if home else next((code[:5] for code in found if code), None)
    answers = {}
    for name, code in zip(names, found, strict=True):
        total = find.find_kabkota(name).code
        if code is None and (_folded(name) in _WHOLE or (total is not None and total.text == above)):
            answers[name] = Found(above)
        else:
            answers[name] = Found(code) if code else Found(None, UNKNOWN)
    return answers


def by_name(name: str, among: Sequence[str]) -> Found:
    """A region by the name in its row; `among` are all names of the table, which tell Kupang from Kota Kupang."""
    folded = _folded(name)
    if folded in _WHOLE:
        return Found(None)
    province = _province(folded)
    if province:
        return Found(province)
    match = find.find_kabkota(name)
    if match.code is not None:
        return Found(match.code.text) if match.is_sure else Found(None, UNKNOWN)
    has_city = any(_folded(other) == f"KOTA {folded}" for other in among)
    if has_city:
        match = find.find_kabkota(f"Kabupaten {name}")
        if match.code is not None and match.is_sure:
            return Found(match.code.text)
    return Found(None, UNKNOWN)


def _province(folded: str) -> str | None:
    bare = re.sub(r"^(?:PROVINSI|PROV|PROPINSI) ", "", folded)
    for code in tables.children(None):
        if _folded(tables.names()[code.text]) == bare:
            return code.text
    return None


def by_code_and_name(code: str | None, name: str, among: Sequence[str]) -> Found:
    """The code column read as BPS's; where name and code disagree neither is believed."""
    named = by_name(name, among)
    number = codes.parse_bps(code)
    if number is None:
        return named
    bridged = bridge.to_kemendagri(number)
    if bridged is None:
        return named
    if named.code is None:
        known = tables.names().get(bridged.kemendagri.text, "")
        same = placenames.read(known).key == placenames.read(name).key
        return Found(bridged.kemendagri.text) if same else named
    return named if named.code == bridged.kemendagri.text else Found(None, CONFLICT)
