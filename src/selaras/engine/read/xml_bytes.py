"""Looking through the XML of a spreadsheet as an array of bytes: where tags open, what stands between them.

Spreadsheet programs write a small and regular part of XML. These functions read that part, millions of cells at once,
and say `Unfamiliar` to anything else; the caller then takes the slow and general way.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_PAD = b" " * 32  # so that looking a few signs ahead never leaves the text
_LT, _GT, _SLASH, _ZERO, _NINE = (ord(sign) for sign in "<>/09")
_ENTITY = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Unfamiliar(Exception):  # noqa: N818 - not an error: a fork in the road
    """This XML is not written the way spreadsheet programs write it."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of XML with the places of all its tags. `open[i]` and `close[i]` are the < and > of tag i."""

    raw: Bytes
    open: Places
    close: Places

    def named(self, name: bytes) -> Places:
        """The start tags of that name, as places in `open`."""
        tags = np.flatnonzero(self.raw[self.open + 1] == name[0])
        at = self.open[tags]
        hit = np.ones(len(tags), dtype=np.bool_)
        for offset, sign in enumerate(name[1:], start=2):
            hit &= self.raw[at + offset] == sign
        after = self.raw[at + len(name) + 1]
        found: Places = tags[hit & ((after == _GT) | (after <= ord(" ")) | (after == _SLASH))]
        return found

    def is_empty(self, tags: Places) -> Flags:
        """Which of these tags close themselves: <c r="A1"/>."""
        closed: Flags = self.raw[self.close[tags] - 1] == _SLASH
        return closed

    def content(self, tags: Places) -> tuple[Places, Places]:
        """Start and end of the text behind each of these start tags, up to the next tag."""
        start = self.close[tags] + 1
        following = np.minimum(tags + 1, len(self.open) - 1)
        end = np.where(self.is_empty(tags), start, self.open[following])
        if (end < start).any():
            raise Unfamiliar
        return start, end


def markup(text: bytes) -> Markup:
    """Find all tags. Unfamiliar where < and > do not alternate (a bare > in a text, comments, CDATA)."""
    if b"<!" in text:
        raise Unfamiliar
    raw = np.frombuffer(text + _PAD, dtype=np.uint8)
    opened, closed = np.flatnonzero(raw == _LT), np.flatnonzero(raw == _GT)
    if len(opened) != len(closed):
        opened, closed = _paired(opened, closed)
    if (opened > closed).any() or (opened[1:] < closed[:-1]).any():
        opened, closed = _paired(opened, closed)
    return Markup(raw, opened, closed)


def _paired(opened: Places, closed: Places) -> tuple[Places, Places]:
    """The first > behind every <: others are signs of the text."""
    following = np.searchsorted(closed, opened)
    if len(opened) and following[-1] >= len(closed):
        raise Unfamiliar
    closed = closed[following]
    if (opened[1:] < closed[:-1]).any():
        raise Unfamiliar
    return opened, closed


def digits(raw: Bytes, start: Places, most: int) -> tuple[Places, Places]:
    """The whole number that begins at each place, and how many digits it has (0 where there is none)."""
    value = np.zeros(len(start), dtype=np.int64)
    length = np.zeros(len(start), dtype=np.int64)
    going = np.ones(len(start), dtype=np.bool_)
    for offset in range(most):
        sign = raw[start + offset]
        going &= (sign >= _ZERO) & (sign <= _NINE)
        if not going.any():
            break
        value = np.where(going, value * 10 + sign - _ZERO, value)
        length += going
    return value, length


def texts(raw: Bytes, start: Places, end: Places) -> pl.Series:
    """The text between each start and end as a String series, entities resolved. Raises Unfamiliar for broken UTF-8."""
    length = end - start
    offsets = np.zeros(len(start) + 1, dtype=np.int64)
    np.cumsum(length, out=offsets[1:])
    at = np.arange(offsets[-1], dtype=np.int64) + np.repeat(start - offsets[:-1], length)
    content = raw[at]
    array = pa.Array.from_buffers(
        pa.large_string(),
        len(start),
        [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(content))],
    )
    if (content >= 0x80).any():
        try:
            array.validate(full=True)
        except pa.ArrowInvalid as error:
            raise Unfamiliar from error
    found = pl.Series(array, dtype=pl.String)
    return (
        _resolved(found)
        if (content == ord("&")).any() or b"_x" in content.tobytes() or (content == 0x0D).any()
        else found
    )


def _resolved(found: pl.Series) -> pl.Series:
    """Entities, Excel's _x000D_ and line ends, in the few texts that have any."""
    hit = found.str.contains(r"[&\r]|_x[0-9A-Fa-f]{4}_")
    odd = found.filter(hit).unique()
    table = pl.DataFrame({"text": odd, "plain": pl.Series([plain(text) for text in odd], dtype=pl.String)})
    joined = found.to_frame("text").join(table, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("plain", "text")).to_series()


def plain(text: str) -> str:
    """One XML text as it was meant."""
    text = html.unescape(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _ENTITY.sub(lambda match: chr(int(match.group(1), 16)), text)
