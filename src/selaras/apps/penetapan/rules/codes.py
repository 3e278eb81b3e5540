"""Tracking codes: twelve signs that cannot be mistaken for one another. 30 signs, 59 bits.

Made from the key of the form by a keyed digest: the same form sent twice gets the same code, so a second tap on a bad
connection makes no second proposal. The code itself is kept nowhere.
"""

from __future__ import annotations

from selaras.shell import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, PIECE = 12, 4
LEAST_KEY = 20
# What people write for signs that are not in the alphabet does not have to be guessed: none of them looks like another.
_BETWEEN = " -.\u2013\u00a0\t"


def made(key: str) -> str:
    """The code of a form with this key."""
    number = int.from_bytes(secrets.blind(key, field="kunci_formulir"), "big")
    signs = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def shown(code: str) -> str:
    """As it is written on a slip: ABCD-EFGH-JKMN."""
    return "-".join(code[at : at + PIECE] for at in range(0, LENGTH, PIECE))


def read(text: str) -> str:
    """A code as somebody typed it, in its plain form; "" where it can be none."""
    plain = "".join(sign for sign in text[:40].upper() if sign not in _BETWEEN)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else ""


def digest(code: str) -> bytes:
    """How a code stands in the database: 32 bytes under a key of the house."""
    return secrets.blind(code, field="kode_lacak")


def beginning(code: str) -> bytes:
    """Codes that begin alike, as they are counted."""
    return secrets.blind(code[:PIECE], field="awal_kode")
