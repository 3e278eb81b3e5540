"""Writing the ledger: entries of one line, and the state that follows from them, in the transaction of the act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import BankFile, Entry, Line
from selaras.apps.programmes.rules import ledger as rules
from selaras.kernel import errors

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Because:
    """Who enters, why, and of which returned file."""

    by: access.Actor
    reason: str = ""
    file: BankFile | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A locked line with the entries it has and those to add. `replaced`: another keluarga is served instead."""

    line: Line
    held: Sequence[rules.Move]
    made: Sequence[rules.Move]
    replaced: bool = False


def enter(pages: Sequence[Page], why: Because) -> list[rules.Account]:
    """Adds entries to lines and brings their states along; returns the new accounts.

    Raises SelarasError buku_tidak_seimbang where something would be paid that was not decided: a fault of ours, nothing is kept.
    """
    accounts = []
    for page in pages:
        line, account = page.line, rules.fold([*page.held, *page.made])
        if not account.sound:
            raise errors.SelarasError("buku_tidak_seimbang", baris=line.number)
        gone = page.replaced or line.state == rules.State.REPLACED
        line.state = rules.state(account, held=line.state == rules.State.HELD, replaced=gone)
        accounts.append(account)
    Entry.objects.bulk_create(
        (
            Entry(
                line=page.line, kode_desa=page.line.kode_desa, kind=move.kind, amount=move.amount, key=move.key,
                day=move.day, file=why.file, reason=why.reason[:300], by=why.by.user_id,
            )
            for page in pages
            for move in page.made
        ),
        batch_size=_BATCH,
    )  # fmt: skip
    Line.objects.bulk_update([page.line for page in pages], ["state"], batch_size=_BATCH)
    return accounts
