"""Accounts of recipients: a bank's file is looked at, then taken; numbers stay sealed and are opened against a reason."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes import vault
from selaras.apps.programmes.models.accounts import Account, AccountFile
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import accounts as queries
from selaras.apps.programmes.rules import accounts as rules
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import ledger
from selaras.apps.programmes.services import account_seals as seals
from selaras.apps.programmes.services import delivery, sheets, telling_delivery
from selaras.apps.programmes.services import delivery_limits as limits
from selaras.kernel import dates, errors
from selaras.shell import trail

_DELIVER = access.Ability.DELIVER
_WANTED = sheets.Wanted(rules.column, rules.missing, "rekening_terlalu_besar", "rekening_kolom_kurang")
_OPEN = (cycles.CycleState.DRAFT, cycles.CycleState.FROZEN)
_WEEK = 7 * 24 * 3600
LEAST_TOLD = 4


@dataclass(frozen=True, slots=True)
class Letter:
    """What a file came with: the letter of the bank, and its day."""

    told: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Looked:
    """A file held against its cycle. `known`: this very file was taken before."""

    sha256: str
    found: Sequence[rules.Found]
    letter: Letter
    known: AccountFile | None

    @property
    def taken(self) -> list[rules.Found]:
        """Rows whose accounts are kept."""
        return [each for each in self.found if each.mark and each.problem is None]

    @property
    def problems(self) -> list[rules.Found]:
        """Rows that are not taken."""
        return [each for each in self.found if each.problem is not None]

    @property
    def digest(self) -> str:
        """SHA-256 of what the file would do: what was shown is what is taken, or nothing."""
        told = [(each.row.place, each.mark.hex(), str(each.problem or "")) for each in self.found]
        return hashlib.sha256(
            repr((self.sha256, self.letter.told, self.letter.day, told)).encode()
        ).hexdigest()


def look(*, cycle: Cycle, contents: bytes, letter: Letter, by: access.Actor) -> Looked:
    """What a file would do; nothing is kept but the sealed file. Raises Refused; SelarasError rekening_bukan_bank, tahap_selesai,
    rekening_tanpa_surat, rekening_terlalu_besar, rekening_kolom_kurang, rekening_bukan_teks, program_disk_penuh."""
    cycle = _taken(cycle, "rekening_pratinjau", by)
    made = _against(cycle, contents, letter, by)
    for room in vault.older("rekening", _WEEK):
        vault.clear(room)
    with contextlib.suppress(FileExistsError):
        vault.put(_room(cycle), made.sha256, contents)
    telling_delivery.cycle(cycle, "rekening_pratinjau", by, baris=len(made.found), masalah=len(made.problems))
    return made


def _taken(cycle: Cycle, action: str, by: access.Actor) -> Cycle:
    cycle = delivery.take(cycle.reference, _DELIVER, action, by)
    if not cycles.own(by, cycle.programme.agency):
        raise trail.Refused(action, telling_delivery.CYCLE, cycle.reference)
    if cycle.channel != cycles.Channel.BANK:
        raise errors.SelarasError("rekening_bukan_bank")
    if cycle.state not in _OPEN:
        raise errors.SelarasError("tahap_selesai")
    return cycle


def _room(cycle: Cycle) -> str:
    return f"rekening/{cycle.reference}"


def _against(cycle: Cycle, contents: bytes, letter: Letter, by: access.Actor) -> Looked:
    today = timezone.localdate()
    if len(letter.told.strip()) < LEAST_TOLD or not (
        today - dt.timedelta(days=rules.OLDEST) <= letter.day <= today
    ):
        raise errors.SelarasError("rekening_tanpa_surat")
    rows, sha256 = _rows(contents), hashlib.sha256(contents).hexdigest()
    numbers = {each.number for each in rows if each.number}
    lines = list(Line.objects.filter(cycle=cycle, number__in=numbers))
    others = Line.objects.filter(number__in=numbers).exclude(cycle=cycle).values_list("number", flat=True)
    marks = {each.place: seals.mark(each.bank, each.account) for each in rows if each.account and each.bank}
    ground = rules.Ground(_known(cycle, lines, by), marks, frozenset(others), _holders(marks), today)
    known = AccountFile.objects.filter(cycle=cycle, sha256=sha256).first()
    return Looked(sha256, rules.preview(rows, ground), letter, known)


def _rows(contents: bytes) -> list[rules.Row]:
    read = sheets.read(contents, _WANTED)
    if "rekening" in read.figures:
        raise errors.SelarasError("rekening_bukan_teks")
    return [
        rules.read_row(place, cells, dates.parse(cells.get("tanggal", "")).value)
        for place, cells in read.rows()
    ]


def _known(cycle: Cycle, lines: Sequence[Line], by: access.Actor) -> dict[str, rules.Known]:
    held, people = queries.valid(cycle, lines), queries.people(lines, by)
    return {
        each.number: rules.Known(
            each.keluarga, ledger.State(each.state), people[each.pk], bytes(held[each.pk].mark) if each.pk in held else b""
        )
        for each in lines
    }  # fmt: skip


def _holders(marks: Mapping[int, bytes]) -> dict[bytes, frozenset[str]]:
    found: dict[bytes, set[str]] = {}
    rows = Account.objects.filter(mark__in=set(marks.values()), state=rules.AccountState.VALID)
    for mark, keluarga in rows.values_list("mark", "keluarga"):
        found.setdefault(bytes(mark), set()).add(keluarga)
    return {mark: frozenset(each) for mark, each in found.items()}


def accept(*, cycle: Cycle, sha256: str, seen: str, letter: Letter, by: access.Actor) -> AccountFile:
    """Takes a file that was looked at. The same file again changes nothing and gives what was taken then. The file is removed.

    Raises as `look`, and SelarasError program_berkas_hilang, rekening_berubah where it would now do something else than was shown.
    """
    limits.in_turn()
    cycle = _taken(cycle, "rekening_terima", by)
    done = AccountFile.objects.filter(cycle=cycle, sha256=sha256).first()
    if done is not None:
        return done
    looked = _against(cycle, vault.read(_room(cycle), sha256), letter, by)
    if looked.digest != seen:
        raise errors.SelarasError("rekening_berubah")
    kept = AccountFile.objects.create(
        cycle=cycle, wilayah=cycle.wilayah, sha256=sha256, told=" ".join(letter.told.split())[:120], day=letter.day,
        rows=len(looked.found), taken=len(looked.taken), problems=[_problem(each) for each in looked.problems],
        by=by.user_id, by_name=by.name[:120],
    )  # fmt: skip
    _keep(cycle, looked.taken, kept)
    transaction.on_commit(lambda: vault.clear(_room(cycle)))
    telling_delivery.cycle(
        cycle, "rekening_terima", by, sha256=sha256, baris=kept.rows, diterima=kept.taken, masalah=len(kept.problems)
    )  # fmt: skip
    return kept


def _problem(each: rules.Found) -> dict[str, Any]:
    """A row that was not taken, without what stood in it."""
    return {"place": each.row.place, "number": each.row.number or "", "code": str(each.problem)}


def _keep(cycle: Cycle, taken: Sequence[rules.Found], file: AccountFile) -> None:
    numbers = [each.row.number for each in taken]
    lines = {each.number: each for each in Line.objects.filter(cycle=cycle, number__in=numbers)}
    made = []
    for each in taken:
        line, row = lines[each.row.number or ""], each.row
        account = Account(
            programme=cycle.programme, keluarga=line.keluarga, person=line.person, kode_desa=line.kode_desa,
            bank=row.bank, mark=each.mark, opened=row.day or file.day, file=file,
        )  # fmt: skip
        seals.seal(account, row.account or "", row.holder)
        made.append(account)
    Account.objects.bulk_create(made, batch_size=2000)


@dataclass(frozen=True, slots=True)
class Blame:
    """What the reason of a returned payment says of the account of its line, and the day the money came back."""

    line: Line
    fault: rules.Fault
    why: str
    day: dt.date


def blame(cycle: Cycle, found: Sequence[Blame], by: access.Actor) -> int:
    """Marks accounts that a bank sent money back from; returns how many. Not those that were brought later. Lines are locked."""
    held = queries.valid(cycle, [each.line for each in found])
    some = {}
    for each in found:
        account = held.get(each.line.pk)
        if account is not None and timezone.localdate(account.made_at) <= each.day:
            for same in _shared(account):
                _end(same, each.fault, each.why, by)
                some[same.pk] = same
    Account.objects.bulk_update(
        some.values(), ["state", "reason", "changed_by", "changed_at"], batch_size=2000
    )
    return len(some)


def _shared(account: Account) -> list[Account]:
    """Valid rows of one account: a mother's stands with each of her children, and is closed for all of them."""
    same = Account.objects.filter(
        programme=account.programme_id, keluarga=account.keluarga, mark=account.mark
    )
    return list(same.filter(state=rules.AccountState.VALID).order_by("pk"))


def _end(account: Account, fault: rules.Fault, why: str, by: access.Actor) -> None:
    account.state, account.reason = fault.value, why[:300]
    account.changed_by, account.changed_at = by.user_id, timezone.now()


def end(*, line: Line, fault: rules.Fault, reason: str, by: access.Actor) -> Account:
    """Marks the valid account of a line as wrong or closed, so that another may be brought; by who may approve, since money
    follows an account. Raises Refused; SelarasError salur_tanpa_alasan, rekening_tidak_ada."""
    cycle = delivery.take(line.cycle.reference, access.Ability.APPROVE, "rekening_tandai", by)
    why = delivery.reasoned(reason)
    limits.in_turn()
    account = queries.valid(cycle, [line]).get(line.pk)
    if account is None:
        raise errors.SelarasError("rekening_tidak_ada")
    for each in _shared(account):
        _end(each, fault, why, by)
        each.save(update_fields=["state", "reason", "changed_by", "changed_at"])
    account.refresh_from_db()
    telling_delivery.line(line, "rekening_tandai", by, keadaan=fault.value)
    return account
