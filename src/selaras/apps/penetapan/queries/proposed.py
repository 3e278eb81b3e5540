"""What may go into a package: findings a campaign settled, and what a meeting decided about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Appeal, Item, Meeting, Package
from selaras.apps.penetapan.rules import meetings
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
    finding: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """What was visited or heard and does not go up: whose, why (`rules.packages.LEFT`), and what the meeting said."""

    keluarga: str | None
    why: str
    reason: str = ""
    appeal: str = ""


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


def rows(found: Campaign, kode_desa: str, held: Meeting | None) -> tuple[list[Proposed], list[Left]]:
    """What goes up of a village, and what does not. Where a meeting was held it decides: nobody goes up whom it put off or did
    not speak about, or about whom a visit has since found something else than it was told without its saying why."""
    visited = {
        row.keluarga: row.outcome
        for row in findings.settled(found).rows
        if row.keluarga and row.kode_desa == kode_desa
    }
    if held is None:
        return [Proposed(key, visited[key], finding=visited[key]) for key in sorted(visited)], []
    going: dict[str, Proposed] = {}
    newcomers, left, heard = [], [], set()
    for item in Item.objects.select_related("appeal").filter(meeting=held):
        about = item.appeal.keluarga if item.appeal else None
        key = item.keluarga or (about if about in visited else None)
        heard.add(key)
        decided = _decided(item, key, visited.get(key or "", item.finding))
        if isinstance(decided, Left):
            left.append(decided)
        elif key:
            going[key] = decided
        else:
            newcomers.append(decided)
    left += [Left(key, rules.UNHEARD) for key in sorted(visited) if key not in heard]
    return [going[key] for key in sorted(going)] + newcomers, left


def _decided(item: Item, key: str | None, finding: str) -> Proposed | Left:
    said = item.reason or item.objection
    appeal = item.appeal.reference if item.appeal else ""
    if item.decision not in set(words.Outcome):
        return Left(key, rules.POSTPONED, said, appeal)
    if meetings.needs_reason(item.decision, finding) and len(said.strip()) < rules.LEAST_REASON:
        return Left(key, rules.FOUND_SINCE, said, appeal)
    return Proposed(key, item.decision, said, item.appeal, finding, heard=True)


def number_used(number: str, code: str) -> Package | None:
    """A package of the same kabupaten that was set by this number."""
    of_kabupaten = ".".join(code.split(".")[:2]) + "."
    found = Package.objects.filter(
        state=rules.State.SK, number_of_sk=number, kode_desa__startswith=of_kabupaten
    )
    return found.first()
