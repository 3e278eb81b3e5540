"""Files the bank or PT Pos sends back: looked at first, then taken whole in one transaction; what is odd is settled by people."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes import vault
from selaras.apps.programmes.models.delivery import BankFile, Cycle, Line
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.rules import accounts as faults
from selaras.apps.programmes.rules import bank as rules
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import ledger, words
from selaras.apps.programmes.services import accounts, delivery, sheets, telling_delivery
from selaras.apps.programmes.services import ledger as book
from selaras.kernel import dates, errors, rupiah

_WANTED = sheets.Wanted(rules.column, rules.missing, "bank_terlalu_besar", "bank_kolom_kurang")
_DELIVER = access.Ability.DELIVER


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read. `left`: rows that are totals of the sheet, by place."""

    rows: tuple[rules.Row, ...]
    left: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """A file held against its cycle. `known`: this very file was taken before."""

    sha256: str
    preview: rules.Preview
    left: tuple[int, ...]
    known: BankFile | None

    @property
    def digest(self) -> str:
        """SHA-256 of what the file would do: what was shown is what is taken, or nothing."""
        told = [
            (each.row.place, each.told.key if each.told else "", str(each.problem or ""))
            for each in self.preview.found
        ]
        return hashlib.sha256(repr((self.sha256, told)).encode()).hexdigest()


def look(*, cycle: Cycle, contents: bytes, by: access.Actor) -> Looked:
    """What a file would do; nothing is entered. The file is kept sealed. Raises Refused; SelarasError tahap_bukan_beku,
    bank_terlalu_besar, bank_kolom_kurang, program_disk_penuh, or what the reader of files says."""
    cycle = delivery.take(cycle.reference, _DELIVER, "bank_lihat", by)
    if cycle.state != cycles.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    made = _against(cycle, contents)
    with contextlib.suppress(FileExistsError):
        vault.put(_room(cycle), _name(made.sha256), contents)
    telling_delivery.cycle(cycle, "bank_lihat", by, sha256=made.sha256, baris=len(made.preview.found))
    return made


def again(*, cycle: Cycle, sha256: str, by: access.Actor) -> Looked:
    """The same of a file that was looked at before. Raises as `look`, and SelarasError program_berkas_hilang."""
    cycle = delivery.take(cycle.reference, _DELIVER, "bank_lihat", by)
    return _against(cycle, vault.read(_room(cycle), _name(sha256)))


def _room(cycle: Cycle) -> str:
    return f"tahap/{cycle.reference}"


def _name(sha256: str) -> str:
    return f"bank-{sha256}"


def _against(cycle: Cycle, contents: bytes) -> Looked:
    sha256, read = hashlib.sha256(contents).hexdigest(), rows(contents)
    numbers = {each.number for each in read.rows if each.number}
    found = list(Line.objects.filter(cycle=cycle, number__in=numbers))
    held = queries.moves(found)
    known = {
        each.number: rules.Known(each.number, each.amount, ledger.State(each.state), tuple(held[each.pk]))
        for each in found
    }
    others = Line.objects.filter(number__in=numbers).exclude(cycle=cycle).values_list("number", flat=True)
    since = timezone.localdate(cycle.frozen_at) if cycle.frozen_at else timezone.localdate()
    made = rules.preview(read.rows, known, frozenset(others), since, timezone.localdate())
    return Looked(sha256, made, read.left, BankFile.objects.filter(cycle=cycle, sha256=sha256).first())


def rows(contents: bytes) -> Read:
    """The rows of a returned file. Raises SelarasError bank_terlalu_besar, bank_kolom_kurang, or what the reader of files says."""
    read = sheets.read(contents, _WANTED)
    return Read(tuple(_row(place, cells) for place, cells in read.rows()), read.left)


def _row(place: int, cells: Mapping[str, str]) -> rules.Row:
    amount = rupiah.parse(cells.get("jumlah", ""))
    day = dates.parse(cells.get("tanggal", "")).value
    return rules.read_row(place, cells, amount.value if amount else None, day)


def accept(*, cycle: Cycle, sha256: str, seen: str, by: access.Actor) -> BankFile:
    """Takes a file that was looked at, whole or not at all. The same file again changes nothing and gives what was taken then.

    Raises as `look`, and SelarasError bank_berubah where it would now do something else than was shown (`seen`).
    """
    cycle = delivery.take(cycle.reference, _DELIVER, "bank_terima", by)
    done = BankFile.objects.filter(cycle=cycle, sha256=sha256).first()
    if done is not None:
        return done
    if cycle.state != cycles.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    # Row locks in the order of the list: two files at once wait for one another.
    locked = {
        each.number: each for each in Line.objects.select_for_update().filter(cycle=cycle).order_by("pk")
    }
    looked = _against(cycle, vault.read(_room(cycle), _name(sha256)))
    if looked.digest != seen:
        raise errors.SelarasError("bank_berubah")
    made = looked.preview
    kept = BankFile.objects.create(
        cycle=cycle, wilayah=cycle.wilayah, sha256=sha256, rows=len(made.found), by=by.user_id, by_name=by.name[:120],
        paid=made.rupiah(words.Entry.PAID), returned=made.rupiah(words.Entry.RETURNED),
        problems=[problem(each) for each in made.problems],
    )  # fmt: skip
    write(made.events, locked, book.Because(by, file=kept))
    telling_delivery.cycle(
        cycle, "bank_terima", by, sha256=sha256, baris=kept.rows, dibayar=kept.paid, kembali=kept.returned,
        masalah=len(kept.problems),
    )  # fmt: skip
    return kept


def write(events: Sequence[rules.Found], locked: Mapping[str, Line], why: book.Because) -> None:
    """Enters the events of rows whose lines are locked, several of one line after another."""
    some = [locked[each.row.number or ""] for each in events]
    held = queries.moves(some)
    notes: dict[int, str] = {}
    blamed: list[accounts.Blame] = []
    made: dict[int, list[ledger.Move]] = {}
    for line, each in zip(some, events, strict=True):
        assert each.told is not None
        so_far = [*held[line.pk], *made.get(line.pk, [])]
        made.setdefault(line.pk, []).extend(ledger.event(so_far, each.told))
        if each.row.note and each.told.kind is words.Entry.RETURNED:
            notes[line.pk] = each.row.note
            if fault := faults.fault(each.row.note):
                blamed.append(accounts.Blame(line, fault, each.row.note, each.told.day))
    pages = {line.pk: book.Page(line, held[line.pk], made[line.pk]) for line in some}
    book.enter(list(pages.values()), why)
    noted = [page.line for page in pages.values() if page.line.pk in notes]
    for line in noted:
        line.reason = notes[line.pk]
    Line.objects.bulk_update(noted, ["reason"], batch_size=2000)
    # Where a later payment arrived after all, the account is a good one.
    stayed = [each for each in blamed if pages[each.line.pk].line.state == ledger.State.RETURNED]
    if stayed:
        accounts.blame(stayed[0].line.cycle, stayed, why.by)


def problem(each: rules.Found) -> dict[str, Any]:
    """A row that was not taken, as its file keeps it. Texts that were written in place of a number stay out where long."""
    row = each.row
    said = row.number or (row.said if rules.harmless(row.said) else "")
    return {
        "place": row.place, "number": said, "code": str(each.problem), "kind": str(row.kind or ""), "amount": row.amount,
        "day": row.day.isoformat() if row.day else "", "settled": _harmless(each.problem),
    }  # fmt: skip


def _harmless(code: rules.Problem | None) -> dict[str, str] | None:
    return {"how": "sendiri"} if code in rules.HARMLESS else None


def settle(*, cycle: Cycle, file: int, place: int, take: bool, reason: str, by: access.Actor) -> None:
    """Settles a row that was odd: `take` enters it after all (a line that is no longer held, or an amount that differs), else
    it is answered for outside the ledger with a reason. By who may approve, and not by who brought the file.

    Raises Refused; SelarasError salur_tanpa_alasan, bank_baris_asing, bank_bawaan_sendiri, bank_tidak_dapat_dicatat.
    """
    cycle = delivery.take(cycle.reference, access.Ability.APPROVE, "bank_selesaikan", by)
    why = delivery.reasoned(reason)
    kept = BankFile.objects.select_for_update().filter(cycle=cycle, pk=file).first()
    row = next((each for each in kept.problems if each["place"] == place), None) if kept else None
    if kept is None or row is None or row.get("settled"):
        raise errors.SelarasError("bank_baris_asing")
    if kept.by == by.user_id:
        raise errors.SelarasError("bank_bawaan_sendiri")
    if take:
        _enter(cycle, row, kept, book.Because(by, why, kept))
    row["settled"] = {
        "how": "dicatat" if take else "dijelaskan", "reason": why, "by": by.user_id, "by_name": by.name,
        "at": timezone.now().isoformat(timespec="seconds"),
    }  # fmt: skip
    kept.save(update_fields=["problems"])
    telling_delivery.cycle(cycle, "bank_selesaikan", by, baris=row["number"], cara=row["settled"]["how"])


def _enter(cycle: Cycle, row: Mapping[str, Any], file: BankFile, why: book.Because) -> None:
    """Enters an odd row: the event, and where less was paid than decided, a correction."""
    line = Line.objects.select_for_update().filter(cycle=cycle, number=row["number"]).first()
    fits = row["code"] in (rules.Problem.HELD, rules.Problem.ALTERED) and row["kind"] and row["day"]
    amount = row["amount"] or 0
    closed = (ledger.State.HELD, ledger.State.REPLACED, ledger.State.CANCELLED)
    if line is None or not fits or line.state in closed or not 0 < amount <= line.amount:
        raise errors.SelarasError("bank_tidak_dapat_dicatat")
    kind, day = words.Entry(row["kind"]), dt.date.fromisoformat(row["day"])
    if kind is words.Entry.RETURNED and amount != line.amount:
        raise errors.SelarasError("bank_tidak_dapat_dicatat")
    held = queries.moves([line])[line.pk]
    made = ledger.event(held, ledger.Told(kind, day, rules.key(line.number, kind, day)))
    if amount != line.amount:
        try:
            made += ledger.correction([*held, *made], amount, f"sebagian:{file.pk}:{row['place']}")
        except ValueError:
            raise errors.SelarasError("bank_tidak_dapat_dicatat") from None
    book.enter([book.Page(line, held, made)], why)
