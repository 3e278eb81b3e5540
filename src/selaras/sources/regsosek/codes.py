"""The answers of questionnaire REGSOSEK2022.K (BPS, 2022) that only Regsosek prints this way.

Source: code lists of the questionnaire as held in OpenSID (Regsosek2022kEnum.php). Three traps stand here: roof 5 is
wood and 6 bamboo (the reverse of DTSEN), fuel 12 is "does not cook" (0 in DTSEN), and 411, 426, 431a and 431f are
sums of powers of two.
"""

from __future__ import annotations

from typing import Final

from selaras.engine.read.deliver import bps_form, words
from selaras.engine.read.deliver.codes import CodeList, Sum

# 3 (nobody could answer) and 4 (refused) say nothing about where the keluarga is.
HASIL_PENDATAAN: Final = CodeList(
    "205",
    {1: "aktif", 2: "aktif", 3: None, 4: None, 5: "pindah"},
    {"Terisi lengkap": "aktif", "Terisi tidak lengkap": "aktif", "Responden menolak": None},
)
ATAP: Final = CodeList(
    "305",
    bps_form.numbered("beton", "genteng", "seng", "asbes", "kayu", "bambu", "jerami", "lainnya"),
    words.ATAP,
    words.ATAP_BROAD,
)
BAHAN_BAKAR: Final = CodeList(
    "308",
    bps_form.numbered(
        "listrik",
        "elpiji_5_5",
        "elpiji_12",
        "elpiji_3",
        "gas_kota",
        "biogas",
        "minyak_tanah",
        "briket",
        "arang",
        "kayu_bakar",
        "lainnya",
        "tidak_memasak",
    ),
    words.BAHAN_BAKAR,
    words.BAHAN_BAKAR_BROAD,
)
KEBERADAAN: Final = CodeList(
    "404",
    bps_form.numbered("aktif", "meninggal", "pindah", "pindah", "aktif", "tidak_ditemukan"),
    words.KEBERADAAN,
)
IJAZAH: Final = CodeList(
    "415",
    {
        **dict.fromkeys(range(1, 6), "sd"),
        **dict.fromkeys(range(6, 11), "smp"),
        **dict.fromkeys(range(11, 18), "sma"),
        18: "d1_d3",
        19: "s1",
        20: "s1",  # profesi follows a bachelor's degree and is not a master's
        21: "s2_s3",
        22: "s2_s3",
        23: "belum_tamat_sd",
    },
    words.PENDIDIKAN,
    words.PENDIDIKAN_BROAD,
    open=True,
)

IDENTITAS: Final = Sum("411", {1: "akta_kelahiran", 2: "kia", 4: "ktp"}, {0: None})
INTERNET_USAHA: Final = Sum(
    "426",
    {1: "komunikasi", 2: "informasi", 4: "pemasaran", 8: "penjualan", 16: "pembelian", 32: "lainnya"},
    {0: None},
)
JAMINAN_KESEHATAN: Final = Sum(
    "431a", {1: "pbi", 2: "mandiri", 4: "pemberi_kerja", 8: "lainnya"}, {0: "tidak_memiliki", 99: None}
)
JAMINAN_KERJA: Final = Sum(
    "431f",
    {1: "kecelakaan_kerja", 2: "kematian", 4: "hari_tua", 8: "pensiun", 16: "pensiun_lain"},
    {0: "tidak_memiliki", 99: None},
)
