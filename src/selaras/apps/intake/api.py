"""The read-only API of intake: which editions there are, of which day, and whether they count."""

from __future__ import annotations

import datetime as dt

import ninja
from django.http import HttpRequest

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability
from selaras.apps.intake import queries

router = ninja.Router(tags=["edisi"])
_MOST = 500


class EditionOut(ninja.Schema):
    """One edition of one source. No personal data."""

    id: int
    sumber: str
    judul: str
    edisi: str
    per_tanggal: dt.date
    sementara: bool
    wilayah: str
    keadaan: str
    baris_orang: int
    baris_keluarga: int
    angka: int
    sha256: str
    diterima: dt.datetime
    dibatalkan: dt.datetime | None


@router.get(
    "/editions", response=list[EditionOut], summary="Edisi yang diketahui, terbaru per sumber di atas"
)
@access.endpoint(ability=Ability.SEE)
def editions(request: HttpRequest, sumber: str = "") -> list[EditionOut]:
    """Editions that reach the regions of who asks; undone ones carry the moment they were undone."""
    found = queries.editions(access.actor_of(request))
    if sumber:
        found = found.filter(source=sumber)
    return [
        EditionOut(
            id=e.pk, sumber=e.source, judul=e.title, edisi=e.edition, per_tanggal=e.as_of, sementara=e.provisional,
            wilayah=e.wilayah, keadaan=e.state, baris_orang=e.rows_persons, baris_keluarga=e.rows_keluarga,
            angka=e.rows_aggregates, sha256=e.sha256, diterima=e.accepted_at, dibatalkan=e.undone_at,
        )
        for e in found[:_MOST]
    ]  # fmt: skip
