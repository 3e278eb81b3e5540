"""Random clauses, rules and families for the property tests of eligibility."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import polars as pl
from hypothesis import strategies as st

from selaras.engine.eligibility import answering, deciding, programme
from selaras.engine.eligibility.fields import Catalogue, Field, Kind

DAY = dt.date(2026, 11, 22)
NUMBER, TEXT, TRUTH = Kind.NUMBER, Kind.TEXT, Kind.TRUTH
KELUARGA = [
    Field("desil", NUMBER, "desil", 1, 10), Field("daya", NUMBER, "daya listrik", 0), Field("luas", NUMBER, "luas lantai"),
    Field("lantai", TEXT, "lantai", choices=("tanah", "semen", "kayu")), Field("rumah", TEXT, "rumah"),
    Field("pkh", TRUTH, "menerima PKH"), Field("mobil", TRUTH, "punya mobil"),
]  # fmt: skip
ANGGOTA = [
    Field("umur", NUMBER, "umur", 0, 120),
    Field("sekolah", TRUTH, "bersekolah"),
    Field("hubungan", TEXT, "hubungan"),
]
FIELDS = Catalogue.of(KELUARGA, ANGGOTA)
TYPES = {NUMBER: pl.Float64, TEXT: pl.String, TRUTH: pl.Boolean}
NUMBERS = st.one_of(st.integers(-3, 12), st.sampled_from([0.5, 450, 900.0, 10**15]))
WORDS = st.sampled_from(["tanah", "semen", "kayu", "sewa", "anak"])
FIGURES = (
    programme.Figure("batas", 4),
    programme.Figure("lantai_buruk", ("tanah", "kayu")),
    programme.Figure("daya_kecil", (450, 900)),
)


def values(fields: list[Field]) -> st.SearchStrategy[dict[str, Any]]:
    figures = NUMBERS.map(float) | st.sampled_from([math.nan, math.inf, -math.inf])
    by_kind = {NUMBER: figures, TEXT: WORDS, TRUTH: st.booleans()}
    return st.fixed_dictionaries({field.name: st.none() | by_kind[field.kind] for field in fields})


def named(fields: list[Field], kind: Kind, prefix: str) -> st.SearchStrategy[str]:
    return st.sampled_from([prefix + field.name for field in fields if field.kind is kind])


def quoted(word: str) -> str:
    return f'"{word}"'


def questions(own: list[Field], prefix: str = "", deep: bool = True) -> st.SearchStrategy[str]:
    """Texts of clauses that mean something over these fields."""
    number = named(own, NUMBER, prefix) | NUMBERS.filter(lambda each: each >= 0 and each < 1e300).map(str)
    if prefix != "" or own is ANGGOTA:
        number = number | named(KELUARGA, NUMBER, "keluarga." if own is ANGGOTA and not prefix else "")
    sums = st.recursive(
        number | st.just("p.batas"),
        lambda part: st.builds("({} {} {})".format, part, st.sampled_from("+-*/"), part),
        max_leaves=3,
    )
    text = named(own, TEXT, prefix) | WORDS.map(quoted)
    plain = st.one_of(
        st.builds("{} {} {}".format, sums, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), sums),
        st.builds("{} {} {}".format, text, st.sampled_from(["==", "!="]), text),
        named(own, TRUTH, prefix),
        st.builds("has({})".format, st.sampled_from([prefix + field.name for field in own])),
        st.builds(
            "{} in [{}]".format, text, st.lists(WORDS.map(quoted), min_size=1, max_size=3).map(", ".join)
        ),
        st.builds("{} in p.lantai_buruk".format, text),
        st.builds("{} in p.daya_kecil".format, sums),
    )
    if deep and own is KELUARGA:
        inside = questions(ANGGOTA, "o.", deep=False)
        plain = plain | st.one_of(
            st.builds("anggota.{}(o, {})".format, st.sampled_from(["exists", "all"]), inside),
            st.builds(
                "anggota.filter(o, {}).size() {} {}".format, inside,
                st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.sampled_from(["0", "1", "2", "desil"]),
            ),
        )  # fmt: skip
    return st.recursive(
        plain,
        lambda part: (
            st.builds("({} {} {})".format, part, st.sampled_from(["and", "or"]), part)
            | st.builds("not ({})".format, part)
        ),
        max_leaves=5,
    )


FAMILY = st.tuples(values(KELUARGA), st.lists(values(ANGGOTA), max_size=3))
MISSING = st.sampled_from(list(programme.Missing))


def rule(texts: list[tuple[str, programme.Missing]], unit: programme.Unit) -> programme.Programme:
    clauses = tuple(
        programme.Clause(f"k{number}", text, "", missing) for number, (text, missing) in enumerate(texts)
    )
    return programme.Programme("uji", "1", unit, clauses, FIGURES)


def table(fields: list[Field], rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={field.name: TYPES[field.kind] for field in fields}, orient="row")


def registry(families: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> deciding.Registry:
    members = [(number, member) for number, (_, held) in enumerate(families) for member in held]
    frame = table(ANGGOTA, [member for _, member in members])
    belongs = pl.Series(deciding.BELONGS, [number for number, _ in members], dtype=pl.UInt32)
    return deciding.Registry(
        table(KELUARGA, [own for own, _ in families]), frame.with_columns(belongs), FIELDS
    )


def masks(verdict: answering.Verdict) -> tuple[int, int]:
    fail = sum(1 << bit for bit, found in enumerate(verdict.findings) if found.holds is False)
    return fail, sum(1 << bit for bit, found in enumerate(verdict.findings) if found.holds is None)


def filled(data: Any, row: dict[str, Any], fields: list[Field]) -> dict[str, Any]:
    full = data.draw(values(fields))
    return {name: row[name] if row[name] is not None else full[name] for name in row}
