"""What may go into a package: findings a campaign settled, and what a meeting decided about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Appeal, Item, Meeting, Package
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.queries import campaigns
from selaras.apps.verval.queries import returning as findings
from selaras.apps.verval.rules import words


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is proposed for one keluarga, or for an appeal of one on no list."""

    keluarga: str | None
    outcome: str
    reason: str = ""
    appeal: Appeal | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A village whose findings may become a package: its campaign, and how many of its keluarga were visited."""

    campaign: str
    title: str
    kode_desa: str
    visited: int
    meeting: str


def ready(actor: access.Actor) -> list[Ready]:
    """Villages of ended campaigns in which `actor` may make a package and none is on its way."""
    scopes = access.scopes(actor, access.Ability.DELIBERATE, access.FieldClass.IDENTITY)
    ended = {c.pk: c for c in campaigns.visible(actor).filter(state=words.CampaignState.ENDED)}
    taken = set(Package.objects.filter(campaign__gt="").values_list("campaign", "kode_desa"))
    visited = Target.objects.filter(
        campaign__in=list(ended), state=words.TargetState.VISITED, keluarga__isnull=False, checks=None
    )
    found = []
    for row in (
        visited.values("campaign", "kode_desa").annotate(n=Count("pk")).order_by("campaign", "kode_desa")
    ):
        campaign, code = ended[row["campaign"]], row["kode_desa"]
        inside = any(access.inside(code, scope) for scope in scopes)
        if inside and (campaign.reference, code) not in taken:
            held = meeting(campaign.reference, code)
            found.append(
                Ready(campaign.reference, campaign.title, code, row["n"], held.reference if held else "")
            )
    return found


def campaign(reference: str, actor: access.Actor) -> Campaign | None:
    """A campaign `actor` may know of."""
    return campaigns.one(reference, actor)


def meeting(campaign_reference: str, kode_desa: str) -> Meeting | None:
    """The newest meeting of a village that was closed, about a campaign."""
    held = Meeting.objects.filter(campaign=campaign_reference, kode_desa=kode_desa, closed_at__isnull=False)
    return held.order_by("-closed_at").first()


def rows(found: Campaign, kode_desa: str, held: Meeting | None) -> list[Proposed]:
    """What is proposed for each keluarga of a village: what the meeting decided, else what the visit found."""
    told = {
        row.keluarga: Proposed(row.keluarga, row.outcome)
        for row in findings.settled(found).rows
        if row.keluarga and row.kode_desa == kode_desa
    }
    known = set(words.Outcome)
    newcomers = []
    for item in (
        Item.objects.select_related("appeal").filter(meeting=held).exclude(decision="") if held else ()
    ):
        if item.decision not in known:
            continue
        decided = Proposed(item.keluarga, item.decision, item.reason or item.objection, item.appeal)
        if item.keluarga:
            told[item.keluarga] = decided
        elif item.appeal:
            newcomers.append(decided)
    return [told[key] for key in sorted(told)] + newcomers


def number_used(number: str, code: str) -> Package | None:
    """A package of the same kabupaten that was set by this number."""
    of_kabupaten = ".".join(code.split(".")[:2]) + "."
    found = Package.objects.filter(
        state=rules.State.SK, number_of_sk=number, kode_desa__startswith=of_kabupaten
    )
    return found.first()
