"""What the check computes by column says the same as the kernel, and does not depend on the order of the rows."""

import datetime as dt

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from selaras.engine import tables
from selaras.engine.check import nik_columns, persons, run
from selaras.kernel import kk, nik

TODAY = dt.date(2024, 12, 31)
REGIONS = st.sampled_from(["640202", "640401", "640299", "111111", "737102", "540101", "990101", "000000"])
DIGITS = st.text(st.sampled_from("0123456789"), min_size=16, max_size=16)
SHAPED = st.tuples(
    REGIONS, st.integers(0, 99), st.integers(0, 19), st.integers(0, 99), st.integers(0, 9999)
).map(lambda part: f"{part[0]}{part[1]:02}{part[2]:02}{part[3]:02}{part[4]:04}")
NUMBERS = st.one_of(DIGITS, SHAPED)
TEXTS = st.one_of(NUMBERS, st.text(max_size=20), st.none())
BIRTHS = st.one_of(st.none(), st.dates(dt.date(1900, 1, 1), TODAY))
SEXES = st.sampled_from(["L", "P", None])
FLAGS_OF_NIK = {
    nik.LAHIR_BEDA,
    nik.JENIS_KELAMIN_BEDA,
    nik.ABAD_RANCU,
    nik.TANGGAL_TAK_LAZIM,
    nik.WILAYAH_TAK_DIKENAL,
}
FLAGS_OF_KK = {kk.SEPERTI_NIK, kk.TANGGAL_TAK_LAZIM, kk.WILAYAH_TAK_DIKENAL}


@given(st.lists(TEXTS, min_size=1, max_size=50))
def test_only_sixteen_digits_are_a_number(texts: list[str | None]) -> None:
    frame = pl.DataFrame({"t": pl.Series(texts, dtype=pl.String)})
    found = frame.select(nik_columns.number(pl.col("t"))).to_series().to_list()
    for text, number in zip(texts, found, strict=True):
        whole = text is not None and len(text) == 16 and text.isascii() and text.isdigit()
        assert number == (int(text) if whole and text is not None else None)


@given(NUMBERS)
@example("6402020000009001")
@example("6402022902009001")
@example("6402026902019001")
@example("6402023104809001")
@example("6402027112809001")
@example("6402027212809001")
@example("6402024001809001")
def test_parts_of_a_nik_are_those_of_the_kernel(digits: str) -> None:
    frame = pl.DataFrame({"n": [int(digits)]})
    n = pl.col("n")
    parts = (nik_columns.day(n), nik_columns.month(n), nik_columns.year(n))
    row = frame.select(
        *(part.alias(name) for part, name in zip(parts, "dmy", strict=True)),
        nik_columns.sex(n).alias("sex"),
        (nik_columns.possible_day(*parts) & nik_columns.sexed_day(n)).alias("usual"),
        nik_columns.century_open(*parts, pl.lit(20241231)).alias("open"),
    ).row(0, named=True)
    known = nik.Nik(digits)
    assert (row["d"], row["m"], row["y"]) == known.date_parts
    assert row["sex"] == known.sex
    assert row["usual"] == known.has_usual_date
    assert (row["open"] and row["sex"] is not None) == (len(known.births(TODAY)) > 1)


@settings(deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS, BIRTHS, SEXES), min_size=1, max_size=20))
def test_flags_of_numbers_are_those_of_the_kernel(
    rows: list[tuple[str, str, dt.date | None, str | None]],
) -> None:
    records = _records(rows)
    found = run.check(records, tables.KELUARGA_RECORDS.empty(), as_known_on=TODAY)
    birth_column = any(birth is not None for _, _, birth, _ in rows)
    for number, (nik_, kk_, birth, sex) in enumerate(rows, 2):
        codes = set(found.filter(pl.col("row") == number)["code"])
        said = nik.Nik(nik_).flags(as_known_on=TODAY, tanggal_lahir=birth, jenis_kelamin=sex)
        expected = {code for code in said if code in FLAGS_OF_NIK}
        if not birth_column:
            expected.discard(nik.ABAD_RANCU)
        expected |= {code for code in kk.Kk(kk_).flags(as_known_on=TODAY) if code in FLAGS_OF_KK}
        assert codes & (FLAGS_OF_NIK | FLAGS_OF_KK) == expected


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(NUMBERS, NUMBERS, BIRTHS, SEXES), min_size=2, max_size=12),
    st.randoms(use_true_random=False),
)
def test_findings_do_not_depend_on_the_order_of_the_rows(
    rows: list[tuple[str, str, dt.date | None, str | None]], random: object
) -> None:
    records = _records([*rows, *rows[:2]])
    order = list(range(records.height))
    random.shuffle(order)  # type: ignore[attr-defined]
    none = tables.KELUARGA_RECORDS.empty()
    one = run.check(records, none, as_known_on=TODAY)
    other = run.check(records[order], none, as_known_on=TODAY)
    # A remark about a family stands at its first row in the frame: rows are compared without it.
    about_rows = pl.col("code").str.starts_with("keluarga_").not_() & (pl.col("code") != "kk_dua_keluarga")
    key = [*tables.KEY_NAMES, "code", "field", "value", "detail"]
    assert one.filter(about_rows).sort(key).equals(other.filter(about_rows).sort(key))


@given(st.dates(dt.date(1, 1, 1), TODAY), st.dates(dt.date(2000, 1, 1), TODAY))
def test_age_is_whole_years(birth: dt.date, on: dt.date) -> None:
    records = _records([("6402021708809001", "6402020501159001", birth, "L")]).with_columns(
        pl.lit(on.isoformat()).alias("edition")
    )
    rows, _ = persons.prepare(records, TODAY)
    expected = on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))
    assert rows["_age"].to_list() == [expected]


def _records(rows: list[tuple[str, str, dt.date | None, str | None]]) -> pl.DataFrame:
    return tables.PERSON_RECORDS.conform(
        pl.DataFrame(
            [
                {
                    "source": "dtsen", "edition": "2024-12-31", "file": "warga.xlsx", "sheet": "Data", "row": number,
                    "part": "anggota", "nik": nik_, "nik_status": "ok", "kk": kk_, "kk_status": "ok", "nama": "SAMAD",
                    "tanggal_lahir": birth, "jenis_kelamin": sex,
                }
                for number, (nik_, kk_, birth, sex) in enumerate(rows, 2)
            ],
            schema_overrides={"tanggal_lahir": pl.Date, "jenis_kelamin": pl.String},
        )
    )  # fmt: skip
