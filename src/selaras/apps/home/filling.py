"""Fills a demo by the doors people use: files are sent, read, compared and accepted by its wali data.

Nothing here writes a table: every step is a service that a page calls too, with the rights of the person who would click.
"""

from __future__ import annotations

import fnmatch
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.intake import queries, rules
from selaras.apps.intake.models import Delivery
from selaras.apps.intake.services import compare, decide, receive
from selaras.kernel import errors
from selaras.pipeline import editions
from selaras.pipeline import intake as conveyor
from selaras.sources.generic import mapping as column_mapping

STEWARD, OPERATOR = "wali.data@demo.selaras", "operator@demo.selaras"
DAMAGED = "dtks_*.xlsx"
# What the kabupaten itself still changes stays provisional; of the others the wali data knows that they are final.
PROVISIONAL = frozenset({"rbpk", "dukcapil", "verval"})
_PAUSE = 0.1
Tell = Callable[[str, int, int], None]


@dataclass
class Sent:
    """A file on its way. `acts`: who sent it. `mapped`: its columns were explained once."""

    path: Path
    id: int
    acts: access.Actor
    mapped: bool = False

    def follows(self, other: Sent) -> bool:
        """Whether this is a later edition of the same list. Files of a demo are called list_edition or list_part_edition."""
        mine, its = self.path.stem.split("_"), other.path.stem.split("_")
        return mine[0] == its[0] and mine[-1] > its[-1]


def actor(email: str) -> access.Actor:
    """A person of the demo. Raises SelarasError demo_tanpa_akun where there is none."""
    user = people.people().filter(email=email).first()
    found = people.actor(user.pk) if user is not None else None
    if found is None:
        raise errors.SelarasError("demo_tanpa_akun", surel=email)
    return found


def files(folder: Path) -> list[Path]:
    """The lists of a folder, the largest first: they take longest."""
    return sorted(conveyor.files(folder), key=lambda path: -path.stat().st_size)


def send(paths: list[Path], by: access.Actor) -> list[Sent]:
    """Brings files in; each is read as soon as the worker gets to it."""
    found = []
    for path in paths:
        with accounts.acting(by):
            found.append(Sent(path, receive.receive(path=path, name=path.name, by=by).delivery.pk, by))
    return found


def by_sender(paths: list[Path]) -> Iterator[tuple[str, list[Path]]]:
    """Who brings which of the files that will wait: the damaged one comes from the operator, who is to put it right."""
    damaged = [path for path in paths if fnmatch.fnmatch(path.name, DAMAGED)]
    yield OPERATOR, damaged
    yield STEWARD, [path for path in paths if path not in damaged]


def accept(sent: list[Sent], folder: Path, tell: Tell) -> None:
    """Accepts every file that was sent, an earlier edition of a list before a later one, as soon as it is ready.

    Raises SelarasError demo_kiriman_gagal where a file cannot become an edition.
    """
    said = editions.declared(folder)
    left = list(sent)
    while left:
        tell("terima", len(sent) - len(left), len(sent))
        ready = [one for one in left if not any(one.follows(other) for other in left)]
        taken = [one for one in ready if _step(one, said)]
        left = [one for one in left if one not in taken]
        if not taken:
            time.sleep(_PAUSE)
    tell("terima", len(sent), len(sent))


def _step(one: Sent, said: tuple[editions.Declaration, ...]) -> bool:
    """Does what a file needs next, if anything can be done now; whether it has been accepted by that."""
    with accounts.acting(one.acts):
        row = queries.delivery(one.acts, one.id)
        if row is None or row.state in (rules.State.FAILED, rules.State.UNFIT):
            raise errors.SelarasError("demo_kiriman_gagal", berkas=one.path.name)
        if queries.busy(one.id):
            return False
        if row.state == rules.State.UNMAPPED:
            _map(one, row, said)
        elif row.state == rules.State.READY:
            return _accepted(one, row)
    return False


def _map(one: Sent, row: Delivery, said: tuple[editions.Declaration, ...]) -> None:
    """Says which column is which, once, as a person on the mapping screen does; kept for the next file of that layout."""
    wanted = next((d.mapping for d in said if fnmatch.fnmatch(one.path.name, d.pattern) and d.mapping), None)
    if wanted is None or one.mapped:
        raise errors.SelarasError("demo_kiriman_gagal", berkas=one.path.name)
    one.mapped = True
    known = column_mapping.load(wanted)
    sheet = max(row.read["lembar"], key=lambda sheet: int(sheet["baris"]))
    told = {
        "sidik": sheet["sidik"], "judul": known.title, "sumber": known.source, "baris": known.rows,
        "kolom": dict(known.columns),
    }  # fmt: skip
    receive.save_mapping(delivery_id=one.id, mapping=told, by=one.acts)


def _accepted(one: Sent, row: Delivery) -> bool:
    if row.provisional and row.source not in PROVISIONAL:
        receive.correct(
            delivery_id=one.id, edition=row.edition, source=row.source, as_of=row.as_of, provisional=False,
            by=one.acts,
        )  # fmt: skip
    if compare.stale(row):
        # Another edition was accepted since the comparison: what the steward sees must hold.
        compare.ask(delivery_id=one.id, by=one.acts)
        return False
    decide.accept(delivery_id=one.id, by=one.acts)
    return True


def settle(sent: list[Sent], tell: Tell) -> None:
    """Waits until files that stay unaccepted have been read."""
    waiting = list(sent)
    while waiting:
        tell("tunggu", len(sent) - len(waiting), len(sent))
        waiting = [one for one in waiting if _busy(one)]
        if waiting:
            time.sleep(_PAUSE)


def _busy(one: Sent) -> bool:
    with accounts.acting(one.acts):
        return queries.busy(one.id)
