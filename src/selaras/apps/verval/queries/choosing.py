"""The families a choice means: from the registry, the discrepancies, or the visits of another campaign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.discrepancies import queries as discrepancies
from selaras.apps.discrepancies import rules as differing
from selaras.apps.registry import layout
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Keluarga
from selaras.apps.verval.models.campaigns import Target
from selaras.apps.verval.queries import targets
from selaras.apps.verval.rules import choosing, estimate, places, states
from selaras.apps.verval.rules.ranking import Candidate
from selaras.apps.verval.rules.words import CampaignState, Purpose, TargetState
from selaras.kernel import periods

DECILE = "desil_beda"
_COLUMNS = ("reference", "kode_desa", "isi", "desil", "desil_source", "desil_edition", "last_edition")


@dataclass(frozen=True, slots=True)
class Found:
    """The families meant. `homeless`: without a known village, they cannot be sent anywhere; `busy`: already to be visited
    in another campaign, left out here. `build`: which registry was read."""

    candidates: list[Candidate]
    homeless: int
    busy: int
    build: int


def choose(wanted: choosing.Wanted, actor: access.Actor, besides: int = 0) -> Found:
    """The families a choice means today, those this person may see. `besides`: a campaign that does not count as another."""
    build = registry.active()
    number = int(build.number) if build else 0
    found = _meant(wanted, actor, number)
    homeless = found.filter(kode_desa=None).count()
    placed = found.exclude(kode_desa=None)
    busy: set[str | None] = set()
    if wanted.purpose != Purpose.BACK_CHECK:
        elsewhere = Target.objects.filter(
            people.within([wanted.wilayah]), state__in=states.OPEN, campaign__state=CampaignState.RUNNING
        ).exclude(campaign=besides)
        busy = set(elsewhere.exclude(keluarga=None).values_list("keluarga", flat=True))
    rows = list(placed.values_list(*_COLUMNS).iterator(chunk_size=5000))
    meant = [row for row in rows if row[0] not in busy]
    return Found(list(_candidates(meant, wanted, actor, number)), homeless, len(rows) - len(meant), number)


def _meant(wanted: choosing.Wanted, actor: access.Actor, build: int) -> QuerySet[Keluarga]:
    found = registry.in_region(registry.visible_keluarga(actor=actor), wanted.wilayah)
    if wanted.purpose == Purpose.DECILE_1:
        return found.filter(desil=1)
    if wanted.purpose in (Purpose.PROPOSALS, Purpose.ANSWERS):
        return found.filter(reference__in=wanted.references or [each.keluarga for each in wanted.asks])
    if wanted.purpose == Purpose.BACK_CHECK:
        return found.filter(reference__in=checked_targets(wanted, actor))
    if wanted.purpose == Purpose.GREY_ZONE:
        border = Q(desil__in=(wanted.cut, wanted.cut + 1))
        return found.filter(border | Q(reference__in=_astride(wanted, actor, build)))
    if wanted.worklist:
        listed = discrepancies.worklist_families(wanted.worklist, actor=actor)
        return found.filter(reference__in=listed.order_by().values("reference"))
    return found.filter(_differing(wanted, actor, build))


def _filter(wanted: choosing.Wanted) -> differing.Filter:
    return differing.Filter(wanted.wilayah, wanted.jenis, wanted.a, wanted.b)


def _differing(wanted: choosing.Wanted, actor: access.Actor, build: int) -> Q:
    """Keluarga the cases of a filter are about; persons count by the keluarga they live in now."""
    cases = discrepancies.cases(actor=actor, build=build, wanted=_filter(wanted)).order_by()
    people = registry.visible_persons(actor=actor, purpose="verifikasi")
    alone = cases.filter(keluarga=None).exclude(person=None).values("person")
    return Q(reference__in=cases.exclude(keluarga=None).values("keluarga")) | Q(
        reference__in=people.filter(reference__in=alone).values("keluarga")
    )


def _astride(wanted: choosing.Wanted, actor: access.Actor, build: int) -> set[str]:
    """Keluarga whose lists stand on both sides of the border."""
    cases = discrepancies.cases(
        actor=actor, build=build, wanted=differing.Filter(wanted.wilayah, DECILE)
    ).exclude(keluarga=None)
    rows = cases.order_by().values_list("keluarga", "value_a", "value_b")
    return {str(family) for family, *values in rows if choosing.grey(values, wanted.cut)}


def checked_targets(wanted: choosing.Wanted, actor: access.Actor) -> dict[str, int]:
    """The visits a back-check repeats: id of the target by its keluarga. Drawn by the seed, the same for all officers."""
    if not wanted.checks:
        return {}
    visited = targets.led(actor).filter(
        campaign__reference=wanted.checks, state=TargetState.VISITED, checks=None, assignments__until=None
    )
    visited = visited.filter(people.within([wanted.wilayah])).exclude(keluarga=None)
    rows = list(visited.values_list("reference", "assignments__user", "pk", "keluarga"))
    drawn = set(choosing.sample(((row[0], row[1] or 0) for row in rows), wanted.share, wanted.seed))
    return {str(row[3]): row[2] for row in rows if row[0] in drawn}


def _candidates(
    rows: list[tuple[object, ...]], wanted: choosing.Wanted, actor: access.Actor, build: int
) -> Iterator[Candidate]:
    disagreeing = _disagreeing(wanted, actor, build)
    today, asks = timezone.localdate(), {each.keluarga: each for each in wanted.asks}
    for reference, desa, isi, desil, source, edition, last in rows:
        kept = layout.unpack(str(isi), layout.KELUARGA) if isi else {}
        count, apart = disagreeing.get(str(reference), (0, 0))
        yield Candidate(
            keluarga=str(reference), kode_desa=str(desa), rt=places.rt(kept.get("rt"), kept.get("rw")),
            address=kept.get("alamat", ""), desil=desil if isinstance(desil, int) else None, desil_from=differing.source(str(source)) if source else "", desil_edition=str(edition or ""),
            differing=count, apart=apart, months=age(str(last or ""), today), **_asked(asks.get(str(reference))),
        )  # fmt: skip


def _asked(ask: choosing.Ask | None) -> dict[str, Any]:
    return {"settles": ask.settles, "asked": ask.labels} if ask else {}


def _disagreeing(wanted: choosing.Wanted, actor: access.Actor, build: int) -> dict[str, tuple[int, int]]:
    """By keluarga: how many things lists say differently about it, and how many deciles they lie apart."""
    cases = discrepancies.cases(actor=actor, build=build, wanted=differing.Filter(wanted.wilayah))
    rows = (
        cases.exclude(keluarga=None)
        .order_by()
        .values_list("keluarga")
        .annotate(things=Count("id"), apart=Max("size", filter=Q(kind=DECILE)))
    )
    return {str(family): (count, int(apart or 0)) for family, count, apart in rows}


def age(edition: str, today: dt.date) -> int | None:
    """Whole months since an edition spoke; None where its label has no date."""
    period = periods.from_label(edition) or periods.parse(edition)
    if period is None:
        return None
    return max((today.year - period.end.year) * 12 + today.month - period.end.month, 0)


def estimated(found: Found, plan: choosing.Plan) -> estimate.Estimate:
    """What a plan will take."""
    return estimate.estimate(
        ((each.kode_desa, each.rt) for each in found.candidates), per_day=plan.per_day, officers=plan.officers,
        day_rate=plan.day_rate, begins=plan.begins, ends=plan.ends,
    )  # fmt: skip
