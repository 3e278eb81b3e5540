"""What another rule would do to the families there are: who enters, who leaves, of whom it is not known, where, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from selaras.engine.eligibility.answering import Outcome

NUMBERS: Final = ("sebelum", "sesudah", "masuk", "keluar", "belum_tahu")
_YES, _UNKNOWN = Outcome.LAYAK.value, Outcome.BELUM_TAHU.value


@dataclass(frozen=True)
class Tried:
    """Outcomes of every family: under the rule that holds (None: none does) and under the new one, as deciding.Decided tells them;
    `kode_desa` and `desil` beside, null where not known. `family`: where rows are persons, the number of the keluarga of each."""

    before: pl.Series | None
    after: pl.Series
    kode_desa: pl.Series
    desil: pl.Series
    family: pl.Series | None = None

    def frame(self) -> pl.DataFrame:
        """A row per family: kode_desa, desil, and a Boolean for each of NUMBERS."""
        nobody = pl.repeat(value=False, n=len(self.after), eager=True)
        was = nobody if self.before is None else self.before == _YES
        now = self.after == _YES
        return pl.DataFrame(
            {
                "kode_desa": self.kode_desa, "desil": self.desil, "sebelum": was, "sesudah": now, "masuk": now & ~was,
                "keluar": was & ~now, "belum_tahu": self.after == _UNKNOWN,
            }
        )  # fmt: skip


def counts(tried: Tried) -> dict[str, Any]:
    """The figures of a dry run, as a version keeps them: `semua`, and by `kecamatan`, `desa` and `desil` rows of [code, *NUMBERS], the
    code "" where it is not known. Places without anybody in NUMBERS are left out. Of a programme about persons these count persons;
    `orang`: how many there are, `semua_keluarga`: the same numbers of keluarga, which are reached when one of theirs is."""
    frame = tried.frame()
    # Codes are taken apart once a village, not once a family.
    villages = _summed(frame, pl.col("kode_desa"))
    return {
        **_by_family(frame, tried.family),
        "semua": {name: int(frame[name].sum()) for name in NUMBERS},
        "kecamatan": _by(villages, pl.col("kode_desa").str.split(".").list.head(3).list.join(".")),
        "desa": _by(villages, pl.col("kode_desa")),
        "desil": _by(_summed(frame, pl.col("desil")), pl.col("desil").cast(pl.Int64).cast(pl.String)),
    }


def _by_family(frame: pl.DataFrame, family: pl.Series | None) -> dict[str, Any]:
    if family is None:
        return {"keluarga": frame.height}
    any_of = [pl.col(name).any() for name in ("sebelum", "sesudah", "belum_tahu")]
    lifted = frame.with_columns(family.alias("family")).group_by("family").agg(any_of)
    was, now, open_ = lifted["sebelum"], lifted["sesudah"], lifted["belum_tahu"]
    found = {
        "sebelum": was,
        "sesudah": now,
        "masuk": now & ~was,
        "keluar": was & ~now,
        "belum_tahu": open_ & ~now,
    }
    return {
        "keluarga": lifted.height, "orang": frame.height,
        "semua_keluarga": {name: int(marks.sum()) for name, marks in found.items()},
    }  # fmt: skip


def _summed(frame: pl.DataFrame, key: pl.Expr) -> pl.DataFrame:
    return frame.group_by(key).agg(pl.col(*NUMBERS).sum().cast(pl.Int64))


def _by(frame: pl.DataFrame, key: pl.Expr) -> list[list[Any]]:
    found = _summed(frame, key.fill_null("").alias("key")).filter(pl.any_horizontal(pl.col(*NUMBERS) > 0))
    rows = [list(each) for each in found.rows()]
    return sorted(rows, key=lambda row: (row[0] == "", len(row[0]), row[0]))


def rows(tried: Tried, which: str) -> list[int]:
    """Numbers of the rows of those that do one of NUMBERS."""
    return [int(each) for each in tried.frame()[which].arg_true()]


@dataclass(frozen=True, slots=True)
class Spending:
    """What serving everybody eligible costs in a year where the benefit differs by family. Whole rupiah. `highest`: of one family at
    most; `nothing`: eligible families nothing counts for."""

    highest: int
    needed: int
    nothing: int


def spending(after: pl.Series, rupiah: pl.Series, highest: int) -> Spending:
    """`after`: outcomes of families; `rupiah`: what each of them would get in a year."""
    mine = rupiah.filter(after == _YES)
    return Spending(highest, int(mine.sum()), int((mine <= 0).sum()))


def cost(
    lines: Sequence[Mapping[str, Any]], eligible: int, needed: int | None = None
) -> list[dict[str, Any]]:
    """What serving everybody eligible would cost by each line of money {line, cost, budget, quota, differs}: `needed` whole rupiah, `mean`
    of them for each, `enough` how many the line serves (None: without end; of a line that `differs` as far as it goes at the mean),
    `short` rupiah that are missing (0: none; None: it has no budget). `needed`: by all lines that differ."""
    return [_cost(each, eligible, needed) for each in lines]


def _cost(each: Mapping[str, Any], eligible: int, needed: int | None) -> dict[str, Any]:
    differs = needed is not None and bool(each.get("differs"))
    total = needed if differs and needed is not None else eligible * each["cost"]
    mean = (total // eligible if eligible else 0) if differs else each["cost"]
    return {
        **each, "needed": total, "mean": mean, "enough": served({**each, "cost": mean}),
        "short": None if each["budget"] is None else max(0, total - each["budget"]),
    }  # fmt: skip


def served(line: Mapping[str, Any]) -> int | None:
    """How many a line of money serves at most; None where neither budget nor quota ends it."""
    ends = [] if line["quota"] is None else [int(line["quota"])]
    if line["budget"] is not None and line["cost"] > 0:
        ends.append(int(line["budget"]) // int(line["cost"]))
    return min(ends) if ends else None
