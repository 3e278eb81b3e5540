"""What stands in the decree about the recipients of programmes. Text for the legal section to check, not legal advice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from selaras.apps.programmes.rules import plans
from selaras.apps.programmes.rules.words import Mode
from selaras.kernel import dates
from selaras.shell import words as shell

LEAST_YEAR: Final = 2000
BASIS: Final = (
    "Undang-Undang Nomor 13 Tahun 2011 tentang Penanganan Fakir Miskin;",
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
    "Instruksi Presiden Nomor 8 Tahun 2025 tentang Optimalisasi Pelaksanaan Pengentasan Kemiskinan dan Penghapusan Kemiskinan Ekstrem.",
)
# Heads of the file with names; a cell is text, whatever it begins with.
HEADS: Final = (
    "Nomor", "Program", "Keluarga", "Kepala keluarga", "Orang", "NIK penerima (tersamar)", "Kode desa", "Desa/kelurahan", "Kecamatan",
    "Desil resmi", "Nilai", "Rupiah", "Putusan petugas", "Alasan putusan",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """Number and day of the decree, and who signs for which agency."""

    number: str
    on: dt.date
    by: str
    agency: str


@dataclass(frozen=True, slots=True)
class Line:
    """A programme in the decree: number of the rule, shares, whole rupiah of one; `spent` of all, where they differ."""

    name: str
    rule: str
    shares: int
    cost: int
    spent: int | None = None

    @property
    def rupiah(self) -> int:
        """Of all shares."""
        return self.shares * self.cost if self.spent is None else self.spent

    @property
    def each(self) -> str:
        """Of one, in words."""
        return shell.money(self.cost) if self.spent is None else "menurut komponen"


@dataclass(frozen=True, slots=True)
class Paper:
    """What the decree is about. `places`: kecamatan, families,
    shares; `changes`: keluarga, programme, word, reason; `rows`: head, masked NIK, village, programme; none where the list is apart."""

    title: str
    region: str
    year: int
    mode: str
    build: int
    seed: int
    digest: str
    signed: Signed
    programmes: Sequence[Line]
    places: Sequence[tuple[str, int, int]]
    changes: Sequence[tuple[str, str, str, str]]
    rows: Sequence[tuple[str, str, str, str]]
    families: int
    persons: int = 0
    villages: int = 0


def sound(number: str, on: dt.date | None, today: dt.date) -> bool:
    """Whether a decree can bear this number and day."""
    return bool(number.strip()) and on is not None and on.year >= LEAST_YEAR and on <= today


def _persons(paper: Paper) -> str:
    persons = (
        f", di dalamnya {shell.number(paper.persons)} orang yang ditetapkan sendiri," if paper.persons else ""
    )
    return persons + (f" dan {shell.number(paper.villages)} desa atau kelurahan" if paper.villages else "")


def contents(paper: Paper) -> dict[str, Any]:
    """Everything the template prints, as plain texts."""
    shares = sum(each.shares for each in paper.programmes)
    rupiah = sum(each.rupiah for each in paper.programmes)
    way = str(plans.MODES[Mode(paper.mode)])
    changed = len(paper.changes)
    return {
        "pemerintah": paper.region.upper(), "nomor": paper.signed.number,
        "tentang": f"PENERIMA PROGRAM TAHUN {paper.year} DI {paper.region}".upper(),
        "menimbang": [
            "bahwa yang layak menerima lebih banyak daripada anggaran dan kuota yang tersedia, sehingga penerima perlu ditetapkan "
            "menurut aturan yang dapat dijelaskan kepada setiap keluarga;",
            f"bahwa usulan penerima dihitung dari susunan registri nomor {paper.build} dengan aturan yang berlaku, dengan cara {way}, "
            "diperiksa ulang terhadap semua batas, dan disetujui orang yang tidak menyusunnya;",
        ],
        "mengingat": list(BASIS),
        "diktum": [
            f"Menetapkan {shell.number(paper.families)} keluarga{_persons(paper)} sebagai penerima {shell.number(shares)} jatah program senilai "
            f"{shell.money(rupiah)} ({paper.title}) sebagaimana tercantum dalam lampiran.",
            "Pengganti penerima yang batal diambil menurut urutan antrean rencana ini.",
            f"Rencana memuat {shell.number(changed)} putusan petugas yang berbeda dari usulan hitungan, masing-masing dengan alasannya.",
            "Keluarga yang keberatan dapat menyampaikan pengaduan melalui desa, kelurahan, atau perangkat daerah pemilik program.",
            "Keputusan ini mulai berlaku pada tanggal ditetapkan.",
        ],
        "tanggal": dates.long(paper.signed.on), "penanda_tangan": paper.signed.by, "instansi": paper.signed.agency,
        "sidik": paper.digest, "benih": str(paper.seed),
        "program": [
            [each.name, each.rule, shell.number(each.shares), each.each, shell.money(each.rupiah)]
            for each in paper.programmes
        ],
        "kecamatan": [[name, shell.number(n), shell.number(many)] for name, n, many in paper.places],
        "perubahan": [list(each) for each in paper.changes],
        "baris": [[str(place), *row] for place, row in enumerate(paper.rows, start=1)],
        "daftar_terpisah": "Daftar penerima terlalu panjang untuk dicetak di sini. Daftar itu ada pada berkas XLSX rencana ini, yang "
        "pengunduhannya dicatat; sidiknya tercantum di kaki halaman.",
    }  # fmt: skip
