"""Where families live, in the order in which somebody walks: RT, street, house number."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d+")
_PARTS = re.compile(r"(\d+)")
# "RT 003", "Gg." and the like say nothing about the order of streets.
_NOISE = re.compile(r"\b(?:JALAN|JLN|JL|NO|NOMOR|RT|RW)\b\.?", re.IGNORECASE)
Key = tuple[tuple[int, int, str], ...]


def rt(rt_text: str | None, rw_text: str | None = None) -> str:
    """The unit of progress in a village: "003", or "003/001" where the village has RW; "" where it is not known."""
    one, other = _three(rt_text), _three(rw_text)
    return f"{one}/{other}" if one and other else one


def _three(text: str | None) -> str:
    found = _DIGITS.search(text or "")
    return f"{int(found.group()):03d}"[:3] if found and int(found.group()) else ""


def rt_key(text: str) -> tuple[int, int, str]:
    """Sorts RT by RW, then by number; those not known come last."""
    parts = [int(found) for found in _DIGITS.findall(text)]
    if not parts:
        return (1, 0, text)
    return (0, parts[1] * 1000 + parts[0] if len(parts) > 1 else parts[0], text)


def natural(text: str | None) -> Key:
    """Sorts addresses as people walk: by street, then by house number as a number."""
    plain = " ".join(_NOISE.sub(" ", text or "").upper().replace(".", " ").split())
    parts = [part for part in _PARTS.split(plain) if part.strip()]
    return tuple((0, int(part[:9]), "") if part.isdecimal() else (1, 0, part.strip()) for part in parts)


def rt_words(text: str) -> str:
    """The RT as it is read: "RT 003", "RT 003/RW 001"; "RT –" where it is not known."""
    if not text:
        return "RT –"
    one, _, other = text.partition("/")
    return f"RT {one}/RW {other}" if other else f"RT {one}"
