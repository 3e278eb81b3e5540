"""A clause as words and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selaras.kernel import errors

MOST_SIGNS = 2_000
_SIGNS = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"\\\n]|\\["\\])*"|'(?:[^'\\\n]|\\['\\])*')
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>!().,\[\]]))""",
    re.VERBOSE,
)
# CEL writes && || !; officials may write the words.
_SAME = {"&&": "and", "||": "or", "!": "not", "dan": "and", "atau": "or", "bukan": "not"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: angka teks kata tanda akhir; `at`: where it begins, from 0."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The words and signs of a clause, the last one `akhir`. Raises SelarasError klausul_kosong, klausul_tanda, klausul_panjang."""
    if not text.strip():
        raise errors.SelarasError("klausul_kosong")
    if len(text) > MOST_SIGNS:
        raise errors.SelarasError("klausul_panjang", batas=MOST_SIGNS)
    found: list[Token] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        match = _SIGNS.match(text, place)
        if match is None:
            where = place + len(text[place:]) - len(text[place:].lstrip())
            raise errors.SelarasError("klausul_tanda", tanda=text[where], posisi=where + 1)
        found.append(_token(match))
        place = match.end()
    found.append(Token("akhir", "", end))
    return found


def _token(match: re.Match[str]) -> Token:
    kind = str(match.lastgroup)
    text, at = match[kind], match.start(kind)
    if kind == "text":
        return Token("teks", re.sub(r"\\(.)", r"\1", text[1:-1]), at)
    if kind == "number":
        return Token("angka", text, at)
    plain = _SAME.get(text, text)
    return Token("tanda" if kind == "sign" or plain in ("and", "or", "not", "in") else "kata", plain, at)
