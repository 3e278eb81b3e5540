"""Looks for canaries: every form in which a known number or name could stand in bytes, whatever wrote them.

Numbers are looked for as runs of sixteen digits (plain, grouped, UTF-16) among all numbers of the made-up kabupaten, and those of the
canaries, and the account of one, also as base64, hexadecimal, integers and plain hashes. Names only those of the canaries: others are common words.
What is found is told by place, kind and form, never by its value.
"""

import base64
import gzip
import hashlib
import io
import mmap
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

# One blank, dot or dash between digits does not hide a number; UTF-16 puts a zero byte between them.
_GROUPED = re.compile(rb"\d(?:[ .\-]?\d){15,}")
_WIDE = re.compile(rb"\d(?:\x00\d){15,}")
_BETWEEN = re.compile(rb"[ .\-\x00]")
_DEEPEST, _DIGITS = 3, 16
NUMBER, NAME = "nomor", "nama"


@dataclass(frozen=True)
class Hit:
    """Something that should not be there."""

    where: str
    kind: str
    form: str


@dataclass(frozen=True)
class Known:
    """What is looked for. `numbers`: all NIK and KK as ASCII; `marked`: those of the canaries; `names`: theirs."""

    numbers: frozenset[bytes]
    marked: tuple[str, ...]
    names: tuple[str, ...]

    def forms(self, *kinds: str) -> list[tuple[bytes, str, str]]:
        """Bytes to look for, kind, form."""
        found = []
        if NUMBER in kinds:
            found += [(form, NUMBER, name) for text in self.marked for name, form in _of_number(text)]
        if NAME in kinds:
            found += [(form, NAME, name) for text in self.names for name, form in _of_name(text)]
        return found


def _of_number(text: str) -> Iterator[tuple[str, bytes]]:
    plain = text.encode()
    if len(text) != _DIGITS:
        # Those of sixteen are found among all numbers of that length; accounts are looked for as they are written.
        yield "teks", plain
        yield "UTF-16", text.encode("utf-16-le")
    yield from _encoded(plain)
    for byte_order in "<>":
        yield "bilangan bulat", struct.pack(f"{byte_order}q", int(text))
    for name in ("md5", "sha1", "sha256"):
        digest = hashlib.new(name, plain)
        yield f"{name} polos", digest.digest()
        yield f"{name} polos", digest.hexdigest().encode()


def _of_name(text: str) -> Iterator[tuple[str, bytes]]:
    for written in (text.upper(), text.title(), text.lower()):
        yield "teks", written.encode()
        yield "UTF-16", written.encode("utf-16-le")
        yield "di alamat", written.replace(" ", "%20").encode()
        yield "di alamat", written.replace(" ", "+").encode()
        yield from _encoded(written.encode())


def _encoded(plain: bytes) -> Iterator[tuple[str, bytes]]:
    yield "heksadesimal", plain.hex().encode()
    for shift in range(3):
        # The characters of base64 that come from these bytes alone, wherever the text around them begins.
        whole = base64.b64encode(b"\0" * shift + plain)
        inner = whole[(0, 2, 3)[shift] :].rstrip(b"=")
        yield "base64", inner[: len(inner) - (len(inner) + (0, 2, 3)[shift]) % 4 or None]


def in_bytes(data: bytes | mmap.mmap, known: Known, where: str, kinds: Iterable[str]) -> set[Hit]:
    """Hits in raw bytes."""
    kinds, found = tuple(kinds), set()
    if NUMBER in kinds:
        for pattern, form in ((_GROUPED, "teks"), (_WIDE, "UTF-16")):
            for run in pattern.finditer(data):
                digits = _BETWEEN.sub(b"", run[0])
                windows = (digits[i : i + 16] for i in range(len(digits) - 15))
                if not known.numbers.isdisjoint(windows):
                    found.add(Hit(where, NUMBER, form))
    found |= {Hit(where, kind, form) for text, kind, form in known.forms(*kinds) if data.find(text) >= 0}
    return found


def in_file(path: Path, known: Known, where: str, kinds: Iterable[str]) -> set[Hit]:
    """Hits in a file as it stands, and in what is packed in it (gzip, zip, Parquet)."""
    kinds = tuple(kinds)
    if not path.is_file() or path.is_symlink() or not path.stat().st_size:
        return set()
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = in_bytes(data, known, where, kinds)
        packed = bytes(data) if data[:4] in {b"PAR1", b"PK\x03\x04"} or data[:2] == b"\x1f\x8b" else b""
    return found | (_unpacked(packed, known, where, kinds, 0) if packed else set())


def _unpacked(data: bytes, known: Known, where: str, kinds: tuple[str, ...], depth: int) -> set[Hit]:
    inside: list[bytes] = []
    if depth < _DEEPEST and data[:2] == b"\x1f\x8b":
        inside = [gzip.decompress(data)]
    elif depth < _DEEPEST and data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            inside = [box.read(name) for name in box.namelist()]
    elif data[:4] == b"PAR1":
        inside = [pl.read_parquet(io.BytesIO(data)).write_json().encode()]
    found: set[Hit] = set()
    for part in inside:
        found |= in_bytes(part, known, where, kinds) | _unpacked(part, known, where, kinds, depth + 1)
    return found


def in_folder(folder: Path, known: Known, where: str, kinds: Iterable[str]) -> set[Hit]:
    """Hits in all files below a folder, and in their names."""
    kinds, found = tuple(kinds), set()
    for path in sorted(folder.rglob("*")):
        place = f"{where}/{path.relative_to(folder)}"
        found |= in_bytes(path.name.encode(), known, f"{where}: nama berkas", kinds)
        found |= in_file(path, known, place, kinds)
    return found
