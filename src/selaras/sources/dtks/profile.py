"""What DTKS files look like: the SIKS-NG export (one row per member) and BDT 2015 (101 columns, household repeated)."""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import fields
from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.dtks import bdt, convert

ANGGOTA: Final = Part(
    name="anggota",
    fields=(
        Field("id_dtks", ("ID DTKS", "IDDTKS", "ID_DTKS", "ID BDT"), characteristic=True),
        *fields.having(*fields.WHERE, optional=("dusun", "rt", "rw")),
        *fields.having("kk", "nik", required=("nik",)),
        *fields.having(*fields.WHO, required=("nama",), characteristic=("nama_ibu",)),
        *fields.having("hubungan"),
        Field(
            "padan",
            ("KETERANGAN PADAN", "Ket Padan", "Status Padan", "Padan Capil", "Keterangan Padan Dukcapil"),
            characteristic=True,
        ),
        Field("bpnt", ("BANSOS BPNT", "BPNT", "Bansos Sembako", "Bansos BPNT/Sembako"), characteristic=True),
        Field("pkh", ("BANSOS PKH", "PKH"), characteristic=True),
        Field("bpnt_ppkm", ("BANSOS BPNT-PPKM", "BPNT-PPKM", "BPNT PPKM"), characteristic=True),
        Field("pbi", ("PBI JKN", "PBI-JKN", "PBI JK", "PBI-JK", "Bansos PBI"), characteristic=True),
    ),
    signature=(("id_dtks", "nama_ibu"), ("id_dtks", "bpnt"), ("id_dtks", "padan"), ("padan", "bpnt", "pkh")),
    ignored=("NO", "NO.", "Nomor", "Keterangan", "Foto"),
)

BDT: Final = Part(
    name="art",
    fields=bdt.FIELDS,
    signature=(("id_ruta", "hubungan_krt"), ("id_ruta", "persentil")),
    ignored=bdt.IGNORED,
)

PROFILES: Final = (
    Profile("dtks_siksng", "dtks", "DTKS, ekspor SIKS-NG", (ANGGOTA,), convert.anggota),
    Profile("dtks_bdt2015", "dtks", "BDT 2015 (pendahulu DTKS)", (BDT,), bdt.convert),
)
