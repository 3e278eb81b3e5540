"""Reads of accounts: which lines of a cycle have one, who may see it, who saw it. Numbers stay sealed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.accounts import Account, AccountFile, AccountOpening
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import delivery, recipients
from selaras.apps.programmes.rules import accounts as rules
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import ledger
from selaras.apps.registry import queries as registry

_MOST = 2000
DELIVER = access.Ability.DELIVER
# A draft's lines are decided soon; of a frozen cycle only those wait that may still be paid.
_WAITING = (*cycles.PAYABLE, ledger.State.HELD)


def valid(cycle: Cycle, lines: Iterable[Line]) -> dict[int, Account]:
    """The account of each line that has one money may go to, by line. Row security narrows it; who may look is asked before."""
    found = list(lines)
    made: dict[int, Account] = {}
    for begin in range(0, len(found), _MOST):
        some = found[begin : begin + _MOST]
        rows = Account.objects.filter(
            programme=cycle.programme_id,
            keluarga__in={each.keluarga for each in some},
            state=rules.AccountState.VALID,
        )
        known = {(each.keluarga, each.person, each.kode_desa): each for each in rows}
        for line in some:
            held = known.get((line.keluarga, line.person, line.kode_desa))
            if held is not None:
                made[line.pk] = held
    return made


def lacking(cycle: Cycle, actor: access.Actor) -> QuerySet[Line]:
    """Lines that wait for money and have no account it may go to, as far as `actor` sees them, in their order; none where no bank
    pays."""
    waiting = delivery.lines(cycle, actor).filter(state__in=_WAITING)
    if cycle.channel != cycles.Channel.BANK:
        return waiting.none()
    same = {name: OuterRef(name) for name in ("keluarga", "person", "kode_desa")}
    has = Account.objects.filter(programme=cycle.programme_id, state=rules.AccountState.VALID, **same)
    return waiting.filter(~Exists(has))


def theirs(cycle: Cycle, lines: Iterable[Line], actor: access.Actor) -> list[Line]:
    """Lines whose accounts are this reader's business: who delivers there, for the programme of the own agency."""
    if not cycles.own(actor, cycle.programme.agency):
        return []
    where = delivery.regions(cycle, actor, DELIVER)
    return [each for each in lines if any(access.inside(each.kode_desa, place) for place in where)]


def of_line(line: Line, actor: access.Actor) -> list[Account]:
    """Accounts of the recipient of a line, the newest first; none for who does not deliver there."""
    if not theirs(line.cycle, [line], actor):
        return []
    return list(
        Account.objects.select_related("file")
        .filter(programme=line.cycle.programme_id, keluarga=line.keluarga, person=line.person)
        .filter(kode_desa=line.kode_desa)
        .order_by("-pk")
    )


def tails(cycle: Cycle, lines: Sequence[Line], actor: access.Actor) -> dict[int, Account]:
    """The same of many lines, only what is valid."""
    return valid(cycle, theirs(cycle, lines, actor))


def openings(accounts: Iterable[Account]) -> QuerySet[AccountOpening]:
    """Who saw these in full, newest first."""
    return AccountOpening.objects.filter(account__in=list(accounts)).order_by("-at")


def files(cycle: Cycle) -> list[AccountFile]:
    """Files of a bank that were taken, newest first."""
    return list(AccountFile.objects.filter(cycle=cycle).order_by("-pk"))


def people(lines: Sequence[Line], actor: access.Actor) -> dict[int, tuple[str, ...]]:
    """Names of the family of each line, the recipient's first, as far as `actor` may see them."""
    who = recipients.of(lines, actor)
    members: dict[str, list[str]] = defaultdict(list)
    for begin in range(0, len(lines), _MOST):
        wanted = {each.keluarga for each in lines[begin : begin + _MOST]}
        seen = registry.visible_persons(actor=actor).filter(keluarga__in=wanted).order_by("reference")
        for keluarga, name in seen.values_list("keluarga", "nama"):
            members[keluarga or ""].append(name or "")
    return {each.pk: (who[each.pk].name if each.pk in who else "", *members[each.keluarga]) for each in lines}
