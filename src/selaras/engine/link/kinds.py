"""How two values of a field are graded: SQL over the integers that `standardise.py` makes.

`x` is the first row of a pair, `y` the second. Each function gives an expression whose value is the level (1 = best;
0 = nothing to compare). Fields with words (`name`, `text`, `digits`) are graded over distinct pairs of dictionary
entries: far fewer than pairs of rows (see `compare.py`). The SQL keeps to what Spark can run too.
"""

from __future__ import annotations

from collections.abc import Callable

from selaras.engine.link import comparison

# One bit per differing decimal digit of two numbers written four bits a digit.
_DIGITS_APART = (
    "bit_count((xor({a}, {b}) | (xor({a}, {b}) >> 1) | (xor({a}, {b}) >> 2) | (xor({a}, {b}) >> 3))"
    " & 1229782938247303441)"
)


def _apart(name: str) -> str:
    return _DIGITS_APART.format(a=f"x.{name}_bcd", b=f"y.{name}_bcd")


def nomor(field: comparison.Field) -> str:
    """NIK and KK: digits that differ are counted; a NIK whose serial alone differs is often a twin's."""
    name = field.name
    apart = _apart(name)
    missing = f"WHEN x.{name} IS NULL OR y.{name} IS NULL THEN 0 WHEN x.{name} = y.{name} THEN 1"
    if len(field.levels) == 3:
        return f"CASE {missing} WHEN {apart} <= 2 THEN 2 ELSE 3 END"
    head = f"(x.{name}_bcd >> 16) = (y.{name}_bcd >> 16)"
    return (
        f"CASE {missing} WHEN {head} AND {apart} <= 2 THEN 3 WHEN {head} THEN 4 "
        f"WHEN {apart} <= 2 THEN 2 WHEN {apart} <= 6 THEN 5 ELSE 6 END"
    )


def date(field: comparison.Field) -> str:
    """Birth dates as yyyymmdd. 1 January and 31 December often mean "day unknown"."""
    a, b = f"x.{field.name}", f"y.{field.name}"
    y1, m1, d1 = f"({a} // 10000)", f"(({a} // 100) % 100)", f"({a} % 100)"
    y2, m2, d2 = f"({b} // 10000)", f"(({b} // 100) % 100)", f"({b} % 100)"
    same = f"(CASE WHEN {y1} = {y2} THEN 1 ELSE 0 END + CASE WHEN {m1} = {m2} THEN 1 ELSE 0 END + CASE WHEN {d1} = {d2} THEN 1 ELSE 0 END)"
    heaped = f"({a} % 10000 IN (101, 1231) OR {b} % 10000 IN (101, 1231))"
    gap = f"abs({a} - {b})"
    one_digit = f"{gap} IN (1,2,3,4,5,6,7,8,9,10,20,30,100,200,300,400,500,600,700,800,900,1000,10000,100000,20000,200000,1000000)"
    return (
        f"CASE WHEN {a} IS NULL OR {b} IS NULL THEN 0 "
        f"WHEN {a} = {b} THEN CASE WHEN {a} % 10000 IN (101, 1231) THEN 2 ELSE 1 END "
        f"WHEN {y1} = {y2} AND {m1} = {d2} AND {d1} = {m2} THEN 3 "
        f"WHEN {y1} = {y2} AND {heaped} THEN 6 "
        f"WHEN {same} = 2 AND {one_digit} THEN 4 WHEN {same} = 2 THEN 5 "
        f"WHEN abs({y1} - {y2}) <= 1 THEN 7 WHEN abs({y1} - {y2}) <= 6 THEN 8 ELSE 9 END"
    )


def code(field: comparison.Field) -> str:
    """Codes are equal or they are not."""
    a, b = f"x.{field.name}", f"y.{field.name}"
    return f"CASE WHEN {a} IS NULL OR {b} IS NULL THEN 0 WHEN {a} = {b} THEN 1 ELSE 2 END"


def place(field: comparison.Field) -> str:
    """Desa and RT (RW only where both give one), or the kecamatan where the desa differs or is missing."""
    name = field.name
    kec = f"x.{name}_kec = y.{name}_kec"
    rw = f"coalesce(x.{name}_rw, 0) = coalesce(y.{name}_rw, coalesce(x.{name}_rw, 0))"
    return (
        f"CASE WHEN x.{name}_kec IS NULL OR y.{name}_kec IS NULL THEN 0 "
        f"WHEN x.{name} = y.{name} THEN CASE WHEN x.{name}_rt IS NULL OR y.{name}_rt IS NULL THEN 2 "
        f"WHEN x.{name}_rt = y.{name}_rt AND {rw} THEN 1 ELSE 3 END "
        f"WHEN {kec} AND (x.{name} IS NULL OR y.{name} IS NULL) THEN 2 WHEN {kec} THEN 4 ELSE 5 END"
    )


def words(field: comparison.Field) -> str:
    """Equal dictionary entries; how rare they are was counted beforehand (`_c`). Others: `compare.py`."""
    name = field.name
    return (
        f"CASE WHEN x.{name} IS NULL OR y.{name} IS NULL THEN 0 "
        f"WHEN x.{name} = y.{name} THEN x.{name}_c ELSE 0 END"
    )


def same_list(field: comparison.Field) -> str:
    """Two lists, or one: how clean a list is inside is learned (`comparison.with_lists` adds a level per list)."""
    name = field.name
    return f"CASE WHEN x.{name} = y.{name} THEN 1 + x.{name}_n ELSE 1 END"


KINDS: dict[str, Callable[[comparison.Field], str]] = {
    "nomor": nomor,
    "date": date,
    "code": code,
    "place": place,
    "name": words,
    "latin": words,
    "text": words,
    "digits": words,
    "list": same_list,
}
WORDS = ("name", "latin", "text", "digits")
