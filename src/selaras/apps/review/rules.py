"""What review decides without asking the database: which words there are, and when a second pair of eyes is needed."""

from __future__ import annotations

from dataclasses import dataclass

SAME, DIFFERENT, UNSURE = "sama", "beda", "ragu"
WORDS = (SAME, DIFFERENT, UNSURE)
# In bits: a decision against evidence of this weight (1 to 32 thousand) is looked at by somebody else.
STRONG = 15.0

REASONS = {
    "ragu": "Petunjuknya seimbang.",
    "kembar": "Mungkin dua anak kembar.",
    "nik_dipakai_dua_orang": "Satu NIK dipakai dua orang.",
    "generasi": "Mungkin orang tua dan anak dengan nama serupa.",
    "rantai": "Menyatukan dua kelompok baris yang lain.",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """What the rule looks at: weight of the evidence in bits, and whether both rows carry a valid NIK of their own."""

    weight: float
    niks_differ: bool


def needs_second(decision: str, pair: Pair) -> bool:
    """Whether another reviewer has to agree before the decision counts.

    One person with two valid NIKs is a claim about Dukcapil's register; a decision against strong evidence may be a
    slip of the finger.
    """
    if decision == SAME:
        return pair.niks_differ or pair.weight <= -STRONG
    return decision == DIFFERENT and pair.weight >= STRONG


def state(left: str, right: str) -> str:
    """How two values compare, for marking: same, close, different, missing."""
    if not left or not right:
        return "missing"
    if left == right:
        return "same"
    shared = len(set(_pairs(left)) & set(_pairs(right)))
    return "close" if 2 * shared >= 0.6 * (len(_pairs(left)) + len(_pairs(right))) else "different"


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]
