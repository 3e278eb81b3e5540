"""BDT 2015: one row per member of a rumah tangga, the answers of the household repeated on each row.

A rumah tangga may hold several keluarga; "Nomor urut keluarga" tells them apart. BDT has no KK number, so the keluarga
is known by the household id and that number. Its percentile is not a decile and is not taken.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from selaras.engine import tables
from selaras.engine.read import profile
from selaras.engine.read.deliver import fields, records, steps, take
from selaras.engine.read.deliver.draft import Draft
from selaras.engine.read.profile import Field
from selaras.sources.dtks import codes

SHARED_HOUSE = "rumah_tangga_beberapa_keluarga"

# Canonical field, headers. Headers carry their column number in brackets in the ministry's export.
_TAKEN: Final = {
    "jumlah_anggota": ("Jumlah ART (14)", "Jumlah ART"),
    "jumlah_keluarga": ("Jumlah Keluarga (15)", "Jumlah Keluarga"),
    "status_rumah": ("Status bangunan (16)", "Status bangunan"),
    "luas_lantai": ("Luas lantai (18)", "Luas lantai"),
    "lantai": ("Lantai terluas (19)", "Lantai terluas"),
    "dinding": ("Dinding terluas (20)", "Dinding terluas"),
    "atap": ("Atap Terluas (22)", "Atap Terluas"),
    "air_minum": ("Sumber air minum (25)", "Sumber air minum"),
    "penerangan": ("Sumber penerangan utama (27)", "Sumber penerangan utama"),
    "daya": ("Daya terpasang (28)", "Daya terpasang"),
    "bahan_bakar": ("Bahan bakar memasak (29)", "Bahan bakar memasak"),
    "bab": ("Fasilitas BAB (30)", "Fasilitas BAB"),
    "kloset": ("Jenis kloset (31)", "Jenis kloset"),
    "tinja": ("Tempat buang tinja (32)", "Tempat buang tinja"),
    "aset_tabung_gas": ("Kepemilikan tabung gas 5,5kg (33)", "Kepemilikan tabung gas 5,5kg"),
    "aset_lemari_es": ("Kepemilikan lemari es (34)", "Kepemilikan lemari es"),
    "aset_ac": ("Kepemilikan ac (35)", "Kepemilikan ac"),
    "aset_pemanas_air": ("Kepemilikan pemanas air (36)", "Kepemilikan pemanas air"),
    "aset_telepon_rumah": ("Kepemilikan telepon rumah (37)", "Kepemilikan telepon rumah"),
    "aset_televisi": ("Kepemilikan televisi (38)", "Kepemilikan televisi"),
    "aset_emas": ("Kepemilikan emas dan tabungan (39)", "Kepemilikan emas dan tabungan"),
    "aset_komputer": ("Kepemilikan laptop/komputer (40)", "Kepemilikan laptop/komputer"),
    "aset_sepeda": ("Kepemilikan sepeda (41)", "Kepemilikan sepeda"),
    "aset_sepeda_motor": ("Kepemilikan sepeda motor (42)", "Kepemilikan sepeda motor"),
    "aset_mobil": ("Kepemilikan mobil (43)", "Kepemilikan mobil"),
    "aset_perahu": ("Kepemilikan perahu (44)", "Kepemilikan perahu"),
    "motor_tempel": ("Kepemilikan motor tempel (45)", "Kepemilikan motor tempel"),
    "perahu_motor": ("Kepemilikan perahu motor (46)", "Kepemilikan perahu motor"),
    "kapal": ("Kepemilikan kapal (47)", "Kepemilikan kapal"),
    "aset_lahan": ("Kepemilikan aset tidak bergerak (50)", "Kepemilikan aset tidak bergerak"),
    "aset_rumah_lain": ("Kepemilikan rumah di tempat lain",),
    "jumlah_sapi": ("Jumlah sapi yang dimiliki",),
    "jumlah_kerbau": ("Jumlah kerbau yang dimiliki",),
    "jumlah_kuda": ("Jumlah kuda yang dimiliki",),
    "jumlah_babi": ("Jumlah babi yang dimiliki",),
    "jumlah_kambing": ("Jumlah kambing/domba yang dimiliki",),
    "pip": ("Status KIP",),
    "pbi": ("Status KIS",),
    "pkh": ("Status PKH",),
    "rastra": ("Status Rastra",),
    "kur": ("Status KUR",),
    "hubungan": ("Hubungan dengan kepala keluarga",),
    "jenis_kelamin": ("jenis kelamin",),
    "status_kawin": ("Status perkawinan",),
    "hamil": ("Status kehamilan",),
    "disabilitas": ("Jenis cacat",),
    "penyakit_menahun": ("Penyakit kronis",),
    "bersekolah": ("Partisipasi sekolah",),
    "bekerja": ("Bekerja seminggu yg lalu", "Bekerja seminggu yang lalu"),
    "nomor_urut_art": ("Nomor urut ART",),
}
_CHARACTERISTIC: Final = {
    "id_ruta": ("ID rumah tangga (2)", "ID rumah tangga", "ID BDT"),
    "nama_krt": ("Nama KRT (13)", "Nama KRT"),
    "hubungan_krt": ("HubKRT", "Hubungan KRT"),
    "nomor_urut_keluarga": ("Nomor urut keluarga",),
    "persentil": ("percentile", "persentil"),
}

FIELDS: Final = (
    *(
        Field(name, aliases, characteristic=True, required=name == "id_ruta")
        for name, aliases in _CHARACTERISTIC.items()
    ),
    Field("provinsi", ("Provinsi (3)", "Provinsi")),
    Field("kabupaten", ("Kab/Kota (5)", "Kab/Kota")),
    Field("kecamatan", ("Kecamatan (7)", "Kecamatan")),
    Field("desa", ("Desa/Kelurahan (9)", "Desa/Kelurahan")),
    Field("kode_provinsi", ("Kode Provinsi (4)", "Kode Provinsi")),
    Field("kode_kabupaten", ("Kode Kab/Kota (6)", "Kode Kab/Kota")),
    Field("kode_kecamatan", ("Kode Kecamatan (8)", "Kode Kecamatan")),
    Field("kode_wilayah", ("Kode Desa/Kelurahan (10)", "Kode Desa/Kelurahan")),
    Field("sls", ("Nama SLS (11)", "Nama SLS")),
    Field("alamat", ("Alamat (12)", "Alamat")),
    *(Field(name, aliases) for name, aliases in _TAKEN.items()),
    Field("nama", ("Nama ART",), required=True, characteristic=True),
    *fields.having("nik"),
)

IGNORED: Final = (
    "ruta_6 (1)",
    "Status lahan (17)",
    "Kondisi Dinding (21)",
    "Kondisi Atap (23)",
    "Jumlah kamar tidur (24)",
    "Cara memperoleh air minum (26)",
    "Nomor HP  yang aktif (48)",
    "Jumlah ruangan rumah yang ditempati (49)",
    "Luas aset tidak bergerak",
    "Status ART yang memiliki usaha",
    "Status KKS",
    "Status BPJS  mandiri",
    "Status Jamsostek",
    "Status asuransi kesehatan lainnya",
    "No Urut ART Wanita Usia Subur",
    "Usia Suami",
    "Usia Istri",
    "Kepesertaan KB",
    "Metode Kontrasepsi",
    "Lama menggunakan kontrasepsi (tahun)",
    "Lama menggunakan kontrasepsi (bulan)",
    "Tempat pelayanan KB",
    "Status ingin punya anak lagi",
    "Alasan utama tidak ber KB",
    "Umur anggota rumah tangga (tahun)",
    "Kepemilikan akta/buku nikah",
    "Tercantum di dalam KK",
    "Kepemilikan kartu identitas",
    "Pendidikan tertinggi",
    "Kelas tertinggi",
    "Ijazah tertinggi",
    "Jumlah jam kerja",
    "Lapangan usaha",
    "Status dalam pekerjaan",
)

_ASSETS: Final = tuple(name for name in _TAKEN if name.startswith("aset_"))
_LIVESTOCK: Final = tuple(
    name for name in _TAKEN if name in tables.KELUARGA_RECORDS.schema and name.startswith("jumlah_")
)
_WHERE: Final = (
    take.as_written("alamat"),
    take.words("dusun", "sls"),
    take.rt_in_text("rt", "sls"),
    take.rw_in_text("rw", "sls"),
)
_AID: Final = (
    take.code("terima_pkh", codes.BDT_ASET, "pkh"),
    take.code("terima_pip", codes.BDT_ASET, "pip"),
    take.code("terima_pbi", codes.BDT_ASET, "pbi"),
    take.code("terima_kur", codes.BDT_ASET, "kur"),
)
_FAMILY: Final = (take.as_written("family_ref", "id_ruta"), take.as_written("_no", "nomor_urut_keluarga"))


def family_in_household(draft: Draft) -> None:
    """family_ref is the household id, with "/2" for the second keluarga under its roof. No number: the household."""
    if "_no" not in draft.has:
        draft.put("_no", pl.repeat(None, draft.frame.height, dtype=pl.String, eager=True))
    number = pl.col("_no").str.strip_chars_start("0").str.replace(r"[.,]0*$", "")
    second = number.is_not_null() & ~number.is_in(["", "1"])
    named = pl.when(second).then(pl.concat_str("family_ref", number, separator="/")).otherwise("family_ref")
    draft.frame = draft.frame.with_columns(
        pl.col("family_ref").alias("_house"), second.alias("_second"), named.alias("family_ref")
    )


def one_row_per_family(draft: Draft) -> None:
    """The household block stands on every member's row: keep the first row of each keluarga.

    Where a house holds several keluarga the sheet is told so; the number of members is that of the house and the head
    named is that of the first keluarga, so neither is said of the others.
    """
    frame = draft.frame.filter(pl.col("family_ref").is_not_null())
    frame = frame.unique("family_ref", keep="first", maintain_order=True)
    frame = frame.with_columns((pl.len().over("_house") > 1).alias("_shared"))
    hidden = {"jumlah_anggota": "_shared", "nama_kepala": "_second"}
    draft.frame = frame.with_columns(
        pl.when(~pl.col(mark)).then(name).alias(name)
        for name, mark in hidden.items()
        if name in frame.columns
    )
    draft.noted("family_ref", SHARED_HOUSE, draft.frame["_shared"])


RECIPES: Final = {
    "art": (
        records.Recipe(
            table=tables.PERSON_RECORDS,
            numbers={"nik": "nik", "kk": "kk"},
            takes=(
                *_FAMILY,
                *_WHERE,
                *_AID,
                take.words("nama"),
                take.sex(),
                take.code("hubungan", codes.BDT_HUBUNGAN),
                take.code("status_kawin", codes.BDT_KAWIN),
                take.code("hamil", codes.BDT_YA_TIDAK),
                take.code("disabilitas", codes.BDT_CACAT),
                take.code("penyakit_menahun", codes.BDT_PENYAKIT),
                take.code("bersekolah", codes.BDT_SEKOLAH),
                take.code("bekerja", codes.BDT_YA_TIDAK),
            ),
            constants={"part": "anggota"},
            steps=(family_in_household, steps.spouse_by_sex),
        ),
        records.Recipe(
            table=tables.KELUARGA_RECORDS,
            numbers={"kk": "kk"},
            takes=(
                *_FAMILY,
                *_WHERE,
                *_AID,
                take.words("nama_kepala", "nama_krt"),
                take.integer("jumlah_anggota"),
                take.decimal("luas_lantai"),
                take.code("status_rumah", codes.BDT_STATUS_RUMAH),
                take.code("lantai", codes.BDT_LANTAI),
                take.code("dinding", codes.BDT_DINDING),
                take.code("atap", codes.BDT_ATAP),
                take.code("air_minum", codes.BDT_AIR_MINUM),
                take.code("penerangan", codes.BDT_PENERANGAN),
                take.code("daya", codes.BDT_DAYA),
                take.code("bahan_bakar", codes.BDT_BAHAN_BAKAR),
                take.code("bab", codes.BDT_BAB),
                take.code("kloset", codes.BDT_KLOSET),
                take.code("tinja", codes.BDT_TINJA),
                *(take.code(name, codes.BDT_ASET) for name in _ASSETS),
                take.code(
                    "aset_kapal_motor",
                    codes.BDT_ASET,
                    "motor_tempel",
                    "perahu_motor",
                    "kapal",
                    fold=take.ANY_YES,
                ),
                *(take.integer(name) for name in _LIVESTOCK if name != "jumlah_anggota"),
            ),
            steps=(family_in_household, one_row_per_family),
        ),
    )
}


def convert(recognition: profile.Recognition, edition: str) -> profile.Converted:
    """Person and keluarga records, lineage and findings of one BDT 2015 export."""
    return records.deliver(recognition, edition, RECIPES)
