"""A list of families of a programme that leaves the portal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.queries import asking, families
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.rules import matrix, veil
from selaras.apps.registry import services as registry
from selaras.engine.eligibility.answering import Outcome
from selaras.kernel import errors
from selaras.kernel.wilayah import tables
from selaras.shell import sheets, trail, words

MOST = 10_000
HEADS = (
    "ID keluarga", "Kepala keluarga", "NIK kepala", "Kode desa", "Kecamatan", "Desa/kelurahan", "Desil resmi", "Hasil",
    "Alasan", "Menerima menurut daftar", "Anggota yang layak", "Anggota yang belum diketahui",
)  # fmt: skip
EXPORT, IDENTITY = access.Ability.EXPORT, access.FieldClass.IDENTITY
_MEMBERS = (Outcome.LAYAK, Outcome.BELUM_TAHU)
_RESULTS = {"layak": "layak", "tidak layak": "tidak layak", "belum tahu": "belum tahu"}


def take_out(
    *, asked: asking.Asked, current: Current, wanted: matrix.Wanted, form: str, purpose: str, by: access.Actor
) -> bytes:
    """The families a filter means with the reasons, NIK masked. Only those where `by` may take lists out.

    Raises Refused; SelarasError beda_tanpa_tujuan, program_daftar_panjang.
    """
    if not access.may(by, EXPORT, wanted.wilayah, IDENTITY):
        raise trail.Refused("program_ekspor", "program", current.code)
    if purpose not in access.PURPOSES:
        raise errors.SelarasError("beda_tanpa_tujuan")
    regions = access.scopes(by, EXPORT, IDENTITY)
    marks = (
        families.meant(asked.seen, current.code, wanted)
        & veil.inside(asked.seen.snapshot.kode_desa, regions).to_numpy()
    )
    if np.count_nonzero(marks) > MOST:
        raise errors.SelarasError("program_daftar_panjang", jumlah=MOST)
    rows = [int(row) for row in families.ordered(asked.seen, marks, current.code)]
    told = families.told(asked.seen, rows, [current], asked.on, actor=by, ability=EXPORT)
    cells = _cells(told, current.code, listed=asked.seen.has[current.code] is not None)
    content, count = sheets.as_csv(HEADS, cells) if form == "csv" else sheets.as_xlsx(HEADS, cells, "Daftar")
    registry.record_export(
        content=content, form=form, rows=count, region=wanted.wilayah, purpose=purpose, by=by
    )
    return content


def _cells(told: Sequence[families.Row], code: str, *, listed: bool) -> Iterator[Sequence[str | None]]:
    names = tables.names()
    for each in told:
        desa, said = each.keluarga.kode_desa or "", each.said[code]
        members = each.members.get(code, ())
        yield (
            each.keluarga.reference, each.head.nama if each.head else "", words.masked(each.head.nik_tail) if each.head else "",
            desa, names.get(desa[:8], ""), names.get(desa, ""), "" if each.keluarga.desil is None else str(each.keluarga.desil),
            _RESULTS[said.outcome.value], "; ".join(reason.line for reason in said.shown),
            ("ya" if code in each.has else "tidak") if listed else "",
            *("; ".join(person.nama or person.reference for person, own in members if own.outcome is outcome) for outcome in _MEMBERS),
        )  # fmt: skip
