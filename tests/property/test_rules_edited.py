"""What is typed is what is kept: amounts are whole rupiah or refused, rows and clauses say the same, differences add up."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from selaras.apps.programmes import editing_forms
from selaras.apps.programmes.rules import catalogue, differing, doubting, editing, effects, fields, funding
from selaras.engine.eligibility import parsing
from selaras.engine.eligibility.fields import Kind
from selaras.kernel import errors, rupiah

UNITS = st.sampled_from(list(catalogue.SUBJECTS))
FIELDS = list(fields.CATALOGUE.keluarga.values())
DAY = dt.date(2026, 11, 22)


@given(st.integers(min_value=0, max_value=funding.MOST))
def test_every_whole_amount_is_read_back(value):
    assert funding.amount(str(rupiah.Rupiah(value))) == value
    assert funding.amount(str(value)) == value


@given(st.text(max_size=30))
def test_any_text_is_whole_rupiah_or_refused_with_a_sentence(text):
    try:
        found = funding.amount(text)
    except errors.SelarasError:
        return
    assert type(found) is int
    assert 0 <= found <= funding.MOST


@st.composite
def rows(draw):
    """A row that can be filled in as it should be."""
    unit = draw(UNITS)
    found = catalogue.SUBJECTS[unit].catalogue
    own, other = (found.anggota, found.keluarga) if unit == "orang" else (found.keluarga, found.anggota)
    names = [*own, *(f"{'keluarga' if unit == 'orang' else 'anggota'}.{name}" for name in other)]
    name = draw(st.sampled_from(names))
    field = editing.known(name, unit)
    if field.kind is Kind.TRUTH:
        # "Nobody of the members is" is another question than "somebody is not".
        return editing.Simple(name, "==", draw(st.sampled_from(["ya", "tidak"])), unit)
    if field.kind is Kind.NUMBER:
        whole, tenths = draw(st.integers(0, 999)), draw(st.integers(0, 9))
        number = f"{whole},{tenths}" if tenths else str(whole)
        return editing.Simple(name, draw(st.sampled_from(["<=", "<", ">=", ">", "==", "!="])), number, unit)
    words = draw(
        st.lists(st.sampled_from(field.choices or ("64.02", "64.03")), min_size=1, max_size=3, unique=True)
    )
    return editing.Simple(name, draw(st.sampled_from(["in", "not in"])), ", ".join(words), unit)


@given(rows())
def test_a_row_becomes_a_clause_and_comes_back_the_same(row):
    text = editing.composed(row)
    parsing.parse(text)
    assert editing.simple(text, row.unit) == row


@given(
    st.text(max_size=60), st.sampled_from([sign for sign, _ in editing_forms.SIGNS]), st.sampled_from(FIELDS)
)
def test_whatever_stands_in_a_row_is_kept_and_told_never_a_fault(text, sign, field):
    try:
        written = editing.clause(
            {"field": field.name, "sign": sign, "value": text, "sentence": "Uji.", "basis": "Uji"}, "x.1"
        )
    except errors.SelarasError:
        # 1.500 can be read in two ways.
        return
    doubting.check(doubting.About("x"), [written], [], DAY)


@given(st.text(max_size=80), UNITS)
def test_whatever_is_written_is_checked_without_a_fault(text, unit):
    clause = {"id": "x.1", "text": text, "sentence": "Uji.", "basis": "Uji"}
    found = doubting.check(doubting.About("x", unit), [clause], [], DAY)
    assert set(found.clauses) == {"x.1"}


CLAUSES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "text": st.sampled_from(["desil <= 1", "desil <= 2"]), "sentence": st.just("S")}),
    unique_by=lambda each: each["id"], max_size=4,
)  # fmt: skip


@given(CLAUSES, CLAUSES)
def test_differences_lead_from_the_old_to_the_new(old, new):
    held = {each["id"]: each for each in old}
    for change in differing.changes((old, []), (new, [])):
        if change.how is differing.How.GONE:
            del held[change.name]
        else:
            held[change.name] = change.new
    assert held == {each["id"]: each for each in new}


MONEY = st.none() | st.integers(0, 10**12)


@given(st.integers(0, 300_000), st.integers(0, 10**8), MONEY, st.none() | st.integers(0, 10**6))
def test_what_a_line_serves_is_paid_by_it_and_one_more_is_not(eligible, cost, budget, quota):
    line = {"line": "x", "cost": cost, "budget": budget, "quota": quota}
    (told,) = effects.cost([line], eligible)
    most = effects.served(line)
    assert told["needed"] == eligible * cost
    if budget is not None:
        assert told["short"] == max(0, eligible * cost - budget)
    if most is not None:
        assert quota is None or most <= quota
        assert budget is None or most * cost <= budget or cost == 0
        more = (most + 1) * cost
        assert (quota is not None and most + 1 > quota) or (budget is not None and more > budget)


@given(st.integers(1, 300_000), st.integers(0, 10**12), MONEY, st.none() | st.integers(0, 10**6))
def test_a_benefit_that_differs_is_paid_by_what_it_comes_to_and_serves_everybody_where_it_reaches(
    eligible, needed, budget, quota
):
    line = {"line": "x", "cost": 10**8, "budget": budget, "quota": quota, "differs": True}
    (told,) = effects.cost([line], eligible, needed)
    assert told["needed"] == needed
    assert told["mean"] * eligible <= needed < (told["mean"] + 1) * eligible
    if budget is not None:
        assert told["short"] == max(0, needed - budget)
        if needed <= budget and quota is None and told["mean"]:
            assert told["enough"] >= eligible
    (alike,) = effects.cost([{**line, "differs": False}], eligible, needed)
    assert alike["needed"] == eligible * 10**8
