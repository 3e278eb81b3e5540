"""SIAK extract into person records: the register of residents with deaths and moves."""

from __future__ import annotations

from typing import Final

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import records, steps, take
from selaras.sources.dukcapil import codes

RECIPES: Final = {
    "penduduk": (
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik", "kk": "kk"},
            takes=(
                take.words("nama"),
                take.words("nama_ibu"),
                take.sex(),
                take.date("tanggal_lahir"),
                take.words("tempat_lahir"),
                *take.PLACE,
                take.code("pekerjaan", codes.PEKERJAAN),
                take.code("pendidikan", codes.PENDIDIKAN),
                take.code("hubungan", codes.HUBUNGAN),
                take.code("status_kawin", codes.KAWIN),
                take.code("status", codes.STATUS),
                take.date("status_date", "status_date", "tanggal_pindah"),
            ),
            constants={"part": "anggota"},
            steps=(steps.spouse_by_sex, steps.family_or_kk),
        ),
    )
}


def convert(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Person records, lineage and findings of one SIAK extract."""
    return records.deliver(recognition, edition, RECIPES)
