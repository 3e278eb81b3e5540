"""Which disagreements of lists a finding settles: those about what the officer saw, or was told of by who knows.

It settles a question of fact, not what has to be done about it: who is dead and still gets aid is not closed by being found
dead. It never settles a decile (only the centre ranks), a list somebody is missing from, or who is the head.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selaras.apps.discrepancies.rules import Settled
from selaras.apps.verval.rules import edition

_LISTED_DEAD: Final = frozenset({"meninggal_di_dukcapil", "meninggal_di_daftar_lain"})
_STANDING: Final = {
    "aktif": _LISTED_DEAD
    | {"meninggal_tetap_terima", "pindah", "tidak_ditemukan", "nonaktif_di_satu", "wilayah_beda"},
    "meninggal": _LISTED_DEAD | {"pindah", "tidak_ditemukan", "nonaktif_di_satu"},
    "pindah": frozenset({"pindah", "tidak_ditemukan", "nonaktif_di_satu"}),
    "tidak_ditemukan": frozenset({"tidak_ditemukan"}),
    "ganda": frozenset({"ganda_dalam_sumber"}),
}
# Columns of the edition: what stands there was put right from a document or counted on the spot.
_PERSON: Final = {"nik": "nik_beda", "nama": "nama_beda", "kk": "kk_beda"}
_FAMILY: Final = {"kk": "kk_beda", "jumlah_anggota": "jumlah_anggota_beda"}
_DOUBLE: Final = "nonaktif"
# Everything a finding can settle.
KINDS: Final = frozenset().union(*_STANDING.values(), _PERSON.values(), _FAMILY.values())


def settled(rows: Iterable[edition.Found]) -> list[Settled]:
    """What these findings settle, as they stand in the edition; nothing about a keluarga on no list."""
    return [
        each for row in rows if row.keluarga for each in (_of_family(row), *_of_persons(row)) if each.kinds
    ]


def _of_family(row: edition.Found) -> Settled:
    told = edition.family(row)
    kinds = {kind for column, kind in _FAMILY.items() if told.get(column)}
    if told.get("status") == _DOUBLE:
        kinds.add("keluarga_ganda_dalam_sumber")
    return Settled(row.target, row.keluarga, row.kode_desa, row.on, frozenset(kinds))


def _of_persons(row: edition.Found) -> list[Settled]:
    found = []
    for told in edition.persons(row):
        kinds = {kind for column, kind in _PERSON.items() if told.get(column)}
        kinds |= _STANDING.get(told.get("status", ""), frozenset())
        found.append(
            Settled(
                row.target, row.keluarga, row.kode_desa, row.on, frozenset(kinds), told.get("id_orang", "")
            )
        )
    return [each for each in found if each.person]
