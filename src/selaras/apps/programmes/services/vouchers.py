"""Vouchers: issued for the lines of a cycle, and used once. A second use, also one found when a phone has signal again, is evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import Cycle, Line, Proof, Voucher
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import ledger, words
from selaras.apps.programmes.rules import vouchers as rules
from selaras.apps.programmes.services import delivery, telling_delivery
from selaras.apps.programmes.services import ledger as book
from selaras.kernel import errors
from selaras.shell import secrets

_DELIVER = access.Ability.DELIVER
_LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a use. `number`: of the line, "" where the text is none of ours."""

    event: str
    number: str
    outcome: rules.Outcome


def issue(*, cycle: Cycle, last_day: dt.date, by: access.Actor) -> int:
    """Makes vouchers for the lines that may be served and have none; returns how many.

    Raises Refused; SelarasError tahap_bukan_beku, voucher_lewat_bank, voucher_untuk_desa, voucher_tanggal_salah.
    """
    cycle = delivery.take(cycle.reference, _DELIVER, "voucher_terbit", by)
    today = timezone.localdate()
    if cycle.state != cycles.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    if cycle.channel == cycles.Channel.BANK:
        raise errors.SelarasError("voucher_lewat_bank")
    if cycles.for_villages(cycle.programme.unit):
        raise errors.SelarasError("voucher_untuk_desa")
    if not today <= last_day <= today + _LONGEST:
        raise errors.SelarasError("voucher_tanggal_salah")
    delivery.recheck(cycle=cycle, by=by)
    found = Line.objects.filter(cycle=cycle, state__in=cycles.PAYABLE, voucher=None).order_by("pk")
    key = secrets.newest_signer()
    made = [
        Voucher(
            line=line, kode_desa=line.kode_desa, expires=last_day,
            digest=rules.digest(_signed(line, last_day, key)),
        )
        for line in found
    ]  # fmt: skip
    Voucher.objects.bulk_create(made, batch_size=2000)
    telling_delivery.cycle(cycle, "voucher_terbit", by, jumlah=len(made), sampai=last_day.isoformat())
    return len(made)


def _signed(line: Line, last_day: dt.date, key: int) -> str:
    told = rules.Voucher(line.number, line.amount, last_day, key)
    return told.text(secrets.sign_with(told.message, key))


def text(voucher: Voucher) -> str:
    """The text of a voucher, signed again with the key it was made with: it is kept nowhere.

    Raises SelarasError rahasia_tidak_terbuka where no key of the house gives it, since the line was changed.
    """
    for key in sorted(secrets.public_keys(), reverse=True):
        made = _signed(voucher.line, voucher.expires, key)
        if rules.digest(made) == bytes(voucher.digest):
            return made
    raise errors.SelarasError("rahasia_tidak_terbuka", tabel="voucher")


def use(uses: Sequence[rules.Use], by: access.Actor) -> list[Answered]:
    """Enters uses that phones tell of, in any order and however often; each by itself. Never raises for what a phone says."""
    return [_use(each, by) for each in uses[: rules.MOST_SENT]]


def _use(said: rules.Use, by: access.Actor) -> Answered:
    read = rules.read(said.text)
    if read is None or not _genuine(*read):
        return Answered(said.event, "", rules.Outcome.NOT_OURS)
    number = read[0].number
    line = queries.line(number, by, _DELIVER)
    if line is None or line.cycle.state != cycles.CycleState.FROZEN:
        return Answered(said.event, number, rules.Outcome.NOT_OURS)
    with transaction.atomic():
        # The line is locked, as by every other act on it: two phones at once wait for one another.
        Line.objects.select_for_update().get(pk=line.pk)
        line = Line.objects.select_related("cycle__programme").get(pk=line.pk)
        if line.cycle.state != cycles.CycleState.FROZEN:
            return Answered(said.event, number, rules.Outcome.NOT_OURS)
        voucher = (
            Voucher.objects.select_for_update().filter(line=line, digest=rules.digest(said.text)).first()
        )
        if voucher is None:
            return Answered(said.event, number, rules.Outcome.NOT_OURS)
        delivery.recheck_lines(line.cycle, [line])
        return Answered(said.event, number, _enter(line, voucher, said, by))


def _genuine(voucher: rules.Voucher, signature: bytes) -> bool:
    return voucher.key in secrets.public_keys() and secrets.signed(voucher.message, signature, voucher.key)


def _enter(line: Line, voucher: Voucher, said: rules.Use, by: access.Actor) -> rules.Outcome:
    day = _day(line.cycle, said)
    marks = frozenset(each["mark"] for each in voucher.again)
    state = ledger.State(line.state)
    outcome = rules.outcome(state, voucher.device, marks, said, (day, voucher.expires))
    if outcome is rules.Outcome.ACCEPTED:
        held = queries.moves([line])[line.pk]
        told = ledger.Told(words.Entry.PAID, day, f"voucher:{line.number}")
        book.enter([book.Page(line, held, ledger.event(held, told))], book.Because(by))
        voucher.used_at, voucher.used_by, voucher.device = timezone.now(), by.user_id, said.mark
        voucher.save(update_fields=["used_at", "used_by", "device"])
        Proof.objects.create(
            line=line, kode_desa=line.kode_desa, kind=cycles.ProofKind.VOUCHER, by=by.user_id
        )
        telling_delivery.line(line, "voucher_pakai", by)
    elif outcome is not rules.Outcome.REPEATED:
        voucher.again = [*voucher.again, {
            "mark": said.mark, "claimed": said.at.isoformat(timespec="seconds"), "by": by.user_id, "by_name": by.name,
            "at": timezone.now().isoformat(timespec="seconds"), "outcome": str(outcome),
        }]  # fmt: skip
        voucher.save(update_fields=["again"])
        telling_delivery.line(line, "voucher_lagi", by, hasil=str(outcome))
    return outcome


def _day(cycle: Cycle, said: rules.Use) -> dt.date:
    """The day of a use by the phone, within what is possible: clocks of phones are days off."""
    first = timezone.localdate(cycle.frozen_at) if cycle.frozen_at else timezone.localdate()
    return max(first, min(timezone.localdate(said.at), timezone.localdate()))
