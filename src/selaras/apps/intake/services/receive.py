"""A file arrives: weighed, hashed, encrypted, and queued for reading."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.intake import queries, queue, rules, vault
from selaras.apps.intake.models import Delivery, Mapping
from selaras.engine.read import filetype, limits
from selaras.kernel import errors
from selaras.shell import trail
from selaras.sources.generic import mapping as column_mapping

LIMITS = limits.Limits(file_bytes=rules.MOST_BYTES)
RAW = "mentah"
KIND = "kiriman"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: its delivery, and whether it had been brought before."""

    delivery: Delivery
    again: bool = False


def receive(
    *, path: Path, name: str, by: access.Actor, replaces: int | None = None, edition: str = ""
) -> Received:  # fmt: skip
    """Takes one file in. The same bytes again change nothing; a file of a kind that cannot be read is noted and not kept.

    `replaces`: an unaccepted delivery of the same agency that this one corrects. `edition`: its label, where who sends knows
    it better than the file. Raises Refused without the right to
    send, SelarasError kiriman_bukan_keturunan, kiriman_disk_penuh.
    """
    scopes = access.scopes(by, access.Ability.SEND)
    if not scopes:
        raise trail.Refused("kiriman_kirim", KIND)
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    _one_at_a_time(sha256)
    known = queries.living(sha256)
    if known is not None:
        audit.record(
            actor=by, action="kiriman_sama", object_kind=KIND, object_id=known.pk, region=known.wilayah
        )
        return Received(known, again=True)
    earlier = _correctable(replaces, by) if replaces else None
    made = Delivery(
        wilayah=earlier.wilayah if earlier else scopes[0],
        agency_id=by.agency,
        sent_by_id=by.user_id,
        name=rules.clean_name(name),
        size=path.stat().st_size,
        sha256=sha256,
        replaces=earlier,
        said_edition=edition,
    )
    try:
        filetype.of(path, LIMITS)
    except errors.SelarasError as error:
        made.state, made.problem = rules.State.FAILED, problem(error, made.name)
    else:
        vault.put(path, made.reference, RAW)
        made.raw = True
    made.save()
    detail = {"bita": made.size, "sha256": sha256, "ditolak": made.problem.get("code", "")}
    audit.record(
        actor=by,
        action="kiriman_kirim",
        object_kind=KIND,
        object_id=made.pk,
        region=made.wilayah,
        detail=detail,
    )
    if earlier and made.raw:
        _replace(earlier, made, by)
    if made.raw:
        queue.ask(made, rules.Work.READ, by)
    return Received(made)


def problem(error: errors.SelarasError, name: str = "") -> dict[str, str]:
    """A coded error as it is kept; files are read under their clean name, checked at the door under another."""
    message = error.message
    given = str(error.params.get("file", ""))
    if name and given:
        message = message.replace(given, name)
    return {"code": error.code, "message": message, "hint": error.hint}


def _one_at_a_time(sha256: str) -> None:
    """The same file sent twice at once: the second waits, and then finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 64))", [f"intake:{sha256}"])


def _correctable(delivery_id: int, by: access.Actor) -> Delivery:
    found = Delivery.objects.select_for_update().filter(pk=delivery_id, agency_id=by.agency).first()
    if found is None or found.state not in rules.FIXABLE:
        raise errors.SelarasError("kiriman_bukan_keturunan")
    return found


def _replace(earlier: Delivery, made: Delivery, by: access.Actor) -> None:
    earlier.state, earlier.decided_by_id, earlier.decided_at = (
        rules.State.REPLACED,
        by.user_id,
        timezone.now(),
    )
    earlier.save(update_fields=["state", "decided_by_id", "decided_at"])
    audit.record(
        actor=by, action="kiriman_ganti", object_kind=KIND, object_id=earlier.pk, region=earlier.wilayah,
        detail={"oleh": made.pk},
    )  # fmt: skip


def mine(delivery_id: int, by: access.Actor, action: str) -> Delivery:
    """A delivery that `by` may work on: of their agency, in their region of sending. Raises Refused."""
    found = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    allowed = found is not None and (
        (found.agency_id == by.agency and access.may(by, access.Ability.SEND, found.wilayah))
        or access.may(by, access.Ability.ACCEPT, found.wilayah)
    )
    if found is None or not allowed:
        raise trail.Refused(action, KIND, str(delivery_id))
    return found


def correct(
    *, delivery_id: int, edition: str, source: str, as_of: object, provisional: bool, by: access.Actor
) -> None:
    """What a person says of edition, source, date and standing. Another edition or source means reading anew."""
    found = mine(delivery_id, by, "kiriman_ubah")
    if found.state not in rules.OPEN:
        raise undecidable(found)
    again = (edition, source) != (found.edition, found.source)
    found.said_edition, found.said_source = edition, source
    found.as_of, found.provisional = as_of, provisional  # type: ignore[assignment]
    found.read = {**found.read, "dikatakan": True}
    found.save(update_fields=["said_edition", "said_source", "as_of", "provisional", "read"])
    detail = {"edisi": edition, "sumber": source, "per": str(as_of), "sementara": provisional}
    audit.record(
        actor=by,
        action="kiriman_ubah",
        object_kind=KIND,
        object_id=found.pk,
        region=found.wilayah,
        detail=detail,
    )
    if again:
        reread(found, by)


def save_mapping(*, delivery_id: int, mapping: dict[str, Any], by: access.Actor) -> None:
    """Keeps a column mapping for the sender's agency and reads the file by it.

    `mapping`: sidik (fingerprint of the layout), judul, sumber, baris (orang or keluarga), kolom (field -> header).
    Raises SelarasError pemetaan_salah.
    """
    found = mine(delivery_id, by, "pemetaan_simpan")
    if found.state not in rules.OPEN | {rules.State.FAILED}:
        raise undecidable(found)
    text = _mapping_text(mapping)
    made = Mapping.objects.create(
        agency_id=found.agency_id, fingerprint=str(mapping["sidik"]), title=str(mapping["judul"]),
        source=str(mapping["sumber"]), rows=str(mapping["baris"]), columns=mapping["kolom"], text=text,
        made_by_id=by.user_id,
    )  # fmt: skip
    found.mapping, found.said_source = made, ""
    found.save(update_fields=["mapping", "said_source"])
    audit.record(
        actor=by, action="pemetaan_simpan", object_kind="pemetaan", object_id=made.pk, region=found.wilayah
    )
    reread(found, by)


def _mapping_text(mapping: dict[str, Any]) -> str:
    name = f"{mapping['sumber']}_{mapping['sidik']}"
    entries = {
        "nama": name,
        "sumber": mapping["sumber"],
        "baris": mapping["baris"],
        "kolom": mapping["kolom"],
    }
    reason = column_mapping.fault(entries)
    if reason:
        raise errors.SelarasError("pemetaan_salah", file=mapping["judul"], sebab=reason)
    return column_mapping.text(
        column_mapping.ColumnMapping(
            name, mapping["sumber"], mapping["judul"], mapping["baris"], mapping["kolom"]
        )
    )


def read_again(*, delivery_id: int, by: access.Actor) -> None:
    """Reads once more what was not read to the end."""
    found = mine(delivery_id, by, "kiriman_baca_ulang")
    if not found.raw or found.state not in rules.FIXABLE:
        raise undecidable(found)
    audit.record(
        actor=by, action="kiriman_baca_ulang", object_kind=KIND, object_id=found.pk, region=found.wilayah
    )
    reread(found, by)


def ask_copy(*, delivery_id: int, by: access.Actor) -> None:
    """Asks for the annotated copy of a file too large to have been annotated at once."""
    found = mine(delivery_id, by, "kiriman_salinan")
    if found.raw and not queries.busy(found.pk):
        queue.ask(found, rules.Work.ANNOTATE, by)


def reread(found: Delivery, by: access.Actor) -> None:
    """Back to the beginning: what was read before stays on disk until the house is cleaned, and counts no more."""
    found.state, found.problem = rules.State.WAITING, {}
    found.save(update_fields=["state", "problem"])
    queue.ask(found, rules.Work.READ, by)


def undecidable(found: Delivery) -> errors.SelarasError:
    """Why nothing can be done with a delivery any more."""
    if found.decided_by is None:
        return errors.SelarasError("kiriman_belum_siap")
    return errors.SelarasError("kiriman_sudah_diputus", siapa=found.decided_by.name, keadaan=found.state)
