"""What of a programme's counts anybody may read: the 10-5 rule, and so much hidden beside it that nothing comes back by subtraction.

A sheet holds for every kecamatan, and for all of them together, how many families were decided on (`putus`), got everything they
were to get (`sampai`), or did not yet (`belum`); putus = sampai + belum. A count under 10 is said to be FEW; others are rounded to
5, totals apart from their parts; what would give a small count away is HIDDEN. Sheets follow one another by period. A number that
was shown stays as it was until the count has moved by ten, so that two editions tell nothing about one family either.

The promise is kept by attack, not by argument: a number is shown only if `attack.Attacker` finds nothing afterwards, whatever was
published before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selaras.apps.programmes.rules import attack
from selaras.apps.programmes.rules.attack import (
    FEW,
    HIDDEN,
    MEASURES,
    PARTS,
    SMALLEST,
    STEP,
    TOTAL,
    Cell,
    Counts,
    Shown,
)


@dataclass(frozen=True)
class Edition:
    """A sheet with the counts behind it. `bases`: of each number that is shown the count it was rounded from."""

    shown: Shown
    counts: Counts
    bases: Mapping[Cell, int]


def period(day: dt.date) -> str:
    """The quarter of a day: 2026-T4. Four editions a year keep what all of them tell together small."""
    return f"{day.year}-T{(day.month + 2) // 3}"


def counts(rows: Mapping[str, tuple[int, int]]) -> dict[Cell, int]:
    """Cells of a table of (decided, delivered) by kecamatan. Raises ValueError where more arrived than was decided."""
    found: dict[Cell, int] = {}
    for row, (decided, delivered) in rows.items():
        if row == TOTAL or not 0 <= delivered <= decided:
            raise ValueError(f"{delivered} of {decided} in {row}")
        found |= {(row, "putus"): decided, (row, "sampai"): delivered, (row, "belum"): decided - delivered}
    for measure in MEASURES:
        found[TOTAL, measure] = sum(found[row, measure] for row in rows)
    return found


def sheet(rows: Mapping[str, tuple[int, int]], earlier: Sequence[Edition] = (), key: str = "") -> Edition:
    """What may be published of (decided, delivered) by kecamatan after the editions of the same programme and year, oldest first.

    `key` settles which kecamatan is hidden beside a small one; kept secret, it cannot be reckoned with.
    """
    true = counts(rows)
    plain, bases = _plain(true, earlier[-1] if earlier else None)
    # To begin with only which kecamatan have few; then more as far as nothing leaks.
    few = {row for row in rows if plain[row, "putus"] == FEW}
    shown: dict[Cell, int | str] = {cell: FEW if cell[0] in few else HIDDEN for cell in plain}
    attacker = attack.Attacker(
        [*(each.shown for each in earlier), shown], [*(each.counts for each in earlier), true]
    )

    def reveal(cells: Sequence[Cell]) -> None:
        wanted = {cell: plain[cell] for cell in cells if plain[cell] != shown[cell]}
        if not wanted or attacker.say(wanted):
            shown.update(wanted)
        elif half := len(cells) // 2:
            reveal(cells[:half])
            reveal(cells[half:])

    by_key = sorted(rows, key=lambda row: _order(key, row))
    reveal([(TOTAL, "putus")])
    reveal([(row, "putus") for row in by_key])
    for measure in PARTS:
        reveal([(TOTAL, measure)])
    for row in by_key:
        for measure in PARTS:
            reveal([(row, measure)])
    return Edition(shown, true, {cell: bases[cell] for cell, said in shown.items() if isinstance(said, int)})


def exact(rows: Mapping[str, tuple[int, int]]) -> Edition:
    """An edition of (decided, delivered) by village of a programme that gives to villages: who gets a well is no person, so nothing
    is rounded and nothing hidden."""
    true = counts(rows)
    return Edition(dict(true), true, true)


def _plain(true: Counts, before: Edition | None) -> tuple[dict[Cell, int | str], dict[Cell, int]]:
    """By the 10-5 rule alone, numbers kept that have not moved by ten; and the counts they are rounded from."""
    shown: dict[Cell, int | str] = {}
    bases: dict[Cell, int] = {}
    for cell, count in true.items():
        base = before.bases.get(cell) if before else None
        bases[cell] = base if base is not None and abs(count - base) < SMALLEST else count
        shown[cell] = FEW if count < SMALLEST else STEP * round(bases[cell] / STEP)
    for row, measure in true:
        # Of two small parts that make ten or more, to call both small would tell much of each.
        if (
            measure == "putus"
            and shown[row, measure] != FEW
            and all(shown[row, part] == FEW for part in PARTS)
        ):
            shown |= {(row, part): HIDDEN for part in PARTS}
    return shown, bases


def _order(key: str, row: str) -> str:
    return hashlib.sha256(f"{key}|{row}".encode()).hexdigest()


def packed(edition: Edition) -> dict[str, object]:
    """An edition as JSON: `shown` for anybody, `counts` and `bases` to be sealed."""

    def flat(cells: Mapping[Cell, object]) -> dict[str, object]:
        return {f"{row}|{measure}": said for (row, measure), said in cells.items()}

    return {"shown": flat(edition.shown), "counts": flat(edition.counts), "bases": flat(edition.bases)}


def unpacked(packed: Mapping[str, Mapping[str, object]]) -> Edition:
    """The same back again."""

    def cells(flat: Mapping[str, object]) -> dict[Cell, object]:
        return {(key.rpartition("|")[0], key.rpartition("|")[2]): said for key, said in flat.items()}

    return Edition(*(cells(packed[name]) for name in ("shown", "counts", "bases")))  # type: ignore[arg-type]
