"""What was done to a programme or its rule, told to the audit trail with its place."""

from __future__ import annotations

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.programmes.models.catalogue import Programme


def told(programme: Programme, action: str, by: access.Actor, **detail: object) -> None:
    """Records one action; `detail` holds counts, codes, numbers of versions and amounts, never a name."""
    audit.record(
        actor=by, action=action, object_kind="program", object_id=programme.code, region=programme.wilayah,
        detail=detail,
    )  # fmt: skip
