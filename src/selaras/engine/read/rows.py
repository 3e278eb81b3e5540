"""Which rows below a header are data, and why the others are not.

A row is left out only when it is positively something else. A row that is merely poor in cells stays: it may be a
person about whom little is known. Every row left out is reported by its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from selaras.engine.read import grid, header, sheet

_TOTAL = r"(?i)^\s*(?:sub[\s\-]*)?(?:grand\s*)?(?:total|jumlah|jml|subtotal|rekapitulasi|rekap)\b"
_FOOTER = re.compile(
    r"(?i)\b(mengetahui|menyetujui|mengesahkan|kepala\s+(dinas|desa|bidang|badan|seksi|kantor)|camat|lurah|sekretaris|ketua|bupati"
    r"|walikota|wali\s+kota|tertanda|ttd|nip\b|dicetak|tanggal\s+cetak|halaman|catatan|sumber\s*(data)?\s*:|keterangan\s*:"
    r"|petugas|pendata|penanggung\s*jawab|\*\)|tempat,?\s*tanggal|dst\b)"
)
_GROUP = re.compile(
    r"(?i)^(desa|kelurahan|kel\.|kecamatan|kec\.|dusun|wilayah|kabupaten|kota|rt|rw|lingkungan)\b"
)
_LONG_NUMBER = re.compile(r"\d{12,}|\d[.,]\d+E\+")
_FEW = 3
_TAIL = 60
_LEADING = 4  # a total says so in one of the first columns


@dataclass(frozen=True, slots=True)
class Kept:
    """Places (in the grid) of data rows, rows left out by reason, and the group line above each data row."""

    data: pl.Series
    dropped: dict[str, list[int]] = field(default_factory=dict)
    sections: pl.Series | None = None


def sort(cells: grid.Grid, found: header.Found) -> Kept:
    """Sort the rows below the header."""
    columns = sorted(cells.texts)
    frame = pl.DataFrame([cells.texts[column].alias(f"c{column}") for column in columns]).slice(found.after)
    offset = found.after
    width = len(columns)
    few = max(_FEW, width * 3 // 10)
    filled = _filled(frame, few)
    dropped: dict[str, list[int]] = {sheet.BLANK: (filled == 0).arg_true().to_list()}
    rows = _Rows(frame, columns, found, cells)
    candidates = ((filled > 0) & ((filled <= few) | _odd(frame, found))).arg_true().to_list()
    for at in candidates:
        reason = rows.reason(at, few)
        if reason:
            dropped.setdefault(reason, []).append(at)
    _drop_notes(rows, dropped, filled, few)
    _drop_tail(rows, dropped, filled, few)
    out = {at for places in dropped.values() for at in places}
    keep = pl.int_range(frame.height, eager=True)
    if out:
        keep = keep.filter(~keep.is_in(sorted(out)))
    sections = rows.sections(keep, dropped.get(sheet.SECTION, []))
    shifted = {reason: sorted(at + offset for at in places) for reason, places in dropped.items() if places}
    return Kept(keep + offset, shifted, sections)


def _filled(frame: pl.DataFrame, few: int) -> pl.Series:
    """Cells with something in them, row by row. Exact where there are few, a lower bound above that."""
    # A text that sorts before "!" is empty or begins with a space: comparing is much faster than looking inside.
    rough = frame.select(
        pl.sum_horizontal((pl.all() >= "!").fill_null(value=False).cast(pl.UInt16))
    ).to_series()
    low = (rough <= few).arg_true()
    if not len(low):
        return rough
    inside = pl.sum_horizontal(pl.all().str.contains(r"\S").fill_null(value=False).cast(pl.UInt16))
    return rough.scatter(low, frame.select(pl.all().gather(low)).select(inside).to_series())


def _odd(frame: pl.DataFrame, found: header.Found) -> pl.Series:
    """Full rows that deserve a look: a total in front, or a header text in its own column."""
    leading = [pl.nth(place).str.contains(_TOTAL) for place in range(min(_LEADING, frame.width))]
    named = [(place, h.parts) for place, h in enumerate(found.headers) if h.parts]
    again = [pl.nth(place).is_in(list(parts)) for place, parts in named[:12]]
    numbers = [pl.nth(place).str.contains(r"^\s*[(\[]\s*\d{1,3}\s*[)\]]\s*$") for place, _ in named[:3]]
    tests = [test.fill_null(value=False) for test in (*leading, *numbers)]
    repeated = pl.sum_horizontal(test.fill_null(value=False).cast(pl.UInt16) for test in again) >= min(
        2, len(again)
    )
    return frame.select(pl.any_horizontal(*tests, repeated)).to_series()


class _Rows:
    """Single rows, looked at as a person would. Only the few odd ones come here."""

    def __init__(
        self, frame: pl.DataFrame, columns: Sequence[int], found: header.Found, cells: grid.Grid
    ) -> None:
        self._frame = frame
        self._found = found
        self._top = cells.height - frame.height
        self._numbers = numbers = cells.rows
        place = {column: at for at, column in enumerate(columns)}
        row_at = {row: at - self._top for at, row in enumerate(numbers.to_list())} if cells.merged else {}
        self._wide = {
            row_at[first + 1]: last_column - first_column + 1
            for first, first_column, _, last_column in cells.merged
            if first + 1 in row_at and first_column in place
        }
        self._width = len(columns)

    def texts(self, at: int) -> list[str]:
        return [" ".join((text or "").split()) for text in self._frame.row(at)]

    def reason(self, at: int, few: int) -> str | None:
        """Why the row is not data, or None."""
        texts = self.texts(at)
        filled = [text for text in texts if text]
        if self._is_header_again(texts, filled):
            return sheet.REPEATED_HEADER
        if header.is_numbering(texts) and ("(" in filled[0] or at < 3):
            return sheet.NUMBERING
        if any(_LONG_NUMBER.search(text.replace(".", "")) for text in filled):
            return None
        leading = [text for text in texts[: _LEADING + 2] if text][:2]
        if any(re.match(_TOTAL, text) for text in leading):
            return sheet.SUBTOTAL
        return sheet.SECTION if self._is_section(at, filled, few) else None

    def _is_section(self, at: int, filled: Sequence[str], few: int) -> bool:
        alone = len(filled) == 1 and len(filled) <= few and not _FOOTER.search(filled[0])
        return alone and bool(_GROUP.match(filled[0]) or self._is_wide(at))

    def is_footer(self, at: int, few: int) -> bool:
        filled = [text for text in self.texts(at) if text]
        if len(filled) > few or any(_LONG_NUMBER.fullmatch(text) and len(text) == 16 for text in filled):
            return False
        return any(_FOOTER.search(text) for text in filled)

    def is_poor(self, at: int, few: int) -> bool:
        """Few cells, and none that numbers a row of the list or holds a NIK."""
        filled = [text for text in self.texts(at) if text]
        return len(filled) <= min(few, 4) and not any(re.fullmatch(r"\d{16}", text) for text in filled)

    def gap_above(self, at: int, filled: pl.Series) -> bool:
        """A blank line, held in the grid or left out of it, stands above the row."""
        numbers = self._numbers
        return at > 0 and (
            not filled[at - 1] or int(numbers[at + self._top]) - int(numbers[at + self._top - 1]) > 1
        )

    def sections(self, keep: pl.Series, places: Sequence[int]) -> pl.Series | None:
        if not places:
            return None
        names = pl.DataFrame(
            {"at": places, "section": [next(t for t in self.texts(at) if t) for at in places]}
        )
        names = names.with_columns(pl.col("at").cast(pl.Int64)).sort("at")
        return pl.DataFrame({"at": keep.cast(pl.Int64)}).join_asof(names, on="at")["section"]

    @property
    def height(self) -> int:
        return self._frame.height

    def _is_wide(self, at: int) -> bool:
        return self._wide.get(at, 0) >= max(3, self._width // 2)

    def _is_header_again(self, texts: Sequence[str], filled: Sequence[str]) -> bool:
        same = sum(
            1
            for text, head in zip(texts, self._found.headers, strict=True)
            if text and text.casefold() in {part.casefold() for part in head.parts}
        )
        return same >= 0.7 * len(filled) and (same >= 2 or len(self._found.headers) == 1)


def _drop_notes(rows: _Rows, dropped: dict[str, list[int]], filled: pl.Series, few: int) -> None:
    """Instructions under the header: poor rows, and a gap before the first full row."""
    out = {at for places in dropped.values() for at in places}
    ahead = (filled > few).head(_TAIL).arg_max() or 0
    notes = [at for at in range(ahead) if filled[at] and at not in out]
    if notes and rows.gap_above(ahead, filled) and all(rows.is_poor(at, few) for at in notes):
        dropped[sheet.NOTE] = notes


def _drop_tail(rows: _Rows, dropped: dict[str, list[int]], filled: pl.Series, few: int) -> None:
    """The signature block and notes under the last full row: from the first line that says so to the end."""
    start = max(0, rows.height - _TAIL)
    tail = [at for at in range(start, rows.height) if filled[at]]
    first = next((at for at in tail if rows.is_footer(at, few) and _only_poor(rows, tail, at, few)), None)
    if first is None:
        return
    # The line above the signatures ("Tenggarong, 22 November 2026") stands behind a blank line.
    if first - 1 >= start and rows.is_poor(first - 1, few) and rows.gap_above(first - 1, filled):
        first -= 1
    taken = {at for at in range(first, rows.height) if filled[at]}
    for reason in list(dropped):
        if reason != sheet.BLANK:
            dropped[reason] = [at for at in dropped[reason] if at not in taken]
    dropped[sheet.FOOTER] = sorted(taken)


def _only_poor(rows: _Rows, tail: Sequence[int], first: int, few: int) -> bool:
    return all(rows.is_poor(at, few) for at in tail if at >= first)
