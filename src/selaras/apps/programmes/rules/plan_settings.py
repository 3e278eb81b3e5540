"""What a plan is asked for: programmes with their limits, policy weights, floors, seed. Pure."""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from selaras.apps.programmes.rules import words
from selaras.kernel import angka, errors, rupiah
from selaras.shell import words as shell

_FILE = Path(__file__).resolve().parents[1] / "data" / "plans.toml"
WHOLE: Final = 100
MOST_PERCENT, MOST_EACH, MOST_WEIGHT = 500, 20, 1000.0
# Place of the weight of a decile that is not known.
UNKNOWN: Final = 10


@functools.cache
def house() -> Mapping[str, Any]:
    """What this office has set (data/plans.toml)."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def coordinates(agency: str) -> bool:
    """Whether this agency plans across agencies."""
    return agency in house()["coordinating"]


@dataclass(frozen=True, slots=True)
class Share:
    """A programme in a plan. Whole rupiah: `cost` of one share in the year of the plan, `budget`; `quota` shares; None: no such
    limit. `by_region`: Kemendagri code -> shares at most. `weight`: what it counts beside other programmes."""

    code: str
    name: str
    cost: int
    budget: int | None = None
    quota: int | None = None
    by_region: Mapping[str, int] = field(default_factory=dict)
    weight: float = 1.0

    @property
    def most(self) -> int | None:
        """Shares that budget and quota allow together; None where neither limits it."""
        of_money = self.budget // self.cost if self.budget is not None and self.cost else None
        found = [each for each in (of_money, self.quota) if each is not None]
        return min(found) if found else None

    def times(self, percent: int) -> Share:
        """The same with budget, quota and shares by region multiplied, rounded down."""
        return replace(
            self, budget=_part(self.budget, percent), quota=_part(self.quota, percent),
            by_region={code: n * percent // WHOLE for code, n in self.by_region.items()},
        )  # fmt: skip

    def check(self) -> None:
        """Raises SelarasError rencana_angka, rencana_tanpa_batas, rencana_wilayah_campur."""
        limits = [
            self.cost,
            *(n for n in (self.budget, self.quota) if n is not None),
            *self.by_region.values(),
        ]
        if any(type(each) is not int or each < 0 for each in limits) or not _sound(self.weight):
            raise errors.SelarasError("rencana_angka", program=self.name)
        if self.most is None:
            raise errors.SelarasError("rencana_tanpa_batas", program=self.name)


def _part(much: int | None, percent: int) -> int | None:
    return None if much is None else much * percent // WHOLE


def _sound(weight: float) -> bool:
    return math.isfinite(weight) and 0 <= weight <= MOST_WEIGHT


@dataclass(frozen=True, slots=True)
class Weights:
    """The policy weights. `decile`: of decile 1 to 10 and, last, of one that is not known."""

    decile: tuple[float, ...]
    unreached: float = 0.0
    elderly: float = 0.0
    child: float = 0.0

    def check(self) -> None:
        """Raises SelarasError rencana_bobot."""
        all_of = (*self.decile, self.unreached, self.elderly, self.child)
        if len(self.decile) != UNKNOWN + 1 or not all(map(_sound, all_of)) or not any(self.decile):
            raise errors.SelarasError("rencana_bobot")


def standard() -> Weights:
    """The weights of this office."""
    told = house()["weights"]
    return Weights(
        tuple(map(float, told["decile"])), float(told["unreached"]), float(told["elderly"]), float(told["child"])
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """A plan as it is asked for. `floor`: families to be served in every village at least (or all that are eligible there), `floors`:
    the same for single villages, to be held as they stand; `most` programmes a family; `percent`: of budgets and quotas; `seed`:
    published; `renew`: whether who has a programme already may get it again."""

    shares: tuple[Share, ...]
    weights: Weights
    seed: int
    floor: int = 0
    floors: Mapping[str, int] = field(default_factory=dict)
    most: int = 4
    percent: int = WHOLE
    renew: bool = False

    def check(self, region: str) -> None:
        """Raises SelarasError rencana_tanpa_program, rencana_batas, rencana_wilayah_campur, and as Share and Weights."""
        if not self.shares:
            raise errors.SelarasError("rencana_tanpa_program")
        if not (1 <= self.most <= MOST_EACH and 1 <= self.percent <= MOST_PERCENT and self.floor >= 0):
            raise errors.SelarasError("rencana_batas")
        self.weights.check()
        for each in self.shares:
            each.check()
        if not any(each.weight for each in self.shares):
            raise errors.SelarasError("rencana_bobot")
        if len({code.count(".") for each in self.shares for code in each.by_region}) > 1:
            raise errors.SelarasError("rencana_wilayah_campur")
        for code, families in self.floors.items():
            if families < 0 or not (code == region or code.startswith(f"{region}.")) or code.count(".") != 3:
                raise errors.SelarasError("rencana_lantai_asing", kode=code)

    @property
    def scaled(self) -> tuple[Share, ...]:
        """The programmes with the limits this scenario has."""
        return tuple(each.times(self.percent) for each in self.shares)

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "shares": [
                {
                    "code": s.code, "name": s.name, "cost": s.cost, "budget": s.budget, "quota": s.quota,
                    "by_region": dict(s.by_region), "weight": s.weight,
                }
                for s in self.shares
            ],
            "weights": {
                "decile": list(self.weights.decile), "unreached": self.weights.unreached,
                "elderly": self.weights.elderly, "child": self.weights.child,
            },
            "seed": self.seed, "floor": self.floor, "floors": dict(self.floors), "most": self.most,
            "percent": self.percent, "renew": self.renew,
        }  # fmt: skip


def of_kept(told: Mapping[str, Any]) -> Settings:
    """What `kept` wrote."""
    weights = told["weights"]
    return Settings(
        tuple(Share(**each) for each in told["shares"]),
        Weights(tuple(weights["decile"]), weights["unreached"], weights["elderly"], weights["child"]),
        told["seed"], told["floor"], told["floors"], told["most"], told["percent"], told["renew"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way to share out that is reckoned beside others."""

    code: str
    mode: words.Mode
    percent: int = WHOLE


SCENARIOS: Final = (
    Scenario("dasar", words.Mode.BEST),
    Scenario("tambah", words.Mode.BEST, 110),
    Scenario("desil", words.Mode.DECILE),
    Scenario("merata", words.Mode.EQUAL),
)


def amount(text: str, name: str) -> int | None:
    """Whole rupiah of what somebody wrote; None for nothing. Raises SelarasError rencana_angka for a fraction, less than nothing, or
    what is no amount."""
    if not text.strip():
        return None
    found = rupiah.parse(text)
    if found is None or found.value < 0:
        raise errors.SelarasError("rencana_angka", program=name)
    return found.value


def count(text: str, name: str) -> int | None:
    """A whole number of shares; None for nothing. Raises SelarasError rencana_angka."""
    if not text.strip():
        return None
    found = angka.parse(text)
    if found is None or found < 0 or found != found.to_integral_value():
        raise errors.SelarasError("rencana_angka", program=name)
    return int(found)


def weight(text: str, name: str) -> float:
    """A weight; nothing is one. Raises SelarasError rencana_angka."""
    found = angka.parse(text) if text.strip() else 1
    if found is None or not _sound(float(found)):
        raise errors.SelarasError("rencana_angka", program=name)
    return float(found)


def by_place(text: str, name: str) -> dict[str, int]:
    """ "64.02.06 = 120" line by line -> shares or families by code. Raises SelarasError rencana_baris_wilayah."""
    found: dict[str, int] = {}
    for line in filter(None, (each.strip() for each in text.replace(";", "\n").splitlines())):
        code, _, said = (part.strip() for part in line.partition("="))
        number = angka.whole(said, 9)
        if number is None or code in found or shell.region(code) == code:
            raise errors.SelarasError("rencana_baris_wilayah", program=name, baris=line[:40])
        found[code] = number
    return found


def said_by_place(places: Mapping[str, int]) -> str:
    """The lines `by_place` reads."""
    return "\n".join(f"{code} = {n}" for code, n in sorted(places.items()))


def together(lines: Sequence[Share]) -> Share:
    """Several lines of money of one programme as one: budgets and quotas add up; of differing costs the highest, so that no line
    is overspent. A region is limited where every line limits by region. One line without a limit of a kind lifts it."""
    if len(lines) == 1:
        return lines[0]
    budget, quota, most = (
        _sum(found)
        for found in (
            [each.budget for each in lines],
            [each.quota for each in lines],
            [each.most for each in lines],
        )
    )
    # What one line has left over in money does not make up for the quota of another: the shares of each are what there is.
    quota = quota if most is None else most
    limited = all(each.by_region for each in lines)
    regions = sorted({code for each in lines for code in each.by_region}) if limited else []
    return replace(
        lines[0], cost=max(each.cost for each in lines), budget=budget, quota=quota,
        by_region={code: sum(each.by_region.get(code, 0) for each in lines) for code in regions},
    )  # fmt: skip


def _sum(found: Sequence[int | None]) -> int | None:
    known = [each for each in found if each is not None]
    return sum(known) if len(known) == len(found) else None
