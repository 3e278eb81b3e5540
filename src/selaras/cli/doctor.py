"""selaras doctor: whether this machine and this copy of Selaras are fit for work."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from selaras.cli import indonesian, screen
from selaras.kernel import errors, findings
from selaras.kernel.wilayah import tables as regions
from selaras.pipeline import catalogue, versions, words
from selaras.pipeline.report import geometry

GIB = 2**30
_OLDEST = (3, 11)
_VILLAGES = 80_000


def _python() -> tuple[bool, str]:
    return sys.version_info[:2] >= _OLDEST, platform.python_version()


def _cores() -> tuple[bool, str]:
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return count >= 2, f"{count} inti"


def _memory() -> tuple[bool, str]:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return size >= 3 * GIB, f"{words.decimal(size / GIB)} GiB"


def _disk() -> tuple[bool, str]:
    free = shutil.disk_usage(Path.cwd()).free
    return free >= 2 * GIB, f"{words.decimal(free / GIB)} GiB bebas di folder ini"


def _writable() -> tuple[bool, str]:
    with tempfile.NamedTemporaryFile(dir=Path.cwd(), prefix=".selaras-"):
        return True, "folder ini dapat ditulisi"


def _texts() -> tuple[bool, str]:
    return True, f"{len(errors.catalogue())} pesan, {len(findings.catalogue())} macam catatan"


def _regions() -> tuple[bool, str]:
    count = len(regions.names())
    return count > _VILLAGES, f"{words.count(count)} kode wilayah"


def _maps() -> tuple[bool, str]:
    layers = [geometry.of(code) for code in geometry.available()]
    villages = sum(len(layer.villages) for layer in layers if layer)
    return villages > 0, f"{len(layers)} kabupaten/kota, {words.count(villages)} batas desa"


def _profiles() -> tuple[bool, str]:
    return len(catalogue.PROFILES) > 0, f"{len(catalogue.PROFILES)} jenis berkas"


_CHECKS: tuple[tuple[str, Callable[[], tuple[bool, str]], str], ...] = (
    ("Python", _python, "Pasang Python 3.11 atau lebih baru."),
    ("Prosesor", _cores, "Dua inti atau lebih membuat pekerjaan lebih cepat."),
    ("Memori", _memory, "Sediakan 4 GiB untuk satu juta baris."),
    ("Disk", _disk, "Kosongkan ruang disk sampai 2 GiB."),
    ("Izin tulis", _writable, "Pindah ke folder yang boleh Anda tulisi."),
    ("Teks", _texts, "Pasang ulang Selaras."),
    ("Wilayah", _regions, "Pasang ulang Selaras."),
    ("Peta", _maps, "Pasang ulang Selaras."),
    ("Jenis berkas", _profiles, "Pasang ulang Selaras."),
)


@click.command(cls=indonesian.Command)
def doctor() -> int:
    """Periksa apakah komputer dan pasangan Selaras ini siap dipakai."""
    rows, well = [], True
    for name, probe, advice in _CHECKS:
        fit, found = _asked(probe)
        well = well and fit
        rows.append([name, "siap" if fit else "perlu ditinjau", found, "" if fit else advice])
    rows += [[name, "siap", version, ""] for name, version in versions.packages().items()]
    screen.grid(["Yang diperiksa", "Keadaan", "Ditemukan", "Langkah berikutnya"], rows)
    screen.say("Semua siap." if well else "Ada yang perlu ditinjau; lihat kolom langkah berikutnya.", "bold")
    return 0 if well else 2


def _asked(probe: Callable[[], tuple[bool, str]]) -> tuple[bool, str]:
    try:
        return probe()
    except Exception as error:  # a broken installation may break in any way; the check must still print
        return False, type(error).__name__
