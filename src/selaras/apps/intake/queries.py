"""Reads of intake. Deliveries narrow by the region one may see; editions are known wherever they reach."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db.models import Q, QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.intake import kept, rules, vault
from selaras.apps.intake.models import Delivery, Edition, Job, Mapping
from selaras.engine import tables

Ability, FieldClass = access.Ability, access.FieldClass


def visible(actor: access.Actor) -> QuerySet[Delivery]:
    """Deliveries this actor may look into: of their own agency, or of any where they accept; in their region."""
    found = Delivery.objects.select_related("agency", "sent_by", "decided_by", "mapping", "replaces")
    sent = people.within(access.scopes(actor, Ability.SEND, FieldClass.IDENTITY), "wilayah")
    accepted = people.within(access.scopes(actor, Ability.ACCEPT, FieldClass.IDENTITY), "wilayah")
    return found.filter((sent & Q(agency_id=actor.agency)) | accepted)


def delivery(actor: access.Actor, delivery_id: int) -> Delivery | None:
    """One delivery, where the actor may see it."""
    return visible(actor).filter(pk=delivery_id).first()


def living(sha256: str) -> Delivery | None:
    """The delivery of these bytes that is under way or was accepted."""
    return (
        Delivery.objects.select_related("agency", "sent_by")
        .filter(sha256=sha256, state__in=rules.LIVING)
        .first()
    )


def successor(delivery_id: int) -> int | None:
    """The delivery that took the place of this one."""
    found = (
        Delivery.objects.filter(replaces_id=delivery_id).order_by("-id").values_list("pk", flat=True).first()
    )
    return int(found) if found is not None else None


def waiting_for(actor: access.Actor) -> QuerySet[Delivery]:
    """Deliveries that wait for this actor: to be accepted, or to be put right by their agency."""
    accepted = people.within(access.scopes(actor, Ability.ACCEPT, FieldClass.IDENTITY), "wilayah")
    broken = (rules.State.FAILED, rules.State.UNFIT, rules.State.UNMAPPED)
    sent = people.within(access.scopes(actor, Ability.SEND), "wilayah")
    return visible(actor).filter(
        (accepted & Q(state=rules.State.READY)) | (sent & Q(agency_id=actor.agency, state__in=broken))
    )


def job(delivery_id: int) -> Job | None:
    """The latest job on a delivery."""
    return Job.objects.filter(delivery_id=delivery_id).first()


def busy(delivery_id: int) -> bool:
    """Whether a job on a delivery waits or runs."""
    states = (rules.JobState.WAITING, rules.JobState.RUNNING)
    return Job.objects.filter(delivery_id=delivery_id, state__in=states).exists()


def actor_of_job(job_id: int) -> access.Actor | None:
    """Who asked for a job, with the rights they have now."""
    found = Job.objects.filter(pk=job_id).values_list("asked_by_id", flat=True).first()
    return people.actor(found) if found is not None else None


def mappings(agency: str) -> dict[str, str]:
    """Saved mappings of an agency: TOML by fingerprint of the layout, the newest of each."""
    found = Mapping.objects.filter(agency_id=agency).order_by("id").values_list("fingerprint", "text")
    return dict(found)


def findings(found: Delivery) -> pl.DataFrame:
    """What was found in a delivery, masked, in the order of the rows."""
    frame = kept.frame(found.reference, found.files, "findings")
    return tables.FINDINGS.empty() if frame is None else frame


def differences(found: Delivery) -> pl.DataFrame | None:
    """Row by row, masked, what sets a delivery apart from the edition before; None before that is known."""
    name = found.difference.get("berkas")
    return pl.read_parquet(io.BytesIO(vault.read(found.reference, name))) if name else None


# Editions ------------------------------------------------------------------------------------------------------------


def editions(actor: access.Actor) -> QuerySet[Edition]:
    """All editions this actor may know of, undone ones too; newest of each source first."""
    # Without its delivery: row security hides that from those whom the edition merely reaches.
    found = Edition.objects.select_related("accepted_by", "undone_by")
    reach = Q(pk__in=[])
    for region in access.scopes(actor, Ability.SEE):
        if not region:
            return found
        parts = region.split(".")
        above = [".".join(parts[: n + 1]) for n in range(len(parts))]
        reach |= Q(wilayah__in=above) | Q(wilayah__startswith=f"{region}.")
    return found.filter(reach)


def edition(actor: access.Actor, edition_id: int) -> Edition | None:
    """One edition, where the actor may know of it."""
    return editions(actor).filter(pk=edition_id).first()


@dataclass(frozen=True, slots=True)
class Freshness:
    """The newest edition of one source that counts."""

    edition: Edition
    days: int
    files: int


def freshness(actor: access.Actor, today: dt.date) -> list[Freshness]:
    """For each source its newest edition and how old that is, oldest first: what to ask for next stands on top."""
    newest: dict[str, list[Edition]] = {}
    for found in editions(actor).filter(state=rules.EditionState.COUNTS).order_by("source", "-as_of", "-id"):
        newest.setdefault(found.source, []).append(found)
    told = [
        Freshness(of[0], (today - of[0].as_of).days, sum(e.edition == of[0].edition for e in of))
        for of in newest.values()
    ]
    return sorted(told, key=lambda entry: -entry.days)


def counting() -> QuerySet[Edition]:
    """Editions that count, within the context of who acts."""
    return Edition.objects.filter(state=rules.EditionState.COUNTS)


def clashing(found: Delivery) -> list[Edition]:
    """Editions that count and claim the same issue of the same list for the same places as this delivery."""
    same = counting().filter(source=found.source, edition=found.edition)
    return [e for e in same if _same_part(found, e) and rules.overlapping(places(found), e.places)]


def _same_part(found: Delivery, other: Edition) -> bool:
    return bool(set(found.parts) & set(other.parts))


def places(found: Delivery) -> list[str]:
    """Villages a delivery covers."""
    return sorted(code for code in found.read.get("tempat", {}) if code)


def basis(found: Delivery) -> list[Edition]:
    """What a delivery is compared with: the same issue where it would take its place, else the issue before it.

    An answer about rows that were sent is compared with none: who was not asked about this time is not gone.
    """
    clash = clashing(found)
    if clash:
        return clash
    if set(found.parts) <= rules.ANSWERS:
        return []
    earlier = counting().filter(source=found.source).exclude(edition=found.edition)
    if found.as_of is not None:
        earlier = earlier.filter(as_of__lte=found.as_of)
    listed = [e for e in earlier.order_by("-as_of", "-edition", "id") if _same_part(found, e)]
    return [e for e in listed if e.edition == listed[0].edition]


def frames_of(editions_: Iterable[Edition], name: str) -> pl.DataFrame:
    """One table of several editions together."""
    frames = [
        frame for e in editions_ if (frame := kept.frame(e.delivery.reference, e.files, name)) is not None
    ]
    return pl.concat([kept.CONTRACTS[name].empty(), *frames])


def accepted_editions(*, until: dt.date | None = None) -> list[kept.Accepted]:
    """The editions that count, in the order of source, edition and file: what the registry is built from.

    Within the context of who acts: under `acting(rules.SYSTEM)` all of them. `until`: only those as of that day or before.
    """
    found = counting().select_related("delivery").order_by("source", "edition", "file_label")
    if until is not None:
        found = found.filter(as_of__lte=until)
    return [_accepted(e) for e in found]


def _accepted(e: Edition) -> kept.Accepted:
    return kept.Accepted(
        id=e.pk, source=e.source, edition=e.edition, title=e.title, profile=e.delivery.profile, file=e.file_label,
        wilayah=e.wilayah, as_of=e.as_of, provisional=e.provisional, sha256=e.sha256, size=e.delivery.size,
        confidence=e.delivery.confidence, parts=tuple(e.parts), sheets=tuple(e.delivery.read.get("lembar_dipakai", ())),
        rows_persons=e.rows_persons, rows_keluarga=e.rows_keluarga, rows_aggregates=e.rows_aggregates,
        reference=e.delivery.reference, files=e.files,
    )  # fmt: skip
