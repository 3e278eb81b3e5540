"""Writes of wilayah: an office's own boundaries, brought or withdrawn."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.wilayah.models import Layer
from selaras.pipeline import boundaries
from selaras.shell import trail


def _may(by: access.Actor, kabkota: str, action: str) -> None:
    if not access.may(by, access.Ability.ACCEPT, kabkota):
        raise trail.Refused(action, "batas", kabkota)


def bring(*, kabkota: str, content: bytes, origin: str, as_of: dt.date, by: access.Actor) -> int:
    """Puts an office's own layer in place of the present one; returns how many villages it has.

    Raises Refused; SelarasError batas_terlalu_besar, batas_tak_terbaca, batas_luar_wilayah.
    """
    _may(by, kabkota, "batas_ganti")
    packed = boundaries.packed(content, kabkota)
    villages = len(boundaries.unpacked(packed).villages)
    row = Layer.objects.create(
        kode_kabupaten=kabkota, origin=origin.strip(), as_of=as_of, content=packed, villages=villages,
        sha256=hashlib.sha256(content).hexdigest(), brought_by=by.user_id,
    )  # fmt: skip
    detail = {"desa": villages, "sha256": row.sha256}
    audit.record(
        actor=by, action="batas_ganti", object_kind="batas", object_id=row.pk, region=kabkota, detail=detail
    )
    return villages


def withdraw(*, layer: int, kabkota: str, by: access.Actor) -> None:
    """Takes a layer back; the one before counts again. It stays in the list."""
    _may(by, kabkota, "batas_cabut")
    standing = Layer.objects.filter(pk=layer, kode_kabupaten=kabkota, withdrawn_at=None)
    if standing.update(withdrawn_at=timezone.now(), withdrawn_by=by.user_id):
        audit.record(actor=by, action="batas_cabut", object_kind="batas", object_id=layer, region=kabkota)
