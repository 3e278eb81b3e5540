"""A list of persons that leaves: heads and cells. Numbers masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from selaras.apps.registry import layout
from selaras.apps.registry.models import Person
from selaras.shell import words

MOST = 100_000
HEADS = (
    "ID orang", "ID keluarga", "Nama", "NIK", "Nomor KK", "Jenis kelamin", "Tanggal lahir", "Hubungan", "Kode desa",
    "Desa/kelurahan", "Kecamatan", "Alamat", "RT", "RW", "Status", "Desil resmi", "Sumber desil", "Edisi desil", "Sumber",
)  # fmt: skip


def rows(persons: Iterable[Person]) -> Iterator[Sequence[str | None]]:
    """The cells of each person."""
    for person in persons:
        values = layout.unpack(person.isi, layout.PERSON)
        born = person.tanggal_lahir.isoformat() if person.tanggal_lahir else ""
        yield [
            person.reference, person.keluarga, person.nama, words.masked(person.nik_tail), words.masked(person.kk_tail),
            person.jenis_kelamin, born, person.hubungan, person.kode_desa, values.get("desa"), values.get("kecamatan"),
            values.get("alamat"), values.get("rt"), values.get("rw"), person.status,
            "" if person.desil is None else str(person.desil), person.desil_source, person.desil_edition, person.sources,
        ]  # fmt: skip
