"""A steward decides: an edition counts, is refused, or is undone as a whole."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.intake import queries, queue, rules, vault
from selaras.apps.intake.models import Delivery, Edition
from selaras.apps.intake.services import compare, receive
from selaras.kernel import errors
from selaras.pipeline import words
from selaras.shell import trail

ACCEPT = access.Ability.ACCEPT
_ACCEPTING = 20_261_123
_MOST_LABELS = 50


def accept(*, delivery_id: int, by: access.Actor, replace: bool = False) -> Edition:
    """Makes a delivery an edition that counts, and has the registry built anew in the same transaction.

    `replace`: editions that claim the same issue for the same places are undone by it. Raises Refused outside one's region,
    SelarasError kiriman_sudah_diputus, kiriman_belum_siap, kiriman_tanpa_tanggal, kiriman_banding_usang,
    edisi_berkas_sama, edisi_sudah_ada.
    """
    row = _locked(delivery_id, by, "edisi_terima")
    if row.state != rules.State.READY or queries.busy(row.pk):
        raise receive.undecidable(row)
    if row.as_of is None:
        raise errors.SelarasError("kiriman_tanpa_tanggal")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ACCEPTING])
    if queries.counting().filter(sha256=row.sha256).exists():
        raise errors.SelarasError("edisi_berkas_sama")
    clashing = queries.clashing(row)
    if clashing and not replace:
        raise errors.SelarasError("edisi_sudah_ada", sumber=row.title, edisi=words.edition(row.edition))
    if compare.stale(row):
        raise errors.SelarasError("kiriman_banding_usang")
    for earlier in clashing:
        _undo(earlier, f"Digantikan oleh kiriman {row.pk}.", by)
    made = _made(row, by)
    _decided(row, rules.State.ACCEPTED, by)
    queue.rebuild()
    detail = {
        "sumber": made.source, "edisi": made.edition, "per": made.as_of.isoformat(), "sha256": made.sha256,
        "kiriman": row.pk, "sementara": made.provisional, "menggantikan": [e.pk for e in clashing],
    }  # fmt: skip
    audit.record(
        actor=by,
        action="edisi_terima",
        object_kind="edisi",
        object_id=made.pk,
        region=made.wilayah,
        detail=detail,
    )
    # The raw file has done its work; what was read from it is kept.
    transaction.on_commit(lambda: vault.remove(row.reference, receive.RAW))
    return made


def _locked(delivery_id: int, by: access.Actor, action: str) -> Delivery:
    # Nothing joined: whoever waited for the lock would see the joined rows as they were before.
    row = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if row is None or not access.may(by, ACCEPT, row.wilayah):
        raise trail.Refused(action, receive.KIND, str(delivery_id))
    return row


def _made(row: Delivery, by: access.Actor) -> Edition:
    assert row.as_of is not None
    taken = set(
        Edition.objects.filter(source=row.source, edition=row.edition).values_list("file_label", flat=True)
    )
    for _ in range(_MOST_LABELS):
        label = rules.file_label(row.name, taken)
        try:
            with transaction.atomic():
                return Edition.objects.create(
                    delivery=row, wilayah=row.wilayah, source=row.source, edition=row.edition, title=row.title,
                    file_label=label, parts=row.parts, places=queries.places(row), as_of=row.as_of,
                    provisional=row.provisional, sha256=row.sha256, rows_persons=row.rows_persons,
                    rows_keluarga=row.rows_keluarga, rows_aggregates=row.rows_aggregates, files=row.files,
                    accepted_by_id=by.user_id,
                )  # fmt: skip
        except IntegrityError as error:
            if "intake_rows_known_once" not in str(error):
                raise errors.SelarasError("edisi_berkas_sama") from error
            taken.add(label)  # of a region this steward does not see
    raise errors.SelarasError("edisi_berkas_sama")


def _decided(row: Delivery, state: rules.State, by: access.Actor, reason: str = "") -> None:
    row.state, row.decided_by_id, row.decided_at, row.reason = state, by.user_id, timezone.now(), reason
    if state == rules.State.ACCEPTED:
        row.raw = False
    row.save(update_fields=["state", "decided_by_id", "decided_at", "reason", "raw"])


def refuse(*, delivery_id: int, reason: str, by: access.Actor) -> None:
    """A steward sends a delivery back, with a reason; the sender may take it back themselves."""
    row = receive.mine(delivery_id, by, "kiriman_tolak")
    if not reason.strip():
        raise errors.SelarasError("edisi_tanpa_alasan")
    if row.state not in rules.OPEN | {rules.State.FAILED}:
        raise receive.undecidable(row)
    _decided(row, rules.State.REFUSED, by, reason.strip())
    audit.record(
        actor=by, action="kiriman_tolak", object_kind=receive.KIND, object_id=row.pk, region=row.wilayah
    )


def undo(*, edition_id: int, reason: str, by: access.Actor) -> None:
    """Undoes a whole edition: it stays in the list, its files stay, the registry is built anew without it."""
    found = Edition.objects.select_for_update().filter(pk=edition_id).first()
    if found is None or not access.may(by, ACCEPT, found.wilayah):
        raise trail.Refused("edisi_batalkan", "edisi", str(edition_id))
    if not reason.strip():
        raise errors.SelarasError("edisi_tanpa_alasan")
    if found.state != rules.EditionState.COUNTS:
        raise errors.SelarasError("edisi_sudah_batal")
    _undo(found, reason.strip(), by)
    queue.rebuild()


def _undo(found: Edition, reason: str, by: access.Actor) -> None:
    if not access.may(by, ACCEPT, found.wilayah):
        raise trail.Refused("edisi_batalkan", "edisi", str(found.pk))
    found.state, found.undone_by_id, found.undone_at = rules.EditionState.UNDONE, by.user_id, timezone.now()
    found.undone_why = reason
    found.save(update_fields=["state", "undone_by_id", "undone_at", "undone_why"])
    Delivery.objects.filter(pk=found.delivery_id).update(state=rules.State.UNDONE)
    audit.record(
        actor=by, action="edisi_batalkan", object_kind="edisi", object_id=found.pk, region=found.wilayah,
        detail={"sumber": found.source, "edisi": found.edition},
    )  # fmt: skip
