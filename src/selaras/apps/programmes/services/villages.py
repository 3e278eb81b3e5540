"""A list of villages of a programme that leaves the portal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.queries import villages
from selaras.apps.programmes.queries.rules import Current
from selaras.apps.programmes.rules import matrix
from selaras.apps.registry import services as registry
from selaras.kernel import errors
from selaras.kernel.wilayah import tables
from selaras.shell import sheets, trail

HEADS = ("Kode desa", "Kecamatan", "Desa/kelurahan", "Keluarga di registri", "Hasil", "Alasan")
EXPORT, IDENTITY = access.Ability.EXPORT, access.FieldClass.IDENTITY


def take_out(
    *, current: Current, wanted: matrix.Wanted, on: dt.date, form: str, purpose: str, by: access.Actor
) -> bytes:
    """The villages a filter means with the reasons, only those where `by` may take lists out. Nobody is named in it.

    Raises Refused; SelarasError beda_tanpa_tujuan.
    """
    if not access.may(by, EXPORT, wanted.wilayah, IDENTITY):
        raise trail.Refused("program_ekspor", "program", current.code)
    if purpose not in access.PURPOSES:
        raise errors.SelarasError("beda_tanpa_tujuan")
    found = villages.listed(by, current, on, wanted.wilayah, EXPORT)
    cells = _cells([each for each in found if wanted.hasil in ("", each.verdict)])
    content, count = sheets.as_csv(HEADS, cells) if form == "csv" else sheets.as_xlsx(HEADS, cells, "Desa")
    registry.record_export(
        content=content, form=form, rows=count, region=wanted.wilayah, purpose=purpose, by=by
    )
    return content


def _cells(found: Sequence[villages.Row]) -> Iterator[Sequence[str | int]]:
    names = tables.names()
    for each in found:
        yield (
            each.code, names.get(each.code[:8], ""), names.get(each.code, ""), each.families, each.judged.outcome.value,
            "; ".join(reason.line for reason in each.judged.shown),
        )  # fmt: skip
