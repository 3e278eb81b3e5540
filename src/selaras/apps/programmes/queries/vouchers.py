"""Reads of vouchers."""

from __future__ import annotations

from selaras.apps.programmes.models.delivery import Line, Voucher


def of(line: Line) -> Voucher | None:
    """The voucher of a line."""
    return Voucher.objects.filter(line=line).first()
