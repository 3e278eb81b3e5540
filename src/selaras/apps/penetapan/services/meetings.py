"""Writes of meetings: begun with their list, who is there, decided item by item, closed with a berita acara."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone, translation

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Appeal, Attendee, Item, Meeting
from selaras.apps.penetapan.queries import appeals as appeal_queries
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.rules import appeals as appeal_rules
from selaras.apps.penetapan.rules import meetings as rules
from selaras.apps.penetapan.services import appeals, minutes, telling, visits
from selaras.apps.wilayah import rules as regions
from selaras.kernel import dates, errors
from selaras.shell import trail

KIND = "musyawarah"
_IDENTITY = access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Plan:
    """A meeting as it is wanted. `campaign`, `corrects`: references, or ""."""

    kode_desa: str
    held_on: dt.date
    place: str
    chair: str
    campaign: str = ""
    number: str = ""
    corrects: str = ""


def begin(*, plan: Plan, by: access.Actor) -> Meeting:
    """A new meeting with its list: what it corrects, or families with a finding, and proposals that wait.

    Raises Refused; SelarasError musyawarah_wilayah_salah, musyawarah_rujukan_salah, musyawarah_tanpa_bahan.
    """
    found = regions.region(plan.kode_desa)
    if found is None or found.depth != regions.DESA:
        raise errors.SelarasError("musyawarah_wilayah_salah")
    if not access.may(by, access.Ability.DELIBERATE, plan.kode_desa, _IDENTITY):
        raise trail.Refused("musyawarah_buat", KIND)
    earlier = queries.one(plan.corrects, by) if plan.corrects else None
    if plan.corrects and (
        earlier is None or earlier.closed_at is None or earlier.kode_desa != plan.kode_desa
    ):
        raise errors.SelarasError("musyawarah_rujukan_salah")
    listed = _again(earlier) if earlier else _listed(plan, by)
    if not listed:
        raise errors.SelarasError("musyawarah_tanpa_bahan")
    made = Meeting.objects.create(
        campaign=earlier.campaign if earlier else plan.campaign, kode_desa=plan.kode_desa, held_on=plan.held_on,
        kind=rules.kind_of(plan.kode_desa), place=plan.place.strip()[:160], chair=plan.chair.strip()[:120],
        number=plan.number.strip()[:60], corrects=plan.corrects, made_by=by.user_id,
    )  # fmt: skip
    for place, item in enumerate(listed, start=1):
        item.meeting, item.kode_desa, item.place = made, made.kode_desa, place
    Item.objects.bulk_create(listed)
    _invite(made, by)
    telling.told(made, KIND, "musyawarah_buat", by, hal=len(listed))
    return made


def _again(earlier: Meeting) -> list[Item]:
    """The list of the meeting that is corrected, undecided."""
    return [
        Item(keluarga=each.keluarga, appeal=each.appeal, finding=each.finding)
        for each in queries.items(earlier)
    ]


def _listed(plan: Plan, by: access.Actor) -> list[Item]:
    """Visited families, each with what was said about it; then proposals and objections about others, with what a visit found."""
    found = queries.found_in(plan.campaign, plan.kode_desa, by) if plan.campaign else []
    visited: dict[int, str] = {}
    if plan.campaign:
        visited = visits.heard_next(campaign=plan.campaign, kode_desa=plan.kode_desa, by=by)
    waiting = appeal_queries.waiting_for_meeting(plan.kode_desa)
    families = {keluarga for keluarga, _finding in found}
    spoken = {each.keluarga: each for each in reversed(waiting) if each.keluarga in families}
    listed = [
        Item(keluarga=keluarga, finding=finding, appeal=spoken.get(keluarga)) for keluarga, finding in found
    ]
    beside = {each.pk for each in spoken.values()}
    return listed + [
        Item(appeal=each, finding=visited.get(each.pk, "")) for each in waiting if each.pk not in beside
    ]


def _invite(made: Meeting, by: access.Actor) -> None:
    """Says to who proposed or objected that the meeting will speak of it."""
    told = f"Akan dibahas dalam musyawarah pada {dates.long(made.held_on)}."
    for row in _appeals_of(made):
        appeals.step(row, appeal_rules.State.MEETING, told, by)


def _appeals_of(made: Meeting) -> list[Appeal]:
    """The open proposals and objections on its list, locked."""
    wanted = Item.objects.filter(meeting=made).exclude(appeal=None).values("appeal")
    found = Appeal.objects.select_for_update().filter(pk__in=wanted, state__in=appeal_rules.OPEN)
    return list(found.order_by("pk"))


def attend(*, reference: str, name: str, capacity: str, signs: bool, by: access.Actor) -> None:
    """Writes somebody down as present. Raises Refused; SelarasError musyawarah_sudah_ditutup, musyawarah_hadir_salah."""
    row = locked(reference, by, "musyawarah_hadir")
    name = " ".join(name.split())[:120]
    if not name or capacity not in rules.CAPACITIES:
        raise errors.SelarasError("musyawarah_hadir_salah")
    Attendee.objects.create(meeting=row, kode_desa=row.kode_desa, name=name, capacity=capacity, signs=signs)
    telling.told(row, KIND, "musyawarah_hadir", by, kedudukan=capacity)


def leave(*, reference: str, attendee: int, by: access.Actor) -> None:
    """Takes a name off the list of who is there. Raises as `attend`."""
    row = locked(reference, by, "musyawarah_hadir")
    Attendee.objects.filter(meeting=row, pk=attendee).delete()
    telling.told(row, KIND, "musyawarah_hadir", by, dihapus=attendee)


@dataclass(frozen=True, slots=True)
class Said:
    """What the meeting says about an item."""

    decision: str
    reason: str = ""
    objection: str = ""


def decide(*, reference: str, place: int, said: Said, by: access.Actor) -> Item:
    """Writes down what was decided; again, as long as the meeting is open, takes the place of what was.

    Raises Refused; SelarasError musyawarah_sudah_ditutup, musyawarah_putusan_asing, musyawarah_tanpa_alasan.
    """
    row = locked(reference, by, "musyawarah_putus")
    item = Item.objects.filter(meeting=row, place=place).first()
    if item is None:
        raise trail.Refused("musyawarah_putus", KIND, reference)
    if said.decision not in rules.WORDS:
        raise errors.SelarasError("musyawarah_putusan_asing")
    reason = said.reason.strip()[:300]
    if rules.needs_reason(said.decision, item.finding) and len(reason) < rules.LEAST_REASON:
        raise errors.SelarasError("musyawarah_tanpa_alasan")
    item.decision, item.reason, item.objection = said.decision, reason, said.objection.strip()[:300]
    item.decided_by, item.decided_at = by.user_id, timezone.now()
    item.save(update_fields=["decision", "reason", "objection", "decided_by", "decided_at"])
    telling.told(row, KIND, "musyawarah_putus", by, hal=place, putusan=said.decision)
    return item


def close(*, reference: str, by: access.Actor) -> Meeting:
    """Closes a meeting: its berita acara is made and kept, and nothing of it changes any more.

    Raises Refused; SelarasError musyawarah_sudah_ditutup, musyawarah_belum_lengkap, penetapan_disk_penuh.
    """
    row = locked(reference, by, "musyawarah_tutup")
    lacks = queries.missing(row)
    if not lacks.quorum or lacks.undecided:
        raise errors.SelarasError("musyawarah_belum_lengkap", sebab=minutes.lacking(lacks))
    year = row.held_on.year
    earlier = Meeting.objects.filter(
        kode_desa=row.kode_desa, held_on__year=year, state=rules.State.CLOSED
    ).count()
    row.number = row.number or f"{earlier + 1:03d}/BA-{row.kind.upper()}/{year}"
    row.pdf_sha256 = minutes.keep(row, by)
    _answered(row, by)
    row.state, row.closed_at = rules.State.CLOSED, timezone.now()
    row.save(update_fields=["number", "pdf_sha256", "state", "closed_at"])
    telling.told(row, KIND, "musyawarah_tutup", by, sha256=row.pdf_sha256)
    return row


def _answered(row: Meeting, by: access.Actor) -> None:
    """Says to who proposed or objected what was decided; the answer itself is given by the office."""
    held = {each.pk: each for each in _appeals_of(row)}
    day = dates.long(row.held_on)
    for item in Item.objects.filter(meeting=row, appeal__in=held):
        with translation.override("id"):
            decision = str(rules.WORDS[item.decision]).lower()
        told = f"Musyawarah pada {day} memutuskan: {decision}. Kantor akan menjawab dengan penjelasannya."
        appeals.step(held[item.appeal_id or 0], appeal_rules.State.MEETING, told, by)


def locked(reference: str, by: access.Actor, action: str) -> Meeting:
    """A meeting that is still open, held until the transaction ends. Raises Refused; SelarasError musyawarah_sudah_ditutup."""
    row = Meeting.objects.select_for_update().filter(reference=reference).first()
    if row is None or not access.may(by, access.Ability.DELIBERATE, row.kode_desa, _IDENTITY):
        raise trail.Refused(action, KIND, reference)
    if row.closed_at is not None:
        raise errors.SelarasError("musyawarah_sudah_ditutup")
    return row
