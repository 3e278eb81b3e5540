"""The zip container of XLSX and ODS, looked through while it is unpacked.

What a zip says about itself is held against it and never believed: what it declares must be within the limits, and
entries are unpacked in pieces, counted, and searched for what a workbook never has (macros, DTDs, entities). A reader
that is not ours may open the file only after `verify`.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from selaras.engine.read.limits import Limits
from selaras.engine.read.used_area import UsedArea
from selaras.kernel.errors import SelarasError

_PIECE = 1 << 23
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")
_XML = (".xml", ".rels", ".vml")
_DTD = (b"<!DOCTYPE", b"<!ENTITY")
_LONGEST_DTD = max(map(len, _DTD))
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


class Package:
    """A container whose listing is in order. Raises SelarasError, here and while reading, for one that is not."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._sizes: dict[str, int] = {}
        try:
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            raise self.broken() from error
        self._check_listing(entries)
        self._entries = {entry.filename: entry for entry in entries}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def broken(self) -> SelarasError:
        return SelarasError("baca_rusak", file=self.path.name)

    def read(self, name: str) -> bytes:
        """The whole entry."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """What the entry really unpacks to, in pieces of up to 8 MB, checked while it goes."""
        entry = self._entries.get(name)
        if entry is None:
            raise self.broken()
        is_xml = name.lower().endswith(_XML)
        size, tail = 0, b""
        try:
            for piece in _unpacked(self.path, entry):
                if is_xml:
                    self._refuse_dangerous(piece if size else piece.lstrip(b"\xef\xbb\xbf"), tail)
                    tail = piece[-_LONGEST_DTD:]
                size += len(piece)
                self._count(entry, size)
                yield piece
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError) as error:
            raise self.broken() from error

    def verify(self) -> None:
        """Go through every entry, so that a reader may open the file that lays out the whole used area in memory."""
        for name in self._entries:
            area = UsedArea() if name.lower().startswith("xl/worksheets/") else None
            for piece in self.pieces(name):
                if area is not None:
                    area.add(piece)
            if area is not None:
                self.refuse_cells(area.cells())

    def refuse_cells(self, cells: int) -> None:
        """Raises SelarasError when that many cells of one sheet are too many."""
        if cells > self._limits.cells:
            most = f"{self._limits.cells // 1_000_000} juta sel per lembar"
            size = f"{cells // 1_000_000} juta sel"
            raise SelarasError("baca_terlalu_besar", file=self.path.name, ukuran=size, batas=most)

    def _check_listing(self, entries: list[zipfile.ZipInfo]) -> None:
        names = [entry.filename.lower() for entry in entries]
        if len(entries) > self._limits.entries:
            raise self._bomb("terlalu banyak berkas di dalamnya")
        if len(set(names)) < len(names):
            raise self._bomb("nama ganda di dalamnya")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise SelarasError("baca_berkata_sandi", file=self.path.name)
        if any(name.endswith(_MACROS) or name.startswith(_MACRO_FOLDERS) for name in names):
            raise SelarasError("baca_bermakro", file=self.path.name)
        # A listing may understate, so `pieces` counts as well. What it admits is refused before it costs anything.
        if sum(entry.file_size for entry in entries) > self._limits.unpacked:
            raise self._too_large()
        for entry in entries:
            self._refuse_dense(entry, entry.file_size)

    def _count(self, entry: zipfile.ZipInfo, size: int) -> None:
        self._sizes[entry.filename] = max(size, self._sizes.get(entry.filename, 0))
        if sum(self._sizes.values()) > self._limits.unpacked:
            raise self._too_large()
        self._refuse_dense(entry, size)

    def _refuse_dense(self, entry: zipfile.ZipInfo, size: int) -> None:
        if size > self._limits.ratio_from and size > self._limits.ratio * max(entry.compress_size, 1):
            raise self._bomb("pemampatannya tidak wajar")

    def _too_large(self) -> SelarasError:
        return self._bomb("isinya terlalu besar")

    def _bomb(self, why: str) -> SelarasError:
        return SelarasError("baca_zip_berbahaya", file=self.path.name, sebab=why)

    def _refuse_dangerous(self, piece: bytes, tail: bytes) -> None:
        text = tail + piece
        if any(mark in text for mark in _DTD) or (not tail and piece.startswith(_OTHER_ENCODINGS)):
            raise SelarasError("baca_xml_berbahaya", file=self.path.name)


def _unpacked(path: Path, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Own unpacking: zipfile stops at the size an entry claims to have, other readers do not."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("unusual compression")
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    checksum = 0
    with path.open("rb") as stream:
        stream.seek(entry.header_offset)
        local = stream.read(_LOCAL_HEADER)
        if len(local) < _LOCAL_HEADER or not local.startswith(b"PK\x03\x04"):
            raise zipfile.BadZipFile("no local header")
        stream.seek(int.from_bytes(local[26:28], "little") + int.from_bytes(local[28:30], "little"), 1)
        left = entry.compress_size
        while left > 0:
            packed = stream.read(min(left, _PIECE))
            if not packed:
                raise zipfile.BadZipFile("cut off")
            left -= len(packed)
            while packed:
                piece = packed if inflate is None else inflate.decompress(packed, _PIECE)
                packed = b"" if inflate is None else inflate.unconsumed_tail
                checksum = zlib.crc32(piece, checksum)
                yield piece
    if inflate is not None:
        rest = inflate.flush()
        checksum = zlib.crc32(rest, checksum)
        if rest:
            yield rest
        if not inflate.eof:
            raise zipfile.BadZipFile("cut off")
    if checksum != entry.CRC:
        raise zipfile.BadZipFile("checksum")
