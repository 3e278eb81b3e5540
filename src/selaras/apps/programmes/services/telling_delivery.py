"""What was done to a cycle or one of its lines, told to the audit trail with its place."""

from __future__ import annotations

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.programmes.models.delivery import Cycle, Line

CYCLE, LINE = "tahap", "baris_salur"


def cycle(row: Cycle, action: str, by: access.Actor, **detail: object) -> None:
    """One act on a cycle; `detail` holds counts, codes and digests, never a name or a number of a person."""
    audit.record(
        actor=by, action=action, object_kind=CYCLE, object_id=row.reference, region=row.wilayah, detail=detail
    )


def line(row: Line, action: str, by: access.Actor, **detail: object) -> None:
    """One act on a line."""
    audit.record(
        actor=by, action=action, object_kind=LINE, object_id=row.number, region=row.kode_desa or "", detail=detail
    )  # fmt: skip
