"""Cycles: made by one person, frozen by another, handed out, closed at zero. What was found of a family holds its line."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import BankFile, Cycle, Line
from selaras.apps.programmes.queries import changes
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import ledger, scope
from selaras.apps.programmes.rules.changes import Trouble
from selaras.apps.programmes.services import delivery_limits as limits
from selaras.apps.programmes.services import drafts
from selaras.apps.programmes.services import ledger as book
from selaras.apps.programmes.services import telling_delivery as telling
from selaras.kernel import errors
from selaras.shell import trail, words

_IDENTITY = access.FieldClass.IDENTITY
_LASTING = (Trouble.DOUBLED, Trouble.EXCLUDED, Trouble.LISTED)


def make(*, draft: drafts.Draft, by: access.Actor) -> Cycle:
    """Makes a cycle with its list. Raises Refused; SelarasError tahap_isian_salah, tahap_tanpa_penerima, tahap_sudah_ada,
    tahap_penerima_ganda, tahap_penerima_luar."""
    agency = draft.programme.agency
    if not rules.may_plan(by, agency, draft.wilayah):
        raise trail.Refused("tahap_buat", telling.CYCLE)
    drafts.checked(draft)
    same = {
        "programme": draft.programme,
        "wilayah": draft.wilayah,
        "period": draft.period,
        "tranche": draft.tranche,
    }
    limits.in_turn()
    if Cycle.objects.filter(**same).exists():
        raise errors.SelarasError("tahap_sudah_ada", masa=draft.period, tahap=draft.tranche)
    with transaction.atomic():
        cycle = Cycle.objects.create(
            **same, plan=draft.plan, rule=draft.rule, build=draft.build, title=draft.title.strip()[:120],
            channel=draft.channel, amount=draft.amount, made_by=by.user_id, made_by_name=by.name[:120],
        )  # fmt: skip
        Line.objects.bulk_create(
            (
                Line(
                    cycle=cycle, number=rules.number(cycle.pk, place), keluarga=each.keluarga, person=each.person,
                    kode_desa=each.kode_desa, amount=draft.amount or each.amount, build=draft.build, parts=list(each.parts),
                )
                for place, each in enumerate(draft.recipients, start=1)
            ),
            batch_size=2000,
        )  # fmt: skip
    total = sum(draft.amount or each.amount for each in draft.recipients)
    telling.cycle(cycle, "tahap_buat", by, baris=len(draft.recipients), rupiah=total)
    return cycle


def digest(cycle: Cycle) -> str:
    """SHA-256 of its list as it stands now, as `rules.delivery.digest` says."""
    rows = Line.objects.filter(cycle=cycle).values_list("number", "keluarga", "person", "kode_desa", "amount")
    rule = f"{cycle.rule_id or ''}:{cycle.rule.digest if cycle.rule else ''}"
    told = (
        rules.Row(number, keluarga, person, desa or "", amount)
        for number, keluarga, person, desa, amount in rows
    )
    return rules.digest(cycle.reference, rule, cycle.build, told)


def take(reference: str, ability: access.Ability, action: str, by: access.Actor) -> Cycle:
    """Locks a cycle for somebody who may do this with all of it. Raises Refused."""
    cycle = (
        Cycle.objects.select_related("programme", "rule", "plan").select_for_update(of=("self",))
        .filter(reference=reference).first()
    )  # fmt: skip
    if cycle is None:
        raise trail.Refused(action, telling.CYCLE, reference)
    actor = scope.narrowed(by, cycle.programme.agency)
    if not access.may(actor, ability, cycle.wilayah, _IDENTITY):
        raise trail.Refused(action, telling.CYCLE, reference)
    return cycle


def freeze(*, reference: str, seen: str, by: access.Actor) -> Cycle:
    """Fixes the list and decides its money, by another person than who made it. `seen`: digest the page showed. Lines with
    trouble are held. Raises Refused; SelarasError tahap_buatan_sendiri, tahap_bukan_rancangan, tahap_berubah,
    tahap_lebih_dari_dana."""
    limits.in_turn()
    cycle = take(reference, access.Ability.APPROVE, "tahap_bekukan", by)
    if cycle.state != rules.CycleState.DRAFT:
        raise errors.SelarasError("tahap_bukan_rancangan")
    if cycle.made_by == by.user_id:
        raise errors.SelarasError("tahap_buatan_sendiri")
    now = digest(cycle)
    if now != seen:
        raise errors.SelarasError("tahap_berubah")
    lines = list(Line.objects.select_for_update().filter(cycle=cycle).order_by("pk"))
    limits.funded(cycle, sum(line.amount for line in lines))
    found = changes.troubles(cycle, lines)
    decided = [book.Page(line, [], [ledger.decision(line.amount, f"putus:{line.number}")]) for line in lines]
    book.enter(decided, book.Because(by))
    held = _hold(lines, found)
    cycle.state, cycle.digest, cycle.frozen_by = rules.CycleState.FROZEN, now, by.user_id
    cycle.frozen_by_name, cycle.frozen_at = by.name[:120], timezone.now()
    cycle.save(update_fields=["state", "digest", "frozen_by", "frozen_by_name", "frozen_at"])
    telling.cycle(cycle, "tahap_bekukan", by, sidik=now, baris=len(lines), ditahan=held)
    return cycle


def _hold(lines: Sequence[Line], found: dict[int, list[Trouble]]) -> int:
    """Holds open lines something was found of; returns how many are held that were not."""
    newest, at, some = changes.newest(), _now(), []
    for line in lines:
        codes = found.get(line.pk)
        if not codes or line.state not in (ledger.State.DECIDED, ledger.State.RETURNED):
            continue
        line.trouble = [*line.trouble, {"codes": [str(code) for code in codes], "build": newest, "at": at}]
        line.state = ledger.State.HELD
        some.append(line)
    Line.objects.bulk_update(some, ["trouble", "state"], batch_size=2000)
    return len(some)


def recheck(*, cycle: Cycle, by: access.Actor) -> int:
    """Holds the open lines of a frozen cycle against the newest build; returns how many are held now that were not."""
    if cycle.state != rules.CycleState.FROZEN:
        return 0
    waiting = (ledger.State.DECIDED, ledger.State.RETURNED)
    lines = queries.lines(cycle, by).select_for_update(of=("self",)).filter(state__in=waiting)
    held = recheck_lines(cycle, list(lines))
    if held:
        telling.cycle(cycle, "tahap_periksa", by, ditahan=held, bangunan=changes.newest())
    return held


def recheck_lines(cycle: Cycle, lines: Sequence[Line]) -> int:
    """The same of locked lines; those somebody let pass after the newest build was made are not asked again."""
    newest = changes.newest()
    let_pass = {
        each.pk: {code for told in each.trouble for code in told.get("codes", ())}
        for each in lines
        if any("released" in told for told in each.trouble)
    }
    stale = [each for each in lines if each.build != newest or each.pk not in let_pass]
    found = changes.troubles(cycle, stale)
    # A second list was known to who let the line pass; no newer registry makes it news. One that nobody knew of is.
    for key, known in let_pass.items():
        found[key] = [code for code in found.get(key, ()) if code not in _LASTING or code not in known]
    return _hold(stale, found)


def _line(number: str, ability: access.Ability, action: str, by: access.Actor) -> Line:
    """Locks a line of a frozen cycle. Raises Refused; SelarasError tahap_bukan_beku."""
    found = queries.line(number, by, ability)
    if found is None:
        raise trail.Refused(action, telling.LINE, number)
    cycle = Cycle.objects.select_for_update().get(pk=found.cycle_id)
    if cycle.state != rules.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    # The row too: phones with a voucher lock the line alone.
    Line.objects.select_for_update().get(pk=found.pk)
    found.refresh_from_db()
    return found


def reasoned(reason: str) -> str:
    """A reason that says something. Raises SelarasError salur_tanpa_alasan."""
    plain = " ".join(reason.split())
    if len(plain) < rules.LEAST_REASON:
        raise errors.SelarasError("salur_tanpa_alasan")
    return plain[:300]


def release(*, number: str, reason: str, by: access.Actor) -> Line:
    """Lets a held line go on, with a reason. Raises Refused; SelarasError tahap_bukan_beku, salur_tanpa_alasan, baris_tidak_ditahan."""
    line = _line(number, access.Ability.PLAN, "baris_lepas", by)
    why = reasoned(reason)
    if line.state != ledger.State.HELD:
        raise errors.SelarasError("baris_tidak_ditahan")
    account = ledger.fold(queries.moves([line])[line.pk])
    line.trouble = [*line.trouble, {"released": why, "by": by.user_id, "by_name": by.name, "at": _now()}]
    line.state, line.build, line.reason = ledger.state(account), changes.newest(), why
    line.save(update_fields=["trouble", "state", "build", "reason"])
    telling.line(line, "baris_lepas", by)
    return line


def cancel(*, number: str, reason: str, by: access.Actor) -> Line:
    """Takes back what was decided for a line and not paid; of one paid in part the rest. Raises as `release`, and SelarasError baris_sudah_dibayar."""
    line = _line(number, access.Ability.PLAN, "baris_batal", by)
    why = reasoned(reason)
    held = queries.moves([line])[line.pk]
    try:
        part = ledger.fold(held).paid > 0
        made = (ledger.remainder if part else ledger.cancellation)(held, f"batal:{line.number}")
    except ValueError:
        raise errors.SelarasError("baris_sudah_dibayar") from None
    book.enter([book.Page(line, held, made)], book.Because(by, why))
    line.reason = why
    line.save(update_fields=["reason"])
    telling.line(line, "baris_batal", by)
    return line


def correct(*, number: str, paid: int, reason: str, by: access.Actor) -> Line:
    """Sets right how much of a line was paid; by who may approve, since it moves money. Raises as `release`, and SelarasError
    koreksi_di_luar."""
    line = _line(number, access.Ability.APPROVE, "baris_koreksi", by)
    why, held = reasoned(reason), queries.moves([line])[line.pk]
    try:
        made = ledger.correction(held, paid, f"koreksi:{line.number}:{len(held)}")
    except ValueError:
        raise errors.SelarasError("koreksi_di_luar") from None
    book.enter([book.Page(line, held, made)], book.Because(by, why))
    telling.line(line, "baris_koreksi", by, rupiah=paid)
    return line


def drop(*, reference: str, reason: str, by: access.Actor) -> Cycle:
    """Gives up a draft. Raises Refused; SelarasError tahap_bukan_rancangan, salur_tanpa_alasan."""
    cycle = take(reference, access.Ability.PLAN, "tahap_batal", by)
    if cycle.state != rules.CycleState.DRAFT:
        raise errors.SelarasError("tahap_bukan_rancangan")
    telling.cycle(cycle, "tahap_batal", by, alasan=bool(reasoned(reason)))
    cycle.state = rules.CycleState.DROPPED
    # The place of the tranche is free again; what was given up stays readable under a number of its own.
    same = {"programme": cycle.programme, "wilayah": cycle.wilayah, "period": cycle.period}
    cycle.tranche = -1 - Cycle.objects.filter(tranche__lt=0, **same).count()
    cycle.save(update_fields=["state", "tranche"])
    return cycle


def close(*, reference: str, by: access.Actor) -> Cycle:
    """Ends a cycle of which no rupiah is open. Raises Refused; SelarasError tahap_bukan_beku, tahap_belum_nol."""
    cycle = take(reference, access.Ability.PLAN, "tahap_tutup", by)
    if cycle.state != rules.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    list(Line.objects.select_for_update().filter(cycle=cycle).order_by("pk").values_list("pk"))
    total = queries.of_cycle(cycle, by).total.account
    waits = sum(
        not each.get("settled") for file in BankFile.objects.filter(cycle=cycle) for each in file.problems
    )
    if total.open or waits:
        raise errors.SelarasError("tahap_belum_nol", rupiah=words.number(total.open), baris=waits)
    cycle.state, cycle.closed_at = rules.CycleState.CLOSED, timezone.now()
    cycle.save(update_fields=["state", "closed_at"])
    telling.cycle(cycle, "tahap_tutup", by, dibayar=total.paid, kembali=total.returned)
    return cycle


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")
