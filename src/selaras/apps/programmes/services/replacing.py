"""Another recipient instead of one whose money came back or who may not have it: the next of the queue, with a reason."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Funding
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import costs, waiting
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import components, ledger
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import replacing as rules
from selaras.apps.programmes.services import delivery, delivery_limits, telling_delivery
from selaras.apps.programmes.services import ledger as book
from selaras.kernel import errors
from selaras.shell import trail


def candidate(line: Line) -> rules.Choice | None:
    """Who would be next instead of a line, by the plan of its cycle; None without a plan or with nobody left."""
    cycle = line.cycle
    if cycle.plan is None:
        return None
    lines = Line.objects.filter(cycle=cycle)
    stay = lines.exclude(pk=line.pk).exclude(state__in=waiting.GONE).values_list("kode_desa", flat=True)
    limits = rules.Limits(waiting.floors(cycle.plan), waiting.served(cycle.plan, line), _quotas(cycle))
    queue = waiting.queue(cycle.plan, cycle.programme)
    if by_components(cycle):
        known = _costs(cycle, {each.keluarga for each in queue})
        queue = [each for each in queue if each.keluarga in known]
    return rules.following(
        [each for each in queue if access.inside(each.kode_desa, cycle.wilayah)], [each or "" for each in stay],
        line.kode_desa or "", limits, {person or keluarga for keluarga, person in lines.values_list("keluarga", "person")},
    )  # fmt: skip


def by_components(cycle: Cycle) -> bool:
    """Whether each recipient gets what the components of its keluarga say."""
    return not cycle.amount


def _costs(cycle: Cycle, references: Collection[str]) -> dict[str, costs.Cost]:
    """What these keluarga get; those whom no component counts are left out, and keep their place in the queue."""
    year = cycle.plan.year if cycle.plan else int(cycle.period[:4])
    known = costs.of_keluarga(cycle.programme, year, references, timezone.localdate()) or {}
    return {reference: each for reference, each in known.items() if each.rupiah}


def _quotas(cycle: Cycle) -> dict[str, int]:
    found = Funding.objects.filter(programme=cycle.programme, year=int(cycle.period[:4]))
    quotas: dict[str, int] = {}
    for each in found:
        for region, most in each.by_region.items():
            quotas[region] = quotas.get(region, 0) + int(most)
    return quotas


def replace(*, number: str, expected: str, reason: str, by: access.Actor) -> Line:
    """Serves the next of the queue instead of a line that came back or is held; what was decided goes with it, no rupiah more.

    `expected`: whom the page showed as next (`Waiting.who`). Raises Refused; SelarasError tahap_bukan_beku, salur_tanpa_alasan,
    baris_sudah_dibayar, antrean_habis, antrean_berubah.
    """
    found = queries.line(number, by, access.Ability.PLAN)
    if found is None:
        raise trail.Refused("baris_ganti", telling_delivery.LINE, number)
    cycle = delivery.take(found.cycle.reference, access.Ability.PLAN, "baris_ganti", by)
    if cycle.state != cycles.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    why = delivery.reasoned(reason)
    line = Line.objects.select_for_update().get(pk=found.pk)
    line.cycle = cycle
    if line.state not in (ledger.State.RETURNED, ledger.State.HELD):
        raise errors.SelarasError("baris_sudah_dibayar")
    chosen = candidate(line)
    if chosen is None:
        raise errors.SelarasError("antrean_habis")
    if chosen.waiting.who != expected:
        raise errors.SelarasError("antrean_berubah")
    return _put(line, chosen.waiting, why, by)


def _put(line: Line, chosen: rules.Waiting, why: str, by: access.Actor) -> Line:
    held = queries.moves([line])[line.pk]
    amount, parts = ledger.fold(held).decided, []
    if by_components(line.cycle):
        own = _costs(line.cycle, [chosen.keluarga])[chosen.keluarga]
        # Nothing is written before it is known that the money is there.
        delivery_limits.funded(line.cycle, max(0, own.rupiah - amount))
        amount, parts = own.rupiah, components.kept(own.parts)
    book.enter(
        [book.Page(line, held, ledger.cancellation(held, f"ganti:{line.number}"), replaced=True)],
        book.Because(by, why),
    )
    line.reason = why
    line.save(update_fields=["reason"])
    place = Line.objects.filter(cycle=line.cycle).count() + 1
    made = Line.objects.create(
        cycle=line.cycle, number=cycles.number(line.cycle_id, place), keluarga=chosen.keluarga, person=chosen.person,
        kode_desa=chosen.kode_desa, amount=amount, parts=parts, build=line.cycle.build, instead_of=line,
        reason=f"Antrean nomor {chosen.place}, menggantikan {line.number}",
    )  # fmt: skip
    first = ledger.decision(made.amount, f"putus:{made.number}")
    book.enter([book.Page(made, [], [first])], book.Because(by, why))
    telling_delivery.line(line, "baris_ganti", by, pengganti=made.number, antrean=chosen.place)
    delivery.recheck_lines(line.cycle, [made])
    return made
