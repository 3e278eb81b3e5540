"""One line as its page tells it: who, the ledger entry by entry, proofs, and what may be done now."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes import delivery_forms as forms
from selaras.apps.programmes import handing
from selaras.apps.programmes.models.delivery import Entry, Line
from selaras.apps.programmes.queries import accounts, changes, recipients
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.queries import vouchers as used
from selaras.apps.programmes.rules import accounts as faults
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import ledger, scope
from selaras.apps.programmes.rules import vouchers as uses
from selaras.apps.programmes.rules.words import Entry as Kind
from selaras.apps.programmes.services import replacing

_IDENTITY = access.FieldClass.IDENTITY
_OPENINGS = 20
KINDS: dict[str, rules.Text] = {
    Kind.DECIDED: _("diputuskan"), Kind.PAID: _("tersalur"), Kind.RETURNED: _("kembali"),
    Kind.CANCELLED: _("ditarik"), Kind.CORRECTED: _("koreksi"),
}  # fmt: skip


def of(line: Line, actor: access.Actor) -> dict[str, Any]:
    """Everything the page of a line shows."""
    account = ledger.fold(queries.moves([line])[line.pk])
    may = _may(line, actor)
    told: dict[str, Any] = {
        "line": line, "cycle": line.cycle, "who": recipients.of([line], actor).get(line.pk),
        "state": rules.STATES[ledger.State(line.state)], "account": account, "troubles": handing.reasons(line),
        "listed": changes.listed(line.cycle, [line.keluarga]).get(line.keluarga, []),
        "entries": [entry(each) for each in queries.entries(line)], "releases": [t for t in line.trouble if "released" in t],
        "proofs": [(each, rules.PROOFS[rules.ProofKind(each.kind)]) for each in queries.proofs(line)],
        "of_villages": rules.for_villages(line.cycle.programme.unit), "voucher": _voucher(line), "instead": replacement(line), "may": may, "reason": forms.Reason(auto_id="alasan_%s"),
    }  # fmt: skip
    told |= _account(line, actor) | handing.parts(line, actor)
    if may["replace"]:
        told["choice"] = choice(line, actor)
    if may["hand"]:
        told["hand_form"] = forms.Hand(village=told["of_villages"], auto_id="serah_%s")
    if may["minutes"]:
        told["minutes_form"] = forms.Minutes(auto_id="bukti_%s")
    if may["correct"]:
        told["correct_form"] = forms.Correct(auto_id="koreksi_%s", initial={"jumlah": account.paid})
    return told


def _may(line: Line, actor: access.Actor) -> dict[str, bool]:
    frozen = line.cycle.state == rules.CycleState.FROZEN
    state = ledger.State(line.state)

    def can(ability: access.Ability) -> bool:
        where = queries.regions(line.cycle, actor, ability)
        return frozen and any(access.inside(line.kode_desa, region) for region in where)

    plans, open_ = can(access.Ability.PLAN), state in (*rules.PAYABLE, ledger.State.HELD)
    village = line.cycle.channel == rules.Channel.VILLAGE
    to_village = rules.for_villages(line.cycle.programme.unit)
    arrived = (ledger.State.PAID, ledger.State.PARTLY)
    return {
        "release": plans and state is ledger.State.HELD,
        "replace": plans and state in (ledger.State.HELD, ledger.State.RETURNED),
        "cancel": plans and (open_ or state is ledger.State.PARTLY),
        "correct": can(access.Ability.APPROVE) and state in arrived,
        "minutes": to_village and can(access.Ability.DELIVER) and state in arrived,
        "hand": village and can(access.Ability.DELIVER) and state in rules.PAYABLE,
    }


def entry(each: Entry) -> dict[str, Any]:
    """A line of the ledger."""
    day = each.day or timezone.localdate(each.at)
    return {"entry": each, "kind": KINDS[each.kind], "day": day, "back": each.key.endswith(ledger.BACK)}


def choice(line: Line, actor: access.Actor) -> dict[str, Any] | None:
    """Who is next instead, with the name where the reader may see it."""
    found = replacing.candidate(line)
    if found is None:
        return None
    next_ = found.waiting
    stand_in = Line(pk=0, keluarga=next_.keluarga, person=next_.person, kode_desa=next_.kode_desa)
    return {"choice": found, "who": recipients.of([stand_in], actor).get(0)}


def replacement(line: Line) -> Line | None:
    """Who is served instead of a line."""
    return Line.objects.filter(instead_of=line).first()


def _voucher(line: Line) -> dict[str, Any] | None:
    found = used.of(line)
    if found is None:
        return None
    again = [{**each, "said": uses.OUTCOMES[uses.Outcome(each["outcome"])]} for each in found.again]
    return {"voucher": found, "again": again}


def _account(line: Line, actor: access.Actor) -> dict[str, Any]:
    """Accounts the reader may see with who opened them; whether they may mark the valid one."""
    if line.cycle.channel != rules.Channel.BANK:
        return {}
    found = accounts.of_line(line, actor)
    ends = access.may(
        scope.narrowed(actor, line.cycle.programme.agency),
        access.Ability.APPROVE,
        line.cycle.wilayah,
        _IDENTITY,
    )
    return {
        "for_bank": True, "has_account": bool(accounts.valid(line.cycle, [line])),
        "accounts": [(each, faults.STATES[faults.AccountState(each.state)]) for each in found],
        "openings": list(accounts.openings(found)[:_OPENINGS]), "purposes": access.PURPOSES, "purpose": actor.purpose,
        "sees_accounts": bool(accounts.theirs(line.cycle, [line], actor)),
        "end_form": forms.EndAccount(auto_id="tandai_%s") if ends else None,
    }  # fmt: skip
