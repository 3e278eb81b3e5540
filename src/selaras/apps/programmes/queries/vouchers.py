"""Reads of vouchers."""

from __future__ import annotations

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import Cycle, Line, Voucher
from selaras.apps.programmes.queries import delivery


def of(line: Line) -> Voucher | None:
    """The voucher of a line."""
    return Voucher.objects.filter(line=line).first()


def counts(cycle: Cycle, actor: access.Actor) -> tuple[int, int, int]:
    """Of a cycle as far as the actor sees it: issued, used, shown again or held back."""
    mine = Voucher.objects.filter(line__in=delivery.lines(cycle, actor))
    again = mine.exclude(again=[])
    return mine.count(), mine.exclude(used_at=None).count(), again.count()
