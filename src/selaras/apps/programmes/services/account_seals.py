"""Numbers of accounts in full: sealed for their row, found by a blind index, opened against a purpose and a reason, and recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.accounts import Account, AccountOpening
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import accounts as queries
from selaras.apps.programmes.rules import accounts as rules
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.services import telling_delivery
from selaras.kernel import errors
from selaras.shell import secrets, trail

_TABLE, _NUMBER, _HOLDER = "programmes_account", "rekening", "atas_nama"
# How often one person may see an account on a page.
OPENINGS, HOURS = 30, 1
_TAIL = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """An account in full."""

    bank: str
    number: str
    holder: str


def mark(bank: str, number: str) -> bytes:
    """The blind index of an account at a bank."""
    return secrets.blind(f"{rules.bank(bank)}|{number}", field=_NUMBER)


def seal(account: Account, number: str, holder: str) -> None:
    """Puts a number and the name on it into a row, sealed for that row."""
    account.number = secrets.seal(number, table=_TABLE, row=account.reference, field=_NUMBER)
    account.holder = secrets.seal(holder, table=_TABLE, row=account.reference, field=_HOLDER)
    account.tail = number[-_TAIL:]


def _opened(account: Account) -> Opened:
    return Opened(
        account.bank,
        secrets.unseal(account.number, table=_TABLE, row=account.reference, field=_NUMBER),
        secrets.unseal(account.holder, table=_TABLE, row=account.reference, field=_HOLDER),
    )


def reveal(*, line: Line, purpose: str, reason: str, by: access.Actor) -> Opened:
    """The valid account of a line in full, against a purpose and a reason that the person concerned can ask for.

    Raises Refused for who does not deliver there; SelarasError rekening_tidak_ada, buka_tanpa_alasan, buka_terlalu_sering.
    """
    if not queries.theirs(line.cycle, [line], by):
        raise trail.Refused("rekening_buka", telling_delivery.LINE, line.number)
    account = queries.valid(line.cycle, [line]).get(line.pk)
    if account is None:
        raise errors.SelarasError("rekening_tidak_ada")
    _reasoned(purpose, reason)
    since = timezone.now() - dt.timedelta(hours=HOURS)
    if AccountOpening.objects.filter(user=by.user_id, at__gt=since, in_list=False).count() >= OPENINGS:
        raise errors.SelarasError("buka_terlalu_sering", jumlah=OPENINGS)
    _noted([account], purpose, reason, by, in_list=False)
    telling_delivery.line(line, "rekening_buka", by, tujuan=purpose)
    return _opened(account)


def open_for_list(
    *, cycle: Cycle, lines: Sequence[Line], purpose: str, reason: str, by: access.Actor
) -> Mapping[int, Opened]:
    """Accounts of lines in full for a list that leaves to the bank, by line; lines without one are left out. Each opening is kept.

    Raises Refused where one of the lines is not theirs to deliver; SelarasError buka_tanpa_alasan.
    """
    if len(queries.theirs(cycle, lines, by)) < len(lines):
        raise trail.Refused("rekening_buka", telling_delivery.CYCLE, cycle.reference)
    _reasoned(purpose, reason)
    held = queries.valid(cycle, lines)
    _noted(list(held.values()), purpose, reason, by, in_list=True)
    return {key: _opened(each) for key, each in held.items()}


def _reasoned(purpose: str, reason: str) -> None:
    if purpose not in access.PURPOSES or len(reason.strip()) < cycles.LEAST_REASON:
        raise errors.SelarasError("buka_tanpa_alasan")


def _noted(
    accounts: Sequence[Account], purpose: str, reason: str, by: access.Actor, *, in_list: bool
) -> None:
    AccountOpening.objects.bulk_create(
        (
            AccountOpening(
                account=each, kode_desa=each.kode_desa, user=by.user_id, name=by.name[:120], agency=by.agency,
                purpose=purpose, reason=reason.strip()[:200], in_list=in_list,
            )
            for each in accounts
        ),
        batch_size=2000,
    )  # fmt: skip
