"""What was done to a meeting, an appeal or a package, told to the audit trail with its place."""

from __future__ import annotations

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.penetapan.models import Appeal, Meeting, Package


def told(
    row: Meeting | Appeal | Package, kind: str, action: str, by: access.Actor | None, **detail: object
) -> None:
    """Records one action; `detail` holds counts, codes and states, never a name or a number of a person."""
    audit.record(
        actor=by,
        action=action,
        object_kind=kind,
        object_id=row.reference,
        region=row.kode_desa,
        detail=detail,
    )
