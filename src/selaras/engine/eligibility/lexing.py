"""A clause as words and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selaras.kernel import errors

MOST_SIGNS = 2_000
_SIGNS = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"\\\n]|\\["'\\])*"|'(?:[^'\\\n]|\\["'\\])*')
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>!().,\[\]]))""",
    re.VERBOSE,
)
# CEL writes && and ||; officials may write the words. The sign ! stays: it binds as tightly as in CEL, the word not as loosely as
# it is spoken.
_SAME = {"&&": "and", "||": "or", "dan": "and", "atau": "or", "bukan": "not"}
# What an official writes for 1.500.000, and a computer reads as one and a half.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(?!\d)")
# Above this neighbouring whole numbers could not be told apart in halves.
MOST_NUMBER = 10**15


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: angka teks kata tanda akhir; `at`: where it begins, from 0."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The words and signs of a clause, the last one `akhir`. Raises SelarasError klausul_kosong, klausul_panjang,
    klausul_tanda, klausul_kutip, klausul_sama_dengan, klausul_angka_ribuan, klausul_angka_besar."""
    if not text.strip():
        raise errors.SelarasError("klausul_kosong")
    if len(text) > MOST_SIGNS:
        raise errors.SelarasError("klausul_panjang", batas=MOST_SIGNS)
    found: list[Token] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _SIGNS.match(text, place)
        if match is None:
            raise _strange(text, place + len(text[place:]) - len(text[place:].lstrip()))
        found.append(_token(match))
        place = match.end()
    found.append(Token("akhir", "", end))
    return found


def _strange(text: str, where: int) -> errors.SelarasError:
    if text[where] in "\"'":
        return errors.SelarasError("klausul_kutip", posisi=where + 1)
    if text[where] == "=":
        return errors.SelarasError("klausul_sama_dengan", posisi=where + 1)
    return errors.SelarasError("klausul_tanda", tanda=text[where], posisi=where + 1)


def _number(match: re.Match[str]) -> str:
    at = match.start("number")
    grouped = _THOUSANDS.match(match.string, at)
    if grouped:
        raise errors.SelarasError("klausul_angka_ribuan", angka=grouped[0], posisi=at + 1)
    if float(match["number"]) > MOST_NUMBER:
        raise errors.SelarasError("klausul_angka_besar", posisi=at + 1, batas=MOST_NUMBER)
    return match["number"]


def _token(match: re.Match[str]) -> Token:
    kind = str(match.lastgroup)
    text, at = match[kind], match.start(kind)
    if kind == "text":
        return Token("teks", re.sub(r"\\(.)", r"\1", text[1:-1]), at)
    if kind == "number":
        return Token("angka", _number(match), at)
    plain = _SAME.get(text, text)
    return Token("tanda" if kind == "sign" or plain in ("and", "or", "not", "in") else "kata", plain, at)
