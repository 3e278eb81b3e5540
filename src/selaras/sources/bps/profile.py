"""What BPS tables look like: regions down, years or measures across; or one figure per row with its period."""

from __future__ import annotations

import re
from typing import Final

from selaras.engine.read import sheet as sheets
from selaras.engine.read.profile import Field, Part, Profile
from selaras.sources.bps import convert

_REGION: Final = (
    "Wilayah",
    "Kabupaten/Kota",
    "Kab/Kota",
    "Kabupaten Kota",
    "Kabupaten/ Kota",
    "Nama Wilayah",
    "Provinsi",
    "Wilayah Se-Kalimantan Timur",
    "Kabupaten/Kota Se Kalimantan Timur",
    "Kecamatan",
    "Region",
    "Regency/Municipality",
)
_MOST_COLUMNS: Final = 80
_PERSONS: Final = re.compile(r"(?i)\b(?:nik|nama kepala|alamat|no\.? ?kk|tanggal lahir|desil)\b")
_FIGURE_HEAD: Final = (
    r"(?:.* )?(?:(?:19|20)\d\d|persen|persentase|miskin|kemiskinan|indeks|ipm|gini|pengangguran|tpt|tpak|penduduk|rata|"
    r"harapan|pengeluaran|jumlah|pdrb|garis|p0|p1|p2)(?: .*)?"
)
_FIGURES: Final = re.compile(
    r"(?i)\b(?:19|20)\d\d\b|persen|miskin|indeks|ipm|gini|pengangguran|penduduk|rata|harapan"
)
_MOST_FIGURES: Final = 60


def is_table_of_figures(sheet: sheets.Sheet) -> bool:
    """Few columns, none about a person, some headed by a year or by what BPS measures."""
    heads = [header.text for header in sheet.headers]
    if len(heads) > _MOST_COLUMNS or any(_PERSONS.search(head) for head in heads):
        return False
    return any(_FIGURES.search(head) for head in heads[1:])


WIDE: Final = Part(
    name="tabel",
    fields=(
        Field(
            "wilayah",
            _REGION,
            (r"kabupaten(?: \S+){0,4}", r"wilayah(?: \S+){0,4}"),
            required=True,
            characteristic=True,
        ),
        Field(
            "kode",
            ("Kode", "Kode Wilayah", "Kode BPS", "Kode Kab/Kota", "Kode Kabupaten/Kota"),
            optional=True,
        ),
        *(Field(f"angka_{n}", patterns=(_FIGURE_HEAD,), optional=True) for n in range(1, _MOST_FIGURES + 1)),
    ),
    ignored=("No", "No.", "Nomor", "Keterangan", "Catatan"),
    accepts=is_table_of_figures,
)
LONG: Final = Part(
    name="daftar",
    fields=(
        Field("wilayah", _REGION, required=True),
        Field("kode", ("Kode", "Kode Wilayah", "Kode BPS"), optional=True),
        Field("kode_kemendagri", ("kode_kemendagri", "Kode Kemendagri"), optional=True),
        Field("periode", ("Periode", "Tahun", "Tahun Data"), required=True, characteristic=True),
        Field(
            "ukuran", ("Ukuran", "Indikator", "Variabel", "Judul Tabel"), required=True, characteristic=True
        ),
        Field("nilai", ("Nilai", "Angka", "Data", "Jumlah"), required=True, characteristic=True),
        Field("satuan", ("Satuan", "Unit")),
    ),
    signature=(("periode", "ukuran", "nilai"),),
    ignored=("No", "No.", "Sumber", "Keterangan", "Catatan"),
)

PROFILES: Final = (
    Profile("bps_daftar", "bps", "Tabel BPS, satu angka per baris", (LONG,), convert.long),
    Profile("bps_tabel", "bps", "Tabel BPS, wilayah ke bawah", (WIDE,), convert.wide),
)
