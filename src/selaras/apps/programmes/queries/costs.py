"""What each keluarga of a build gets from a programme whose benefit differs, reckoned from its members by the table of its money."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from selaras.apps.programmes.models.catalogue import Funding, Programme
from selaras.apps.programmes.queries import facts
from selaras.apps.programmes.rules import components as rules
from selaras.apps.programmes.rules.snapshot import Snapshot
from selaras.engine.eligibility import deciding
from selaras.engine.eligibility.programme import Unit

Rupiah = npt.NDArray[np.int64]
# Tables reckoned with lately, by the facts they were reckoned from: a page of one family asks as the plan of all did.
MOST_KEPT = 6
_kept: OrderedDict[tuple[str, rules.Table, dt.date], Reckoned] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cost:
    """One keluarga, one payment. `parts` add up to `rupiah`; `most`: what it were if every missing answer were yes."""

    parts: tuple[rules.Part, ...]
    rupiah: int
    most: int


@dataclass(frozen=True)
class Reckoned:
    """All keluarga of a build, one a row as in `Snapshot.families`. `rupiah`, `most`: of one payment, as in Cost; `fits`: who counts by
    what, as text."""

    table: rules.Table
    references: pl.Series
    rupiah: Rupiah
    most: Rupiah
    fits: pl.Series

    def of(self, references: Collection[str]) -> dict[str, Cost]:
        """By reference; keluarga that are not known are left out."""
        told = pl.DataFrame({
            "reference": self.references, "rupiah": self.rupiah, "most": self.most, "fits": self.fits,
        }).filter(pl.col("reference").is_in(list(references)))  # fmt: skip
        return {
            reference: Cost(rules.parts(rules.counted(_masks(fits), self.table), self.table), rupiah, most)
            for reference, rupiah, most, fits in told.iter_rows()
        }


def table(programme: Programme, year: int, on: dt.date) -> rules.Table | None:
    """The components of a programme's money in a year as they hold on a day; None where every share costs the same, and for a programme
    that does not give to keluarga: each of three children would get what all of them count for."""
    if programme.unit != Unit.KELUARGA:
        return None
    lines = Funding.objects.filter(programme=programme, year=year).order_by("pk")
    found = (rules.table(each.components, on) for each in lines)
    return next((each for each in found if each is not None), None)


def reckoned(found: Snapshot, held: rules.Table, on: dt.date) -> Reckoned:
    """What every keluarga gets in one payment; the same question about the same facts is answered once. Raises SelarasError as the
    engine does for a question that cannot be asked."""
    asked = found.key, held, on
    with _lock:
        known = _kept.get(asked)
    if known is None:
        known = _reckoned(found, held, on)
        with _lock:
            _kept[asked] = known
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return known


def _reckoned(found: Snapshot, held: rules.Table, on: dt.date) -> Reckoned:
    belongs = found.members[deciding.BELONGS]
    told = {
        name: _texts(belongs, marks, found.families.height)
        for name, marks in zip(("yes", "maybe"), _marks(found, held, on), strict=True)
    }
    costs = {
        text: rules.cost(_masks(text), held) for name in ("yes", "maybe") for text in told[name].unique()
    }
    low, high = (
        told[name].replace_strict(costs, return_dtype=pl.Int64).to_numpy() for name in ("yes", "maybe")
    )
    return Reckoned(held, found.references, low, high, told["yes"])


def _marks(found: Snapshot, held: rules.Table, on: dt.date) -> tuple[Rupiah, Rupiah]:
    """For every member the components that fit, and those that may, as bits."""
    yes, maybe = (np.zeros(found.members.height, np.int64) for _ in range(2))
    for place, each in enumerate(found.decided([one.asked for one in held.components], on)):
        yes |= (each.marks == deciding.YES).astype(np.int64) << place
        maybe |= (each.marks != deciding.NO).astype(np.int64) << place
    return yes, maybe


def _texts(belongs: pl.Series, marks: Rupiah, families: int) -> pl.Series:
    """By family what its members count by, as text: bits of each, in their order, divided by commas. All are sorted together and made
    texts of lists: asked group by group the same takes ten times as long."""
    some = pl.DataFrame({"family": belongs.cast(pl.UInt32), "bits": marks}).filter(pl.col("bits") != 0)
    some = some.sort("family", "bits").with_columns(pl.col("bits").cast(pl.String))
    lists = some.group_by("family", maintain_order=True).agg("bits")
    told = lists.with_columns(pl.col("bits").list.join(","))
    rows = pl.DataFrame({"family": pl.int_range(families, dtype=pl.UInt32, eager=True)})
    return rows.join(told, on="family", how="left", maintain_order="left")["bits"].fill_null("")


def _masks(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(",")) if text else ()


def of_keluarga(
    programme: Programme, year: int, references: Collection[str], on: dt.date
) -> dict[str, Cost] | None:  # fmt: skip
    """What these keluarga get in one payment by the registry readers see now; None where every share costs the same. Raises as
    `facts.registry` and `reckoned`."""
    held = table(programme, year, on)
    return None if held is None else reckoned(facts.registry(), held, on).of(references)
