"""The answers of SIKS-NG exports of DTKS (words) and of the older BDT 2015 (numbers of form PBDT2015.RT, BPS).

BDT numbers floor, roof, water and fuel in its own way (floor 8 is poor wood, 9 earth; Regsosek 8 earth), and its
asset questions take turns: 1 and 3 are yes, 2 and 4 are no. The numbers follow the printed form; there is no
machine-readable codebook, and no local list may be read with another's numbers.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import bps_form, words
from selaras.engine.read.deliver.codes import CodeList

YA_TIDAK: Final = CodeList("ya_tidak", {1: True, 0: False}, words.YA_TIDAK)
PADAN: Final = CodeList(
    "keterangan_padan",
    {1: True, 0: False},
    {
        **words.YA_TIDAK,
        "Padan": True,
        "Sudah padan": True,
        "NIK padan": True,
        "Padan Dukcapil": True,
        "Valid": True,
        "Tidak padan": False,
        "Belum padan": False,
        "NIK tidak padan": False,
        "Tidak valid": False,
    },
)
HUBUNGAN: Final = CodeList("hub_keluarga", words=words.HUBUNGAN)

BDT_HUBUNGAN: Final = bps_form.HUBUNGAN
BDT_KAWIN: Final = bps_form.KAWIN
BDT_STATUS_RUMAH: Final = bps_form.STATUS_RUMAH
BDT_LANTAI: Final = CodeList(
    "lantai",
    bps_form.numbered(
        "marmer", "keramik", "parket", "ubin", "kayu", "semen", "bambu", "kayu", "tanah", "lainnya"
    ),
    words.LANTAI,
)
BDT_DINDING: Final = bps_form.DINDING
BDT_ATAP: Final = CodeList(
    "atap",
    bps_form.numbered(
        "beton", "genteng", "genteng", "genteng", "asbes", "seng", "kayu", "bambu", "jerami", "lainnya"
    ),
    words.ATAP,
)
BDT_AIR_MINUM: Final = CodeList(
    "air_minum",
    bps_form.numbered(
        "kemasan",
        "isi_ulang",
        "leding",
        "leding",
        "sumur_bor",
        "sumur_terlindung",
        "sumur_tak_terlindung",
        "mata_air_terlindung",
        "mata_air_tak_terlindung",
        "permukaan",
        "hujan",
        "lainnya",
    ),
    words.AIR_MINUM,
)
# 1 is PLN with or without a meter: the power column tells which.
BDT_PENERANGAN: Final = CodeList(
    "penerangan",
    {1: "pln", 2: "non_pln", 3: "bukan_listrik"},
    words.PENERANGAN,
    words.PENERANGAN_BROAD,
)
BDT_DAYA: Final = CodeList("daya", {**bps_form.numbered(450, 900, 1300, 2200, 2201), 6: None}, words.DAYA)
# 2 "gas > 3 kg" and 4 "gas kota/biogas" cover several of our words and keep their own.
BDT_BAHAN_BAKAR: Final = CodeList(
    "bahan_bakar",
    {
        1: "listrik",
        2: "elpiji_di_atas_3",
        3: "elpiji_3",
        4: "gas_kota_atau_biogas",
        5: "minyak_tanah",
        6: "briket",
        7: "arang",
        8: "kayu_bakar",
        9: "tidak_memasak",
    },
    words.BAHAN_BAKAR,
    words.BAHAN_BAKAR_BROAD,
)
BDT_BAB: Final = CodeList(
    "bab", bps_form.numbered("sendiri", "bersama", "mck_umum", "tidak_ada"), words.BAB, words.BAB_BROAD
)
BDT_KLOSET: Final = CodeList(
    "kloset", {1: "leher_angsa", 2: "plengsengan", 3: "cemplung", 4: None}, words.KLOSET, words.KLOSET_BROAD
)
BDT_TINJA: Final = CodeList(
    "tinja",
    bps_form.numbered("tangki_septik", "ipal", "lubang_tanah", "kolam_sungai", "pantai_kebun", "lainnya"),
    words.TINJA,
)
# Asset and programme questions take turns in their numbers.
BDT_ASET: Final = CodeList("ya_tidak", {0: False, 1: True, 2: False, 3: True, 4: False}, words.YA_TIDAK)
BDT_YA_TIDAK: Final = CodeList("ya_tidak", {0: False, 1: True, 2: False}, words.YA_TIDAK)
BDT_SEKOLAH: Final = CodeList(
    "partisipasi_sekolah",
    {0: False, 1: False, 2: True, 3: False},
    {"Tidak/belum pernah sekolah": False, "Masih sekolah": True, "Tidak bersekolah lagi": False},
)
BDT_CACAT: Final = CodeList(
    "jenis_cacat", {0: False, **dict.fromkeys(range(1, 13), True)}, {"Tidak cacat": False}
)
BDT_PENYAKIT: Final = CodeList(
    "penyakit_kronis", {0: False, **dict.fromkeys(range(1, 9), True)}, {"Tidak ada": False, **words.PENYAKIT}
)
