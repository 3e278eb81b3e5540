"""What review decides without asking the database: which words there are, and when a second pair of eyes is needed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SAME, DIFFERENT, UNSURE = "sama", "beda", "ragu"
WORDS = (SAME, DIFFERENT, UNSURE)
OF_PERSONS = (SAME, DIFFERENT)
# Reasons of pairs that merging their keluarga may answer along; the others ask whether there are two people.
OPEN_REASONS = ("ragu", "rantai")
# Said about two rows at once: their keluarga are one keluarga.
ONE_FAMILY = "sekeluarga"
SAID = {
    SAME: _("Satu orang"), DIFFERENT: _("Bukan satu orang"), UNSURE: _("Belum yakin"), ONE_FAMILY: _("Satu keluarga"),
}  # fmt: skip
# In bits: a decision against evidence of this weight (1 to 32 thousand) is looked at by somebody else.
STRONG = 15.0

REASONS = {
    "ragu": _("Petunjuknya seimbang."),
    "kembar": _("Mungkin dua anak kembar."),
    "nik_dipakai_dua_orang": _("Satu NIK dipakai dua orang."),
    "generasi": _("Mungkin orang tua dan anak dengan nama serupa."),
    "rantai": _("Bila sama, dua kelompok baris lain ikut menjadi satu orang."),
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
