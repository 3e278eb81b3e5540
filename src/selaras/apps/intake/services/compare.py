"""Lays a delivery beside the edition before it, and keeps what was found."""

from __future__ import annotations

from pathlib import Path

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake import difference, kept, queries, queue, rules, vault
from selaras.apps.intake.models import Delivery, Edition
from selaras.pipeline import words


def refresh(delivery_id: int, name: str) -> None:
    """Compares a delivery with what it follows now, and notes counts and, encrypted under `name`, the rows."""
    with accounts.acting(access.SYSTEM):
        row = Delivery.objects.get(pk=delivery_id)
        basis = queries.basis(row)
        old = {kind: queries.frames_of(_loaded(basis), kind) for kind in difference.TABLES}
    parts = []
    for kind in difference.TABLES:
        new = kept.frame(row.reference, row.files, kind)
        if new is not None:
            parts.append(difference.between(kind, new, old[kind]))
    found = difference.together(parts)
    folder = vault.workroom(f"banding-{delivery_id}")
    try:
        path = folder / "perbedaan.parquet"
        found.rows.write_parquet(path, compression="zstd", compression_level=1)
        vault.put(path, row.reference, name)
    finally:
        _clear(folder)
    with accounts.acting(access.SYSTEM):
        Delivery.objects.filter(pk=delivery_id).update(
            difference={
                "dasar": sorted(e.pk for e in basis),
                "dengan": _named(basis),
                "sama": bool(basis) and basis[0].edition == row.edition,
                "jumlah": found.counts,
                "kolom": dict(list(found.fields.items())[:20]),
                "berkas": name,
            }
        )


def _loaded(basis: list[Edition]) -> list[Edition]:
    return list(Edition.objects.select_related("delivery").filter(pk__in=[e.pk for e in basis]))


def _named(basis: list[Edition]) -> str:
    return f"{basis[0].title}, edisi {words.edition(basis[0].edition)}" if basis else ""


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def stale(row: Delivery) -> bool:
    """Whether another edition was accepted or undone since the comparison."""
    compared: object = row.difference.get("dasar")
    return compared != sorted(e.pk for e in queries.basis(row))


def ask(*, delivery_id: int, by: access.Actor) -> None:
    """Asks for a new comparison."""
    row = Delivery.objects.get(pk=delivery_id)
    if not queries.busy(delivery_id):
        queue.ask(row, rules.Work.COMPARE, by)
