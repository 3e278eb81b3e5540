"""P3KE sheets into person and keluarga records. A family row gives the keluarga and the head it names."""

from __future__ import annotations

from typing import Final

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import records, steps, take
from selaras.sources.p3ke import codes

_WHERE: Final = (take.as_written("alamat"), take.rt_in_text("rt", "alamat"), take.rw_in_text("rw", "alamat"))
# BPNT and Sembako are one programme; the HIMBARA columns of 2023 repeat PKH and Sembako as paid by the banks.
_AID: Final = (
    take.code(
        "terima_sembako",
        codes.YA_TIDAK,
        "bpnt",
        "sembako",
        "sembako_2023",
        "sembako_keluarga_2023",
        fold=take.ANY_YES,
    ),
    take.code("terima_pkh", codes.YA_TIDAK, "pkh", "pkh_2023", "pkh_keluarga_2023", fold=take.ANY_YES),
    take.code("terima_bpum", codes.YA_TIDAK, "bpum"),
    take.code("terima_bst", codes.YA_TIDAK, "bst"),
    take.code("terima_prakerja", codes.YA_TIDAK, "prakerja"),
    take.code("terima_kur", codes.YA_TIDAK, "kur"),
)
_LIST: Final = (take.as_written("family_ref", "id_keluarga"), take.decile(), *_WHERE)
_PERSON: Final = (
    *_LIST,
    take.sex(),
    take.date("tanggal_lahir"),
    take.words("pekerjaan"),
    take.code("pendidikan", codes.PENDIDIKAN),
    take.code("padan", codes.PADAN),
    *_AID,
)

KELUARGA: Final = records.Recipe(
    table=tables.KELUARGA_RECORDS,
    numbers={"kk": "kk", "nik_kepala": "nik"},
    takes=(
        *_LIST,
        take.words("nama_kepala"),
        take.code("status_rumah", codes.STATUS_RUMAH),
        take.code("aset_simpanan", codes.YA_TIDAK),
        take.code("atap", codes.ATAP),
        take.code("dinding", codes.DINDING),
        take.code("lantai", codes.LANTAI),
        take.code("penerangan", codes.PENERANGAN),
        take.code("daya", codes.DAYA, "penerangan"),
        take.code("bahan_bakar", codes.BAHAN_BAKAR),
        take.code("air_minum", codes.AIR_MINUM),
        take.code("bab", codes.BAB),
        take.code("tinja", codes.TINJA, "bab"),
        take.code("risiko_stunting", codes.YA_TIDAK),
        *_AID,
    ),
)
KEPALA: Final = records.Recipe(
    table=tables.PERSON_RECORDS,
    numbers={"nik": "nik", "kk": "kk"},
    takes=(*_PERSON, take.words("nama", "nama_kepala")),
    constants={"part": "kepala", "hubungan": "kepala"},
)
INDIVIDU: Final = records.Recipe(
    table=tables.PERSON_RECORDS,
    numbers={"nik": "nik", "kk": "kk"},
    takes=(
        *_PERSON,
        take.as_written("person_ref", "id_individu"),
        take.words("nama"),
        take.code("hubungan", codes.HUBUNGAN),
        take.code("status_kawin", codes.KAWIN),
    ),
    constants={"part": "anggota"},
    steps=(steps.spouse_by_sex,),
)
MUSDES: Final = records.Recipe(
    table=tables.PERSON_RECORDS,
    numbers={"nik": "nik", "kk": "kk"},
    takes=(
        *_LIST,
        take.words("nama"),
        take.sex(),
        take.code("hubungan", codes.HUBUNGAN),
        take.code("status", codes.VERIFIKASI, "hasil_verifikasi"),
    ),
    constants={"part": "anggota"},
    steps=(steps.spouse_by_sex,),
)
RECIPES: Final = {"keluarga": (KELUARGA, KEPALA), "individu": (INDIVIDU,), "musdes": (MUSDES,)}


def file(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Records, lineage and findings of one P3KE file, whichever of its sheets it holds."""
    return records.deliver(recognition, edition, RECIPES)
