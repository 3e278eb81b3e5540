"""Two lists that leave the portal: the cases, and the persons Dukcapil is asked to match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from selaras.apps.discrepancies import rules
from selaras.apps.discrepancies.models import Discrepancy
from selaras.apps.registry import rules as registry_rules
from selaras.apps.registry.models import Person
from selaras.kernel.wilayah import tables

MOST = 100_000
CASES = (
    "Jenis", "Kecamatan", "Desa/kelurahan", "Kode desa", "ID keluarga", "ID orang", "Sumber pertama", "Edisi", "Nilai",
    "Sumber kedua", "Edisi", "Nilai", "Bidang", "Langkah berikutnya", "Ditutup pada", "Ditutup oleh", "Edisi verval", "Temuan",
)  # fmt: skip
# The answer comes back with the HASIL columns filled in; intake knows it as dukcapil_padan.
PADAN = (
    "NIK", "NO KK", "NAMA LENGKAP", "JENIS KELAMIN", "TEMPAT LAHIR", "TANGGAL LAHIR", "HASIL NIK", "HASIL NAMA",
    "HASIL TANGGAL LAHIR", "HASIL PADAN",
)  # fmt: skip


def case_rows(found: Iterable[Discrepancy], hints: Mapping[str, str]) -> Iterator[Sequence[str | None]]:
    """A row per case. Values are masked where they are sensitive."""
    names = tables.names()
    for row in found:
        desa = row.kode_desa or ""
        yield [
            rules.title(row.kind), names.get(desa[:8], ""), names.get(desa, ""), desa, row.keluarga, row.person,
            rules.source(row.source_a or ""), row.edition_a, row.value_a, rules.source(row.source_b or ""), row.edition_b,
            row.value_b, registry_rules.label(row.field) if row.field else "", hints.get(row.kind, ""), *_closed(row),
        ]  # fmt: skip


def _closed(row: Discrepancy) -> tuple[str, str, str, str]:
    by = row.closure.settlement if row.closure else None
    return (by.on.isoformat(), by.by_name, by.edition, by.evidence) if by else ("", "", "", "")


def padan_rows(
    persons: Iterable[Person], numbers: Mapping[int, str], born_at: Mapping[str, str]
) -> Iterator[Sequence[str | None]]:
    """A row per person who has a NIK; the answers stay empty."""
    for person in persons:
        if person.nik is None or person.nik not in numbers:
            continue
        born = person.tanggal_lahir.strftime("%d-%m-%Y") if person.tanggal_lahir else ""
        kk = numbers.get(person.kk, "") if person.kk else ""
        sex = {"L": "LAKI-LAKI", "P": "PEREMPUAN"}.get(person.jenis_kelamin or "", "")
        yield [
            numbers[person.nik],
            kk,
            person.nama or "",
            sex,
            born_at.get(person.reference, ""),
            born,
            "",
            "",
            "",
            "",
        ]
