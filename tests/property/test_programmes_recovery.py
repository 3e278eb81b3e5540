"""The published figures of a programme under attack: all editions, all kecamatan, all totals, and no small count comes back.

The attacker here reads only what stands in the published JSON, knows the rule in words, and solves for every small count and every
small change anew: nothing is shared with the attacker the house uses on itself (rules/attack.py).
"""

import itertools

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.apps.programmes.rules import disclosure

PARTS = ("sampai", "belum")


class Attacker:
    """x[edition, row, measure] as an integer programme over what was published."""

    def __init__(self, sheets, *, grows=True):
        self.h = highspy.Highs()
        self.h.silent()
        self.x = {}
        for at, sheet in enumerate(sheets):
            for key, said in sheet.items():
                row, _, measure = key.rpartition("|")
                self.x[at, row, measure] = self.h.addIntegral(*self._between(sheets, at, row, measure, said))
        for at, sheet in enumerate(sheets):
            self._adds_up(at, {key.rpartition("|")[0] for key in sheet})
        if grows:
            for (at, row, measure), x in self.x.items():
                if measure == "putus" and (at - 1, row, measure) in self.x:
                    self.h.addConstr(x - self.x[at - 1, row, measure] >= 0)

    @staticmethod
    def _between(sheets, at, row, measure, said):
        if said == "sedikit":
            return 0, 9
        if said == "tersembunyi":
            others = [sheets[at][f"{row}|{part}"] for part in PARTS]
            known = row != "" if measure == "putus" else "sedikit" in others
            return (10 if known else 0), 10_000_000
        kept = at > 0 and sheets[at - 1].get(f"{row}|{measure}") == said
        off = 11 if kept else 2
        return max(10, said - off), said + off

    def _adds_up(self, at, rows):
        for row in rows:
            x = self.x
            self.h.addConstr(x[at, row, "putus"] - x[at, row, "sampai"] - x[at, row, "belum"] == 0)
        for measure in ("putus", *PARTS):
            parts = sum(self.x[at, row, measure] for row in rows if row)
            self.h.addConstr(self.x[at, "", measure] - parts == 0)

    def possible(self):
        self.h.run()
        return self.h.getModelStatus() == highspy.HighsModelStatus.kOptimal

    def least(self, expression):
        self.h.minimize(expression)
        assert self.h.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return round(self.h.getInfo().objective_function_value)

    def ends(self, *keys):
        expression = 1 * self.x[keys[0]] - (self.x[keys[1]] if len(keys) > 1 else 0)
        return self.least(expression), -self.least(-1 * expression)


def recovered(sheets, truths):
    """Small counts and small changes whose range is narrower than the rule's."""
    found = []
    attacker = Attacker(sheets)
    if not attacker.possible():
        attacker = Attacker(sheets, grows=False)
        assert attacker.possible(), "what is published contradicts itself"
    for at, truth in enumerate(truths):
        for (row, measure), count in truth.items():
            if count < 10:
                low, high = attacker.ends((at, row, measure))
                if low > 0 or high < 9:
                    found.append((at, row, measure, low, high))
            if at and abs(count - truths[at - 1][row, measure]) < 10:
                low, high = attacker.ends((at, row, measure), (at - 1, row, measure))
                if high - low < 9:
                    found.append((at, row, measure, "change", low, high))
    return found


def published(tables, key="rahasia"):
    """Editions one after the other, as JSON for anybody, and the counts behind them."""
    editions = []
    for table in tables:
        editions.append(disclosure.sheet(table, editions, key))
    return [disclosure.packed(each)["shown"] for each in editions], [each.counts for each in editions]


def near(most):
    """Counts as they are: many small, many equal to what was decided, some large."""
    return st.one_of(st.integers(0, 12), st.integers(0, most))


@st.composite
def histories(draw):
    """Up to three editions of up to six kecamatan: those decided on grow by few or many, deliveries follow."""
    rows = [f"64.02.{n:02d}" for n in range(1, draw(st.integers(1, 6)) + 1)]
    decided = {row: draw(near(60)) for row in rows}
    tables = []
    for _ in range(draw(st.integers(1, 3))):
        missing = {row: min(decided[row], draw(near(60))) for row in rows}
        tables.append({row: (decided[row], decided[row] - missing[row]) for row in rows})
        decided = {row: decided[row] + draw(st.sampled_from((0, 0, 1, 3, 9, 10, 14))) for row in rows}
    return tables


@settings(max_examples=60, deadline=None)
@given(histories())
def test_no_small_count_comes_back_from_all_that_was_published(tables):
    sheets, truths = published(tables)
    assert recovered(sheets, truths) == []


def test_the_attack_succeeds_where_only_the_small_counts_are_hidden():
    """The plain 10-5 rule, totals and all: the attacker this file trusts in finds what it hides."""
    table = {"64.02.01": (50, 48), "64.02.02": (4, 1), "64.02.03": (12, 5)}
    truth = disclosure.counts(table)
    plain = {f"{r}|{m}": "sedikit" if n < 10 else 5 * round(n / 5) for (r, m), n in truth.items()}
    found = recovered([plain], [truth])
    assert ("64.02.01", "belum") in {each[1:3] for each in found}


def test_days_one_after_the_other_reveal_nobody():
    """Were editions made every day: one family more each day is seen on no day."""
    tables = [{"64.02.01": (40 + day, 40), "64.02.02": (30, 30), "64.02.03": (8, 8)} for day in range(6)]
    sheets, truths = published(tables)
    assert recovered(sheets, truths) == []
    assert len({sheet["64.02.01|putus"] for sheet in sheets}) == 1


def test_most_of_a_regency_stays_readable():
    """The promise is not kept by saying nothing: of twenty kecamatan as they are, the counts and the totals are shown."""
    table = {f"64.02.{n:02d}": (30 + 17 * n % 140, 30 + 17 * n % 140 - (n * 7) % 23) for n in range(1, 21)}
    table["64.02.05"] = (6, 2)
    (sheet,), (truth,) = published([table])
    numbers = [key for key, said in sheet.items() if isinstance(said, int)]
    shown = [key for key in numbers if key.endswith("putus")]
    assert len(shown) >= 19
    assert isinstance(sheet["|putus"], int)
    assert isinstance(sheet["|sampai"], int)
    assert all(abs(sheet[f"{r}|{m}"] - n) <= 2 for (r, m), n in truth.items() if f"{r}|{m}" in numbers)


@pytest.mark.parametrize("row", [(3, 4), (-1, -1), (5, -1)])
def test_a_table_that_cannot_be_is_refused(row):
    with pytest.raises(ValueError, match="in 64"):
        disclosure.counts({"64.02.01": row})


@given(histories())
@settings(max_examples=30, deadline=None)
def test_an_edition_comes_back_from_its_json(tables):
    edition = disclosure.sheet(tables[0])
    assert disclosure.unpacked(disclosure.packed(edition)) == edition


def test_what_is_hidden_beside_depends_on_a_secret():
    table = {f"64.02.{n:02d}": (n_of, n_of) for n, n_of in enumerate((40, 0, 41), 1)}
    beside = {
        tuple(k for k, said in published([table], key)[0][0].items() if said == "tersembunyi" and k.endswith("|putus"))
        for key in map(str, itertools.islice(itertools.count(), 12))
    }  # fmt: skip
    assert len(beside) > 1
