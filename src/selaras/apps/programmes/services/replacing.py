"""Another keluarga instead of one whose money came back or who may not have it: the next of the queue, with a reason."""

from __future__ import annotations

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Funding
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.queries import waiting
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import ledger
from selaras.apps.programmes.rules import replacing as rules
from selaras.apps.programmes.services import delivery, telling_delivery
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
    limits = rules.Limits(
        waiting.floors(cycle.plan), waiting.served(cycle.plan, line.keluarga), _quotas(cycle)
    )
    queue = waiting.queue(cycle.plan, cycle.programme)
    return rules.following(
        [each for each in queue if access.inside(each.kode_desa, cycle.wilayah)], [each or "" for each in stay],
        line.kode_desa or "", limits, set(lines.values_list("keluarga", flat=True)),
    )  # fmt: skip


def _quotas(cycle: Cycle) -> dict[str, int]:
    found = Funding.objects.filter(programme=cycle.programme, year=int(cycle.period[:4]))
    quotas: dict[str, int] = {}
    for each in found:
        for region, most in each.by_region.items():
            quotas[region] = quotas.get(region, 0) + int(most)
    return quotas


def replace(*, number: str, expected: str, reason: str, by: access.Actor) -> Line:
    """Serves the next of the queue instead of a line that came back or is held; what was decided goes with it, no rupiah more.

    `expected`: the keluarga the page showed as next. Raises Refused; SelarasError tahap_bukan_beku, salur_tanpa_alasan,
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
    if chosen.waiting.keluarga != expected:
        raise errors.SelarasError("antrean_berubah")
    return _put(line, chosen.waiting, why, by)


def _put(line: Line, chosen: rules.Waiting, why: str, by: access.Actor) -> Line:
    held = queries.moves([line])[line.pk]
    amount = ledger.fold(held).decided
    book.enter(
        [book.Page(line, held, ledger.cancellation(held, f"ganti:{line.number}"), replaced=True)],
        book.Because(by, why),
    )
    line.reason = why
    line.save(update_fields=["reason"])
    place = Line.objects.filter(cycle=line.cycle).count() + 1
    made = Line.objects.create(
        cycle=line.cycle, number=cycles.number(line.cycle_id, place), keluarga=chosen.keluarga, person=chosen.person,
        kode_desa=chosen.kode_desa, amount=amount, build=line.cycle.build, instead_of=line,
        reason=f"Antrean nomor {chosen.place}, menggantikan {line.number}",
    )  # fmt: skip
    first = ledger.decision(made.amount, f"putus:{made.number}")
    book.enter([book.Page(made, [], [first])], book.Because(by, why))
    telling_delivery.line(line, "baris_ganti", by, pengganti=made.number, antrean=chosen.place)
    delivery.recheck_lines(line.cycle, [made])
    return made
