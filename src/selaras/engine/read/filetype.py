"""What a file really is, by its content. The ending of its name is not believed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from selaras.engine.read.limits import Limits
from selaras.kernel.errors import SelarasError

Type = Literal["xlsx", "xls", "ods", "html", "text"]

_HEAD = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The workbook begins (BIFF8 or BIFF5) and the next record but write protection says "encrypted from here" [MS-XLS 2.4.117].
_LOCKED_XLS = re.compile(
    rb"\x09\x08(?:\x10\x00\x00\x06\x05\x00.{12}|\x08\x00\x00\x05\x05\x00.{4})(?:\x86\x00\x00\x00)?\x2f\x00",
    re.DOTALL,
)
_NOT_TABLES = (
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"{\\rtf", "dokumen RTF"),
    (b"SQLite format 3", "basis data SQLite"),
    (b"PAR1", "berkas Parquet"),
)
_HTML = (
    b"<!doctype html",
    b"<html",
    b"<table",
    b"<head",
    b"<body",
    b"<meta",
    b"<style",
    b"<div",
    b"<center",
    b"<script",
)


def of(path: Path, limits: Limits) -> Type:
    """The type of a file that can be read. Raises SelarasError for all others, and for an empty or too large file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise SelarasError("baca_tidak_ada", file=path.name) from error
    if size > limits.file_bytes:
        raise SelarasError(
            "baca_terlalu_besar", file=path.name, ukuran=_megabytes(size), batas=_megabytes(limits.file_bytes)
        )
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise SelarasError("baca_kosong", file=path.name)
    if head.startswith(b"PK"):
        return _of_zip(path)
    if head.startswith(_OLE):
        return _of_ole(path)
    return _of_plain(path, head)


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000} MB"


def _of_plain(path: Path, head: bytes) -> Type:
    if b"%PDF-" in head[:1024]:
        raise SelarasError("baca_bukan_tabel", file=path.name, jenis="berkas PDF")
    for magic, name in _NOT_TABLES:
        if head.startswith(magic):
            raise SelarasError("baca_bukan_tabel", file=path.name, jenis=name)
    start = _decoded_start(head)
    if start.startswith((b"<?xml", b"<")) and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise SelarasError("baca_tak_didukung", file=path.name, jenis="XML Spreadsheet 2003")
    if start.startswith(b"<") and any(tag in start for tag in _HTML):
        return "html"
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SelarasError("baca_bukan_tabel", file=path.name, jenis="berkas biner yang tidak dikenal")
    return "text"


def _decoded_start(head: bytes) -> bytes:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def _of_zip(path: Path) -> Type:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise SelarasError("baca_rusak", file=path.name) from error
    if "xl/workbook.xml" in names:
        return "xlsx"
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet") and "content.xml" in names:
        return "ods"
    if "xl/workbook.bin" in names:
        raise SelarasError("baca_tak_didukung", file=path.name, jenis="XLSB")
    if mimetype.startswith(b"application/vnd.oasis.opendocument") or any(
        name.startswith(("word/", "ppt/")) for name in names
    ):
        raise SelarasError("baca_bukan_tabel", file=path.name, jenis="dokumen teks atau presentasi")
    raise SelarasError("baca_bukan_tabel", file=path.name, jenis="arsip ZIP")


def _of_ole(path: Path) -> Type:
    """Old Office container. Its directory names the streams in UTF-16."""
    content = path.read_bytes()

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage") or _LOCKED_XLS.search(content):
        raise SelarasError("baca_berkata_sandi", file=path.name)
    if not (holds("Workbook") or holds("Book")):
        raise SelarasError("baca_bukan_tabel", file=path.name, jenis="dokumen Office lama")
    if holds("_VBA_PROJECT"):
        raise SelarasError("baca_bermakro", file=path.name)
    return "xls"
