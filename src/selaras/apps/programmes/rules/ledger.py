"""The ledger of a line: what was decided, paid, returned and is open, as a pure function of its entries. Whole rupiah.

Entries are signed and only added. `decided` is what was decided less what was cancelled; `paid` what went out with its
corrections; `returned` what came back and waits; `open` the rest. An event (the bank, a voucher, a hand-over) says how a line
stood on a day: the one of the latest day holds, of the same day a return follows its payment. So files may come in any order
and twice: the accounts are those of the set of events. What an event moves is written under its key; what it moves back, under
the key with BACK. An event that comes too late moves nothing and is written all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from selaras.apps.programmes.rules.words import Entry

BACK = ":balik"
_EVENT = (Entry.PAID, Entry.RETURNED)
# On one day a return comes after the payment it undoes.
_RANK = {Entry.PAID: 0, Entry.RETURNED: 1}


class State(StrEnum):
    """Where a line stands."""

    DECIDED = "diputuskan"
    HELD = "ditahan"
    PAID = "dibayar"
    PARTLY = "sebagian"
    RETURNED = "kembali"
    REPLACED = "diganti"
    CANCELLED = "dibatalkan"


@dataclass(frozen=True, slots=True)
class Move:
    """An entry as the ledger reckons with it. `day`: of the event, None for acts of an office."""

    kind: Entry
    amount: int
    key: str
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Rupiah of a line or of many: paid + returned + open = decided."""

    decided: int = 0
    paid: int = 0
    returned: int = 0

    @property
    def open(self) -> int:
        """What is neither paid nor returned."""
        return self.decided - self.paid - self.returned

    @property
    def sound(self) -> bool:
        """Whether nothing was paid or returned that was not decided."""
        return min(self.decided, self.paid, self.returned, self.open) >= 0

    def __add__(self, other: Account) -> Account:
        return Account(self.decided + other.decided, self.paid + other.paid, self.returned + other.returned)


@dataclass(frozen=True, slots=True)
class Told:
    """An event: a line was paid, or its money came back, on a day. `key` is the same for the same event wherever it is told."""

    kind: Entry
    day: dt.date
    key: str


def fold(moves: Iterable[Move]) -> Account:
    """The account of these entries, in any order."""
    decided = paid = returned = 0
    for move in moves:
        if move.kind in (Entry.DECIDED, Entry.CANCELLED):
            decided += move.amount
        elif move.kind is Entry.RETURNED:
            returned += move.amount
        else:
            paid += move.amount
    return Account(decided, paid, returned)


def state(account: Account, *, held: bool = False, replaced: bool = False) -> State:
    """Where a line with this account stands; `held`: an office keeps it back."""
    if account.decided == 0:
        return State.REPLACED if replaced else State.CANCELLED
    if account.paid == account.decided:
        return State.PAID
    if account.paid:
        return State.PARTLY
    if account.returned == account.decided:
        return State.RETURNED
    return State.HELD if held else State.DECIDED


def latest(moves: Iterable[Move]) -> Told | None:
    """The event that holds: of the latest day."""
    told = [
        Told(move.kind, move.day, move.key)
        for move in moves
        if move.day is not None and move.kind in _EVENT and not move.key.endswith(BACK)
    ]
    return max(told, key=_order, default=None)


def _order(told: Told) -> tuple[dt.date, int, str]:
    return told.day, _RANK[told.kind], told.key


def event(moves: Sequence[Move], told: Told) -> list[Move]:
    """What an event adds to a line; nothing where the same was told before. Raises ValueError where nothing is decided."""
    if any(move.key == told.key for move in moves):
        return []
    account = fold(moves)
    if account.decided <= 0:
        raise ValueError("nothing is decided")
    held = latest(moves)
    if held is not None and _order(told) < _order(held):
        return [Move(told.kind, 0, told.key, told.day)]
    if told.kind is Entry.PAID:
        own, other, back = account.paid, account.returned, Entry.RETURNED
    else:
        own, other, back = account.returned, account.paid, Entry.PAID
    made = [Move(told.kind, account.decided - own, told.key, told.day)]
    return [*made, Move(back, -other, told.key + BACK, told.day)] if other else made


def correction(moves: Sequence[Move], paid: int, key: str) -> list[Move]:
    """What sets the paid rupiah of a paid line right. Raises ValueError beyond what was decided, or of a line nobody was paid."""
    account, held = fold(moves), latest(moves)
    most = account.decided - account.returned
    if held is None or held.kind is not Entry.PAID or account.decided <= 0 or not 0 <= paid <= most:
        raise ValueError("not between nothing and what was decided")
    difference = paid - account.paid
    return [Move(Entry.CORRECTED, difference, key)] if difference else []


def cancellation(moves: Sequence[Move], key: str) -> list[Move]:
    """Takes back what was decided. Raises ValueError where something was paid or nothing is left to take."""
    account = fold(moves)
    if account.paid or account.decided <= 0:
        raise ValueError("paid, or nothing decided")
    made = [Move(Entry.CANCELLED, -account.decided, key)]
    return [*made, Move(Entry.RETURNED, -account.returned, key + BACK)] if account.returned else made


def remainder(moves: Sequence[Move], key: str) -> list[Move]:
    """Takes back what is left open of a line that was paid in part. Raises ValueError where nothing was paid, or nothing is open."""
    account = fold(moves)
    if not account.paid or account.open <= 0:
        raise ValueError("nothing paid, or nothing open")
    return [Move(Entry.CANCELLED, -account.open, key)]


def decision(amount: int, key: str) -> Move:
    """The first entry of a line. Raises ValueError for no rupiah, or for less."""
    if type(amount) is not int or amount <= 0:
        raise ValueError("whole rupiah, above zero")
    return Move(Entry.DECIDED, amount, key)
