"""All rules, in the order in which they are evaluated and listed."""

from __future__ import annotations

from selaras.engine.check import (
    rules_family,
    rules_identity,
    rules_keluarga,
    rules_life,
    rules_number,
    rules_place,
    rules_sheet,
)

RULES = (
    *rules_number.RULES,
    *rules_identity.RULES,
    *rules_place.RULES,
    *rules_life.RULES,
    *rules_family.RULES,
    *rules_keluarga.RULES,
    *rules_sheet.RULES,
)
