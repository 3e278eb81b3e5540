"""Reads of meetings: which there are, what stands on the list of one, and who was there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Attendee, Item, Meeting
from selaras.apps.penetapan.queries import appeals
from selaras.apps.penetapan.rules import appeals as appeal_rules
from selaras.apps.penetapan.rules import meetings as rules
from selaras.apps.registry import layout
from selaras.apps.verval.models.campaigns import Target
from selaras.apps.verval.queries import campaigns, findings, targets
from selaras.apps.verval.rules import findings as merged
from selaras.apps.verval.rules import forms
from selaras.apps.verval.rules.words import CampaignState, TargetState
from selaras.shell import words

# What views call the rows they hand on: they import no models.
Found = Meeting
Listed = Item
IDENTITY, DELIBERATE, SEE = access.FieldClass.IDENTITY, access.Ability.DELIBERATE, access.Ability.SEE


@dataclass(frozen=True, slots=True)
class Line:
    """An item as the meeting reads it. Numbers by their last four digits; no health facts."""

    item: Item
    head: str = ""
    nik: str = ""
    address: str = ""
    rt: str = ""
    desil: int | None = None
    members: int = 0
    text: str = ""

    @property
    def finding(self) -> str:
        """What the visit found, in words."""
        return rules.finding(self.item.finding)

    @property
    def decision(self) -> str:
        """What was decided, in words; "" where nothing was."""
        return str(rules.WORDS.get(self.item.decision, ""))


def visible(actor: access.Actor) -> QuerySet[Meeting]:
    """Meetings of places where this person deliberates, newest first, with how far each is."""
    found = Meeting.objects.filter(people.within(access.scopes(actor, DELIBERATE, IDENTITY)))
    decided = Count("items", filter=~Q(items__decision=""))
    return found.annotate(total=Count("items"), decided=decided).order_by("-held_on", "-pk")


def one(reference: str, actor: access.Actor) -> Meeting | None:
    """A meeting by reference."""
    return visible(actor).filter(reference=reference).first()


def closed(kode_desa: str, actor: access.Actor) -> QuerySet[Meeting]:
    """Closed meetings of a village, which a new one may correct."""
    return visible(actor).filter(kode_desa=kode_desa, state=rules.State.CLOSED)


def corrected_by(found: Meeting) -> Meeting | None:
    """The meeting that corrects this one, the newest."""
    return Meeting.objects.filter(corrects=found.reference).first()


def attendees(found: Meeting) -> list[Attendee]:
    """Who is there, in the order they were written down."""
    return list(Attendee.objects.filter(meeting=found).order_by("pk"))


def present(found: Meeting) -> list[rules.Present]:
    """The same as the rule takes it."""
    return [rules.Present(each.capacity, each.signs) for each in attendees(found)]


def missing(found: Meeting) -> rules.Missing:
    """What keeps it from being closed."""
    made = Item.objects.filter(meeting=found).values_list("decision", flat=True)
    return rules.missing(found.kind, present(found), list(made))


def items(found: Meeting) -> QuerySet[Item]:
    """Its items in order."""
    return Item.objects.filter(meeting=found).select_related("appeal").order_by("place")


def next_open(found: Meeting, after: int = 0) -> Item | None:
    """The next item nothing was decided about: behind a place, else from the beginning."""
    waiting = items(found).filter(decision="")
    return waiting.filter(place__gt=after).first() or waiting.first()


def lines(rows: list[Item], actor: access.Actor) -> list[Line]:
    """Items with head, address, decile of the keluarga, or with what a proposal says, where this person may open it."""
    wanted = [each.keluarga or (each.appeal.keluarga if each.appeal else None) for each in rows]
    known, members = targets.families(actor, wanted, SEE)
    told = []
    for row, reference in zip(rows, wanted, strict=True):
        family, people = known.get(reference or ""), members.get(reference or "", [])
        if family is None:
            told.append(_proposed(row, actor))
            continue
        first = targets.head(family, people)
        kept = layout.unpack(family.isi, layout.KELUARGA) if family.isi else {}
        place = "/".join(part for part in (kept.get("rt"), kept.get("rw")) if part)
        told.append(
            Line(
                row, (first.nama or "") if first else "", words.masked(first.nik_tail) if first else "",
                kept.get("alamat", ""), place, family.desil, len(people), _text(row, actor),
            )
        )  # fmt: skip
    return told


def _may_open(row: Item, actor: access.Actor) -> bool:
    found = row.appeal
    return found is not None and appeal_rules.may_open(actor, found.kode_desa, found.holder, found.topic)


def _text(row: Item, actor: access.Actor) -> str:
    return appeals.about(row.appeal).text if row.appeal and _may_open(row, actor) else ""


def _proposed(row: Item, actor: access.Actor) -> Line:
    """Of somebody on no list: what the proposal says of them."""
    if row.appeal is None or not _may_open(row, actor):
        return Line(row)
    said = appeals.about(row.appeal)
    return Line(row, said.about, "", said.address, said.rt, text=said.text)


def found_in(campaign: str, kode_desa: str, actor: access.Actor) -> list[tuple[str, str]]:
    """(keluarga, finding) of the visited families of a campaign in a village, by place on its list.

    Where officers contradict one another and nobody decided yet, the finding is CONTRADICTED.
    """
    row = campaigns.one(campaign, actor)
    if row is None:
        return []
    there = Target.objects.filter(campaign=row, kode_desa=kode_desa, checks=None).exclude(
        state=TargetState.WITHDRAWN
    )
    visited = there.exclude(keluarga=None).filter(observations__counts=True, observations__back_check=False)
    rows = visited.distinct().select_related("campaign__instrument").order_by("rt", "rank", "pk")
    told = []
    for each in findings.told(rows).values():
        outcome = each.finding.value(forms.OUTCOME)
        contradicted = isinstance(each.finding.fields.get(forms.OUTCOME), merged.Open)
        if each.target.keluarga and (outcome or contradicted):
            told.append((each.target.keluarga, outcome or rules.CONTRADICTED))
    return told


def campaigns_for(actor: access.Actor, kode_desa: str) -> list[tuple[str, str]]:
    """(reference, title) of campaigns a meeting of a village may speak about."""
    begun = (CampaignState.RUNNING, CampaignState.ENDED)
    rows = campaigns.visible(actor).filter(state__in=begun).values_list("reference", "title", "wilayah")
    return [(reference, title) for reference, title, region in rows if access.inside(kode_desa, region)]
