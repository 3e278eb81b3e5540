"""What the numbers of a dry run may tell whom. Who writes a rule may write it about one family: then every number is an answer
about that family, and rounding hides nothing, since the rule can be filled up with others until the answer tips a ten over.

Who sees the families of the programme's region, and their health where the rule asks for it, reads numbers as they are (EXACT).
Who may name nobody, and so writes no rules, reads tens (ROUNDED). Who may not see the health a rule asks for reads numbers that are
moved by chance before they are rounded (SHIFTED): Laplace's noise, which one keyed digest settles, so that the same rule asked of the
same registry on the same day is answered alike for everybody and averaging needs new rules. These are counted: RUNS_A_DAY by a person,
RUNS_A_MONTH by an agency. All that an agency reads in MONTH days then changes the odds of any guess about one family by e at most
(differential privacy, epsilon 1: Dwork and Roth 2014, theorems 3.6 and 3.16), whatever it knows of all others.

Where the benefit differs by components, the rupiah of everybody are one number more, which one family changes by the highest benefit
at most: it is moved in units of that, and all numbers of such a run by as much more as one number more takes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from selaras.apps.accounts import rules as access

STEP: Final = 10
RUNS_A_DAY, RUNS_A_MONTH = 4, 12
MONTH: Final = dt.timedelta(days=30)
# One family changes at most three of the four numbers below by one each; twelve runs share an epsilon of 1.
TOUCHES: Final = 3
SCALE: Final = TOUCHES * RUNS_A_MONTH
# With the rupiah of everybody beside them.
SCALE_PRICED: Final = (TOUCHES + 1) * RUNS_A_MONTH
# The numbers that are moved; what else is told is their sum.
_PARTS: Final = ("tetap", "masuk", "keluar", "belum_tahu")


class Sight(StrEnum):
    """How a reader is told the numbers of a dry run."""

    EXACT = "tepat"
    ROUNDED = "dibulatkan"
    SHIFTED = "digeser"


def scopes(actor: access.Actor, *, secret: bool) -> tuple[str, ...]:
    """Regions whose numbers the actor may read as they are. `secret`: the rule asks about health or disability."""
    kind = access.FieldClass.SENSITIVE if secret else access.FieldClass.IDENTITY
    return access.scopes(actor, access.Ability.SEE, kind)


def sight(actor: access.Actor, region: str, *, secret: bool) -> Sight:
    """How this actor is told numbers of the whole `region` of a programme ("": everywhere)."""
    if any(access.inside(region or None, scope) for scope in scopes(actor, secret=secret)):
        return Sight.EXACT
    return Sight.SHIFTED if secret else Sight.ROUNDED


def told(
    counts: Mapping[str, int], how: Sight, key: bytes, *, compared: bool, scale: int = SCALE
) -> dict[str, int]:
    """The numbers `sebelum`, `sesudah`, `masuk`, `keluar`, `belum_tahu` as they are told. `key`: secret, of the rule, the registry, the
    day and the components; `compared`: whether there is a rule that holds already (without one nobody is eligible before, and nobody
    leaves); `scale`: SCALE, or SCALE_PRICED where `money` is told of the same run."""
    if how is Sight.EXACT:
        return dict(counts)
    if how is Sight.ROUNDED:
        return {name: _tens(number) for name, number in counts.items()}
    true = {**counts, "tetap": counts["sebelum"] - counts["keluar"]}
    empty = set() if compared else {"tetap", "keluar"}
    moved = {
        name: 0 if name in empty else max(0, _tens(true[name] + scale * _noise(key, name))) for name in _PARTS
    }
    return {
        "sebelum": moved["tetap"] + moved["keluar"], "sesudah": moved["tetap"] + moved["masuk"], "masuk": moved["masuk"],
        "keluar": moved["keluar"], "belum_tahu": moved["belum_tahu"],
    }  # fmt: skip


def money(needed: int, highest: int, how: Sight, key: bytes) -> int:
    """The rupiah of everybody as they are told, of which one family gets `highest` at most; whole multiples of it unless EXACT."""
    if how is Sight.EXACT or highest <= 0:
        return needed
    moved = needed / highest + (SCALE_PRICED * _noise(key, "rupiah") if how is Sight.SHIFTED else 0)
    return max(0, _tens(moved)) * highest


def _tens(number: float) -> int:
    return math.floor(number / STEP + 0.5) * STEP


def _noise(key: bytes, name: str) -> float:
    """Laplace's distribution of scale 1, at the place a digest settles."""
    drawn = int.from_bytes(hashlib.sha256(key + name.encode()).digest()[:7], "big")
    place = (drawn + 0.5) / 2**56 - 0.5
    return -math.copysign(math.log1p(-2 * abs(place)), place)
