"""Looking into deliveries: a sample drawn once by a published seed, answered by people who had no part in the cycle."""

from __future__ import annotations

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import Check, Cycle, Entry, Line
from selaras.apps.programmes.queries import checks as queries
from selaras.apps.programmes.rules import checks as rules
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import ledger
from selaras.apps.programmes.services import delivery, telling_delivery
from selaras.kernel import errors
from selaras.shell import trail

_LEAD = access.Ability.LEAD
LEAST_SEED = 4


def draw(*, reference: str, width: int, word: str, by: access.Actor) -> Cycle:
    """Draws the sample of a cycle, once. `word`: what the seed is made with, said in public beforehand.

    Raises Refused; SelarasError sampel_sudah_ditarik, sampel_tanpa_kata, sampel_tanpa_isi, sampel_lebar_salah.
    """
    cycle = delivery.take(reference, _LEAD, "sampel_tarik", by)
    if cycle.sample:
        raise errors.SelarasError("sampel_sudah_ditarik")
    plain = " ".join(word.split())[:60]
    if len(plain) < LEAST_SEED:
        raise errors.SelarasError("sampel_tanpa_kata")
    if width not in rules.WIDTHS:
        raise errors.SelarasError("sampel_lebar_salah")
    served = Line.objects.filter(cycle=cycle, state__in=(ledger.State.PAID, ledger.State.PARTLY))
    lines = {each.number: each for each in served}
    if not lines:
        raise errors.SelarasError("sampel_tanpa_isi")
    seed = f"{cycle.reference}|{cycle.digest[:16]}|{plain}"
    drawn = rules.drawn(lines, seed, rules.size(len(lines), width))
    Check.objects.bulk_create(Check(line=lines[n], kode_desa=lines[n].kode_desa) for n in drawn)
    cycle.sample = {
        "seed": seed, "width": width, "of": len(lines), "drawn": len(drawn), "by": by.user_id, "by_name": by.name,
        "at": timezone.now().isoformat(timespec="seconds"),
    }  # fmt: skip
    cycle.save(update_fields=["sample"])
    telling_delivery.cycle(cycle, "sampel_tarik", by, dari=len(lines), ditarik=len(drawn), benih=seed)
    return cycle


def answer(*, check: int, outcome: str, received: int | None, note: str, by: access.Actor) -> Check:
    """Writes what was found at a family; once. Not by who made or froze the cycle, or entered what was delivered.

    Raises Refused; SelarasError sampel_orang_sama, sampel_sudah_dijawab, sampel_jawaban_salah.
    """
    found = queries.check(check, by)
    if found is None:
        raise trail.Refused("sampel_jawab", "sampel", str(check))
    row = Check.objects.select_for_update().get(pk=found.pk)
    line = found.line
    had_part = {
        line.cycle.made_by,
        line.cycle.frozen_by,
        *Entry.objects.filter(line=line).values_list("by", flat=True),
    }
    if by.user_id in had_part:
        raise errors.SelarasError("sampel_orang_sama")
    if row.outcome:
        raise errors.SelarasError("sampel_sudah_dijawab")
    row.received = _received(outcome, received, line)
    row.outcome, row.note = outcome, " ".join(note.split())[:300]
    row.by, row.at = by.user_id, timezone.now()
    row.save(update_fields=["outcome", "received", "note", "by", "at"])
    telling_delivery.line(line, "sampel_jawab", by, hasil=outcome)
    return row


def _received(outcome: str, received: int | None, line: Line) -> int | None:
    if outcome == rules.Outcome.FULL:
        return line.amount
    if outcome == rules.Outcome.NOTHING:
        return 0
    if outcome == rules.Outcome.NOT_FOUND:
        return None
    if outcome != rules.Outcome.LESS or received is None or not 0 < received < line.amount:
        raise errors.SelarasError("sampel_jawaban_salah")
    return received


def may_draw(cycle: Cycle, by: access.Actor) -> bool:
    """Whether `by` may draw the sample of a cycle now."""
    frozen = cycle.state in (cycles.CycleState.FROZEN, cycles.CycleState.CLOSED)
    return frozen and not cycle.sample and access.may(by, _LEAD, cycle.wilayah, access.FieldClass.IDENTITY)
