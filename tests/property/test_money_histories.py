"""Random histories of payments, returns, replacements, corrections, doubled files: every rupiah is somewhere, none twice."""

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from selaras.apps.programmes.rules import bank, delivery, ledger, replacing
from selaras.apps.programmes.rules.ledger import State, Told
from selaras.apps.programmes.rules.words import Entry

BEGIN = dt.date(2026, 11, 1)
DAYS = st.integers(0, 6).map(lambda n: BEGIN + dt.timedelta(days=n))
KINDS = st.sampled_from([Entry.PAID, Entry.RETURNED])
AMOUNTS = st.integers(1, 5_000_000)


VILLAGE = "64.02.06.1001"


def home(person: str) -> str:
    """Three children in a row are of one keluarga."""
    return f"K{int(person[1:]) // 3}"


class Line:
    """A line as a plain person would keep it: no ledger, only what is true of it now."""

    def __init__(self, number: str, amount: int, person: str) -> None:
        self.number, self.amount, self.person = number, amount, person
        self.events: set[tuple[dt.date, int]] = set()
        self.corrected: int | None = None
        self.gone = False
        self.taken_back = 0
        self.moves = [ledger.decision(amount, f"putus:{number}")]

    @property
    def paid(self) -> int:
        if self.gone or not self.events or max(self.events)[1]:
            return 0
        return self.decided if self.corrected is None else self.corrected

    @property
    def decided(self) -> int:
        return 0 if self.gone else self.amount - self.taken_back

    @property
    def returned(self) -> int:
        return self.decided if not self.gone and self.events and max(self.events)[1] else 0

    @property
    def state(self) -> State:
        return ledger.state(ledger.fold(self.moves), replaced=self.gone)

    def known(self) -> bank.Known:
        return bank.Known(self.number, self.amount, self.state, tuple(self.moves))


class Histories(RuleBasedStateMachine):
    """A cycle of three lines, of children of one keluarga or of two, and whatever may happen to it, beside a plain account of the
    truth. Behind them wait more, brothers of these too."""

    lines = Bundle("lines")

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Line] = []
        self.decided = 0
        self.sent: list[list[bank.Row]] = []
        self.keys = itertools.count()
        self.queue: list[replacing.Waiting] = []

    @initialize(
        target=lines,
        amounts=st.lists(AMOUNTS, min_size=1, max_size=3),
        persons=st.permutations([f"P{n}" for n in range(9)]),
    )
    def decide(self, amounts: list[int], persons: list[str]) -> object:
        for amount, person in zip(amounts, persons, strict=False):
            self.all.append(Line(delivery.number(1, len(self.all) + 1), amount, person))
            self.decided += amount
        waiting = persons[len(amounts) :]
        self.queue = [
            replacing.Waiting(n, home(each), VILLAGE, each) for n, each in enumerate(waiting, start=1)
        ]
        return multiple(*self.all)

    @rule(line=lines, kind=KINDS, day=DAYS)
    def one_row(self, line: Line, kind: Entry, day: dt.date) -> None:
        """A file of one good row."""
        self._bring([bank.Row(1, line.number, line.number, kind, line.amount, day)])

    @rule(first=lines, other=lines, kinds=st.tuples(KINDS, KINDS), day=DAYS)
    def two_rows(self, first: Line, other: Line, kinds: tuple[Entry, Entry], day: dt.date) -> None:
        """A file about two lines, or one line twice."""
        rows = zip((first, other), kinds, strict=True)
        self._bring(
            [
                bank.Row(n, line.number, line.number, kind, line.amount, day)
                for n, (line, kind) in enumerate(rows)
            ]
        )

    @rule(line=lines, told=st.lists(st.tuples(KINDS, DAYS, st.integers(-1, 1)), min_size=1, max_size=3))
    def odd_file(self, line: Line, told: list[tuple[Entry, dt.date, int]]) -> None:
        """A file, some rows with another amount than was decided."""
        self._bring(
            [bank.Row(n, line.number, line.number, kind, line.amount + off, day) for n, (kind, day, off) in enumerate(told)]
        )  # fmt: skip

    @rule(data=st.data())
    @precondition(lambda self: self.sent)
    def same_file_again(self, data: st.DataObject) -> None:
        before = [list(line.moves) for line in self.all]
        rows = data.draw(st.sampled_from(self.sent))
        self._bring(rows, again=True)
        assert [list(line.moves) for line in self.all] == before

    def _bring(self, rows: list[bank.Row], *, again: bool = False) -> None:
        lines = {line.number: line for line in self.all}
        known = {number: line.known() for number, line in lines.items()}
        made = bank.preview(rows, known, frozenset(), BEGIN, BEGIN + dt.timedelta(days=30))
        assert len(made.found) == len(rows)
        for each in made.events:
            line, told = lines[str(each.row.number)], each.told
            assert told is not None
            assert each.row.amount == line.amount
            assert not line.gone
            event = (told.day, int(told.kind is Entry.RETURNED))
            newest = not line.events or event > max(line.events)
            line.moves += ledger.event(line.moves, told)
            line.events.add(event)
            if newest:
                line.corrected = None
        if not again:
            self.sent.append(rows)

    @rule(line=lines, part=st.fractions(0, 1))
    def correct(self, line: Line, part: float) -> None:
        paid = int(line.decided * part)
        if line.gone or not line.events or max(line.events)[1]:
            with pytest.raises(ValueError, match="not between"):
                ledger.correction(line.moves, paid, "koreksi")
            return
        line.moves += ledger.correction(line.moves, paid, f"koreksi:{next(self.keys)}")
        line.corrected = paid

    @rule(line=lines)
    def take_back_the_rest(self, line: Line) -> None:
        left = line.decided - line.paid
        if not line.paid or not left:
            with pytest.raises(ValueError, match="nothing paid"):
                ledger.remainder(line.moves, "sisa")
            return
        line.moves += ledger.remainder(line.moves, f"sisa:{next(self.keys)}")
        line.taken_back += left

    @rule(target=lines, line=lines, own=st.none() | AMOUNTS, least=st.integers(0, 3))
    def replace(self, line: Line, own: int | None, least: int) -> object:
        """The money goes to the next in the queue, and nothing more is decided by it; or, where amounts differ by keluarga, the next
        one's `own` is. `least`: how many keluarga the village was promised."""
        if line.gone or line.paid:
            with pytest.raises(ValueError, match="paid, or nothing"):
                ledger.cancellation(line.moves, "ganti")
            return multiple()
        served = {home(each.person): VILLAGE for each in self.all if not each.gone and each is not line}
        out = {each.person for each in self.all}
        limits = replacing.Limits({VILLAGE: least}, served, {})
        chosen = replacing.following(self.queue, [], VILLAGE, limits, out)
        left = [each for each in self.queue if each.person not in out]
        if chosen is None:
            assert not left
            return multiple()
        new = [each for each in left if each.keluarga not in served]
        short = len(served) < least and bool(new)
        assert (chosen.waiting, chosen.by_floor) == ((new if short else left)[0], short)
        line.moves += ledger.cancellation(line.moves, f"ganti:{next(self.keys)}")
        line.gone = True
        freed = line.amount - line.taken_back
        other = Line(delivery.number(1, len(self.all) + 1), own or freed, chosen.waiting.person)
        self.decided += other.amount - freed
        self.all.append(other)
        return other

    @invariant()
    def nobody_stands_twice_and_a_keluarga_gets_what_its_persons_get(self) -> None:
        assert len({line.person for line in self.all}) == len(self.all)
        for keluarga in {home(line.person) for line in self.all}:
            of_home = [line for line in self.all if home(line.person) == keluarga]
            assert sum(ledger.fold(line.moves).paid for line in of_home) == sum(line.paid for line in of_home)
            assert len({line.number for line in of_home}) == len(of_home)

    @invariant()
    def every_rupiah_is_somewhere(self) -> None:
        whole = ledger.Account()
        for line in self.all:
            account = ledger.fold(line.moves)
            assert account.sound
            assert (account.paid, account.returned) == (line.paid, line.returned)
            assert account.decided == line.decided
            assert ledger.fold(reversed(line.moves)) == account
            assert len({move.key for move in line.moves}) == len(line.moves)
            whole += account
        decided = self.decided - sum(line.taken_back for line in self.all)
        assert whole.paid + whole.returned + whole.open == whole.decided == decided


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@given(
    st.lists(st.tuples(KINDS, DAYS), min_size=1, max_size=6, unique=True).flatmap(
        lambda events: st.tuples(st.permutations(events), st.permutations(events), st.lists(st.sampled_from(events)))
    ),
    AMOUNTS,
)  # fmt: skip
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_files_in_any_order_and_twice_end_alike(orders, amount):
    one, other, again = orders
    number = delivery.number(3, 7)

    def after(events):
        moves = [ledger.decision(amount, "putus")]
        for kind, day in events:
            moves += ledger.event(moves, Told(kind, day, bank.key(number, kind, day)))
        return ledger.fold(moves)

    assert after(one) == after(other) == after([*one, *again])
    assert after(one).sound


@given(st.lists(st.tuples(KINDS, DAYS, st.sampled_from([100, 200])), max_size=5).flatmap(
    lambda rows: st.tuples(st.just(rows), st.permutations(rows))
))  # fmt: skip
def test_the_order_of_rows_in_a_file_means_nothing(orders):
    number = delivery.number(3, 7)
    line = bank.Known(number, 100, State.DECIDED, (ledger.decision(100, "putus"),))

    def told(rows):
        read = [bank.Row(n, number, number, kind, amount, day) for n, (kind, day, amount) in enumerate(rows)]
        made = bank.preview(read, {number: line}, frozenset(), BEGIN, BEGIN + dt.timedelta(days=9))
        assert len(made.taken) <= 1
        return [each.told for each in made.taken], sorted(str(each.problem) for each in made.problems)

    one, other = orders
    assert told(one) == told(other)


@given(st.integers(1, 999_999), st.integers(1, 9_999_999), st.data())
def test_a_number_with_a_wrong_digit_or_two_swapped_is_no_number(cycle, place, data):
    number = delivery.number(cycle, place)
    assert delivery.read_number(f" {number.lower().replace('-', ' ')} ") == number
    digits = [n for n, sign in enumerate(number) if sign.isdigit()]
    at = data.draw(st.sampled_from(digits))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[at]]))
    assert delivery.read_number(number[:at] + wrong + number[at + 1 :]) is None
