"""A number cell that was written out with its decimals: only a whole one of sixteen digits is a NIK."""

from selaras.kernel import nomor


def test_fifteen_digits_and_a_fraction_do_not_become_sixteen() -> None:
    assert nomor.read("640201120378900.0") == ("malformed", None)


def test_sixteen_digits_and_a_fraction_are_the_sixteen_digits() -> None:
    assert nomor.read("6402011203789001.0")[0] == "ok"
