"""Measures in words: a share with what it is of, and how far the truth may be from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from selaras.apps.programmes.rules import measuring
from selaras.kernel import measures
from selaras.shell import sheets, words

HEADS = (
    "ukuran", "program", "wilayah", "kelompok", "pembilang", "penyebut", "bagian", "batas_bawah_95", "batas_atas_95", "tahun",
    "sumber",
)  # fmt: skip


def share(found: measures.Share | None) -> dict[str, Any] | None:
    """A share as a page tells it; None where there is nobody to speak of."""
    if found is None:
        return None
    return {
        "percent": words.percent(found.share, 1), "count": found.count, "of": found.of, "value": found.share,
        "interval": f"{words.percent(found.low, 1)} – {words.percent(found.high, 1)}", "weak": found.of < measuring.WEAK,
    }  # fmt: skip


def deciles(found: Sequence[tuple[int | None, measures.Share | None]]) -> list[dict[str, Any]]:
    """Rows of the table and bars of the picture by decile."""
    rows = []
    for decile, each in found:
        label = _("Desil %(n)s") % {"n": decile} if decile else _("Desil belum tahu")
        told = share(each)
        rows.append({
            "label": label, "value": each.share if each else 0, "text": told["percent"] if told else words.NOT_KNOWN, "told": told,
        })  # fmt: skip
    return rows


def cells(found: measures.Share | None) -> tuple[sheets.Cell, ...]:
    """A share in the table to download; empty where there is nobody to speak of."""
    if found is None:
        return (0, 0, None, None, None)
    return (found.count, found.of, found.share, found.low, found.high)
