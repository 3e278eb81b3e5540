"""How much of a file may be unpacked before it is opened at all. Real exports of a large kabupaten stay far below."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Refuse what is larger.

    file_bytes  size of the file on disk
    entries     files inside a zip container
    unpacked    bytes of all files inside a zip container, as declared and again as counted while unpacking
    ratio       unpacked bytes per packed byte of one entry, looked at from `ratio_from` bytes on
    cells       cells of one sheet, counted as height times width of the used area
    """

    file_bytes: int = 600_000_000
    entries: int = 5_000
    unpacked: int = 4_000_000_000
    ratio: int = 250
    ratio_from: int = 50_000_000
    cells: int = 60_000_000


LIMITS = Limits()
