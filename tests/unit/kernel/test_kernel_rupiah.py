"""Money adds up, numbers are written as officials write them."""

from decimal import Decimal

import pytest

from selaras.kernel import angka, rupiah
from selaras.kernel.rupiah import Rupiah


def test_written() -> None:
    assert str(Rupiah(6_670_000)) == "Rp 6.670.000"
    assert str(Rupiah(0)) == "Rp 0"
    assert str(Rupiah(-500)) == "-Rp 500"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rp 6.670.000", 6_670_000), ("Rp6.670.000,-", 6_670_000), ("rp. 6.670.000,00", 6_670_000), ("IDR 6,670,000", 6_670_000),
        ("6670000", 6_670_000), ("-Rp 500", -500), ("6.670.000,--", 6_670_000), ("0", 0),
    ],
)  # fmt: skip
def test_parse(text: str, value: int) -> None:
    assert rupiah.parse(text) == Rupiah(value)


@pytest.mark.parametrize("text", [None, "", "-", "gratis", "Rp", "Rp 1,5", "Rp 6,67 juta", "1.2.3"])
def test_not_an_amount(text: str | None) -> None:
    assert rupiah.parse(text) is None


def test_only_whole_numbers() -> None:
    for wrong in (1.5, True, "1"):
        with pytest.raises(TypeError):
            Rupiah(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        _ = Rupiah(1) * 1.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = Rupiah(1) + 1  # type: ignore[operator]


def test_arithmetic() -> None:
    assert Rupiah(5) + Rupiah(3) - Rupiah(1) == Rupiah(7)
    assert sum([Rupiah(1), Rupiah(2)], Rupiah(0)) == Rupiah(3)
    assert 3 * Rupiah(2) == Rupiah(2) * 3 == Rupiah(6)
    assert -Rupiah(2) < Rupiah(1)
    assert not Rupiah(0)


def test_the_last_instalment_takes_the_rounding() -> None:
    assert Rupiah(1_000_000).split(3) == (Rupiah(333_333), Rupiah(333_333), Rupiah(333_334))
    # A PEM loan of Rp 6.670.000 in 18 months.
    parts = Rupiah(6_670_000).split(18)
    assert parts[:-1] == (Rupiah(370_555),) * 17
    assert parts[-1] == Rupiah(370_565)
    assert Rupiah(2).split(3) == (Rupiah(0), Rupiah(0), Rupiah(2))
    assert Rupiah(-10).split(3) == (Rupiah(-3), Rupiah(-3), Rupiah(-4))
    with pytest.raises(ValueError, match="at least one"):
        Rupiah(10).split(0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"), ("1234,5", "1234.5"), ("1.234", "1234"), ("1,234", "1.234"), ("1,234.5", "1234.5"), ("12.5", "12.5"),
        ("-7,28", "-7.28"), ("\u22127,28", "-7.28"), ("1 234 567", "1234567"), ("0,00", "0"), ("866.193", "866193"), ("1.234.567,89", "1234567.89"),
    ],
)  # fmt: skip
def test_numbers_are_read_the_indonesian_way(text: str, value: str) -> None:
    assert angka.parse(text) == Decimal(value)


@pytest.mark.parametrize("text", [None, "", "-", "...", "NA", "1.23.4", "12,34,5", "1e5", "٣", "satu"])
def test_not_a_number(text: str | None) -> None:
    assert angka.parse(text) is None


def test_numbers_are_written_the_indonesian_way() -> None:
    assert angka.text(1234.5, 1) == "1.234,5"
    assert angka.text(Decimal("8.605"), 2) == "8,61"
    assert angka.text(1234567) == "1.234.567"
    assert angka.text(-0.4) == "0"
    assert angka.text(Decimal("-2.5")) == "-3"


def test_household_poverty_lines_of_bps() -> None:
    # 866,193 x 5.24 = 4,538,851; 833,955 x 5.13 = 4,278,189; 790,186 x 5.13 = 4,053,654 (BPS Kaltim).
    lines = [
        ("866.193", "5,24", "4.538.851"),
        ("833.955", "5,13", "4.278.189"),
        ("790.186", "5,13", "4.053.654"),
    ]
    for line, size, household in lines:
        one, members = angka.parse(line), angka.parse(size)
        assert one is not None
        assert members is not None
        assert angka.text(one * members) == household
