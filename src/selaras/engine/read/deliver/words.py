"""The labels of BPS, Kemensos, BKKBN and Dukcapil forms, and the canonical word each stands for.

Labels are those of REGSOSEK2022.K (BPS), PBDT 2015 (BPS), P3KE district copies (Kemenko PMK) and the F-1.01 form
(Dukcapil). A label that covers several canonical words stands in the *_BROAD sets and is never narrowed by us.
"""

from __future__ import annotations

from typing import Final

STATUS_RUMAH: Final = {
    "Milik sendiri": "milik_sendiri",
    "Kontrak/sewa": "sewa",
    "Kontrak": "sewa",
    "Sewa": "sewa",
    "Bebas sewa": "bebas_sewa",
    "Menumpang": "bebas_sewa",  # BPS: lived in without payment, with the owner's consent
    "Bebas sewa/menumpang": "bebas_sewa",
    "Dinas": "dinas",
    "Rumah dinas": "dinas",
    "Lainnya": "lainnya",
}

LANTAI: Final = {
    "Marmer/granit": "marmer",
    "Marmer": "marmer",
    "Granit": "marmer",
    "Keramik": "keramik",
    "Parket/vinil/karpet": "parket",
    "Parket/vinil/permadani": "parket",
    "Parket": "parket",
    "Ubin/tegel/teraso": "ubin",
    "Ubin": "ubin",
    "Tegel": "ubin",
    "Kayu/papan": "kayu",
    "Kayu/papan kualitas tinggi": "kayu",
    "Kayu/papan kualitas rendah": "kayu",
    "Kayu": "kayu",
    "Papan": "kayu",
    "Semen/bata merah": "semen",
    "Semen/batu merah": "semen",
    "Semen": "semen",
    "Bambu": "bambu",
    "Tanah": "tanah",
    "Lainnya": "lainnya",
}
LANTAI_BROAD: Final = frozenset({"Keramik/Granit/Marmer/Ubin/Tegel/Teraso"})

DINDING: Final = {
    "Tembok": "tembok",
    "Plesteran anyaman bambu/kawat": "plesteran",
    "Plesteran": "plesteran",
    "Kayu/papan/Gypsum/GRC/Calciboard": "kayu",
    "Kayu/papan": "kayu",
    "Kayu": "kayu",
    "Papan": "kayu",
    "Anyaman bambu": "anyaman_bambu",
    "Batang kayu": "batang_kayu",
    "Bambu": "bambu",
    "Seng": "lainnya",  # no answer of its own on a BPS form
    "Lainnya": "lainnya",
}

ATAP: Final = {
    "Beton": "beton",
    "Beton/genteng beton": "beton",
    "Genteng": "genteng",
    "Genteng keramik": "genteng",
    "Genteng metal": "genteng",
    "Genteng tanah liat": "genteng",
    "Seng": "seng",
    "Asbes": "asbes",
    "Bambu": "bambu",
    "Kayu/sirap": "kayu",
    "Kayu": "kayu",
    "Sirap": "kayu",
    "Jerami/ijuk/daun-daunan/rumbia": "jerami",
    "Jerami/ijuk/rumbia/daun-daunan": "jerami",
    "Daun/rumbia": "jerami",
    "Rumbia": "jerami",
    "Ijuk": "jerami",
    "Lainnya": "lainnya",
}
ATAP_BROAD: Final = frozenset({"Asbes/Seng", "Seng/Asbes"})

AIR_MINUM: Final = {
    "Air kemasan bermerk": "kemasan",
    "Air kemasan": "kemasan",
    "Air isi ulang": "isi_ulang",
    "Leding": "leding",
    "Leding meteran": "leding",
    "Leding eceran": "leding",
    "Ledeng/PAM": "leding",
    "Ledeng": "leding",
    "Air PDAM": "leding",
    "PDAM": "leding",
    "Sumur bor/pompa": "sumur_bor",
    "Sumur bor": "sumur_bor",
    "Sumur terlindung": "sumur_terlindung",
    "Sumur tak terlindung": "sumur_tak_terlindung",
    "Sumur tidak terlindung": "sumur_tak_terlindung",
    "Mata air terlindung": "mata_air_terlindung",
    "Mata air tak terlindung": "mata_air_tak_terlindung",
    "Mata air tidak terlindung": "mata_air_tak_terlindung",
    "Air permukaan (sungai/danau/waduk/kolam/irigasi)": "permukaan",
    "Air Permukaan (Sungai, Danau, dll)": "permukaan",
    "Air permukaan": "permukaan",
    "Air sungai/danau/waduk": "permukaan",
    "Air hujan": "hujan",
    "Lainnya": "lainnya",
}
AIR_BROAD: Final = frozenset({"Air Kemasan/Isi Ulang"})

PENERANGAN: Final = {
    "Listrik PLN dengan meteran": "pln_meteran",
    "Listrik PLN tanpa meteran": "pln_tanpa_meteran",
    "Listrik Non-PLN": "non_pln",
    "Listrik NonPLN": "non_pln",
    "Genset/solar cell": "non_pln",
    "Bukan listrik": "bukan_listrik",
    "Non-Listrik": "bukan_listrik",
    "Listrik Pribadi s/d 450 Watt": "pln_meteran",
    "Listrik Pribadi s/d 900 Watt": "pln_meteran",
    "Listrik Pribadi > 900 Watt": "pln_meteran",
}
PENERANGAN_BROAD: Final = frozenset({"Listrik Bersama", "Menumpang", "Listrik PLN"})

DAYA: Final = {
    "450 watt": 450,
    "450 VA": 450,
    "450": 450,
    "900 watt": 900,
    "900 VA": 900,
    "900": 900,
    "1.300 watt": 1300,
    "1300 VA": 1300,
    "1300": 1300,
    "2.200 watt": 2200,
    "2200 VA": 2200,
    "2200": 2200,
    "> 2.200 watt": 2201,
    "> 2200 VA": 2201,
    ">2.200 watt": 2201,
    ">2200 VA": 2201,
    "450watt": 450,
    "900watt": 900,
    "1300watt": 1300,
    "2200watt": 2200,
    "Tanpa meteran": None,
}

BAHAN_BAKAR: Final = {
    "Listrik": "listrik",
    "Gas elpiji 5,5kg/Blue gaz": "elpiji_5_5",
    "Gas elpiji 12 kg": "elpiji_12",
    "Gas elpiji 3 kg": "elpiji_3",
    "Gas 3 kg": "elpiji_3",
    "Gas kota/meteran PGN": "gas_kota",
    "Gas kota": "gas_kota",
    "Biogas": "biogas",
    "Minyak tanah": "minyak_tanah",
    "Briket": "briket",
    "Arang": "arang",
    "Kayu bakar": "kayu_bakar",
    "Kayu": "kayu_bakar",
    "Lainnya": "lainnya",
    "Tidak memasak di rumah": "tidak_memasak",
    "Tidak memasak": "tidak_memasak",
}
BAHAN_BAKAR_BROAD: Final = frozenset(
    {"Listrik/Gas", "Gas/Kayu Bakar", "Arang/Kayu", "Gas > 3 kg", "Gas >3 kg", "Gas kota/biogas"}
)

BAB: Final = {
    "Ada, digunakan hanya Anggota Keluarga sendiri": "sendiri",
    "Sendiri": "sendiri",
    "Ya, dengan Septic Tank": "sendiri",
    "Ya, tanpa Septic Tank": "sendiri",
    "Ada, digunakan bersama Anggota Keluarga dari rumah tangga tertentu": "bersama",
    "Bersama": "bersama",
    "Ada, di MCK komunal": "mck_komunal",
    "MCK komunal": "mck_komunal",
    "Ada, di MCK umum/siapapun menggunakan": "mck_umum",
    "MCK umum": "mck_umum",
    "Umum": "mck_umum",
    "Ada, Anggota Keluarga tidak menggunakan": "tidak_menggunakan",
    "Tidak ada fasilitas": "tidak_ada",
    "Tidak ada": "tidak_ada",
}
BAB_BROAD: Final = frozenset({"Tidak, Jamban Umum/Bersama", "Jamban Umum/Bersama", "Lainnya", "Ya", "Tidak"})

KLOSET: Final = {
    "Leher angsa": "leher_angsa",
    "Plengsengan dengan tutup": "plengsengan_tutup",
    "Plengsengan tanpa tutup": "plengsengan_tanpa_tutup",
    "Cemplung/cubluk": "cemplung",
    "Cemplung": "cemplung",
    "Tidak pakai": None,
}
KLOSET_BROAD: Final = frozenset({"Plengsengan"})

TINJA: Final = {
    "Tangki septik": "tangki_septik",
    "Tangki": "tangki_septik",
    "Septic tank": "tangki_septik",
    "IPAL": "ipal",
    "SPAL": "ipal",  # the older name of the same sewer
    "Kolam/sawah/sungai/danau/laut": "kolam_sungai",
    "Lubang tanah": "lubang_tanah",
    "Pantai/tanah lapang/kebun": "pantai_kebun",
    "Lainnya": "lainnya",
}

KAWIN: Final = {
    "Belum kawin": "belum_kawin",
    "Belum menikah": "belum_kawin",
    "Tidak kawin": "belum_kawin",
    "BK": "belum_kawin",
    "Kawin": "kawin",
    "Kawin/nikah": "kawin",
    "Menikah": "kawin",
    "Nikah": "kawin",
    "Sudah menikah": "kawin",
    "Kawin tercatat": "kawin",
    "Kawin belum tercatat": "kawin",
    "Kawin tidak tercatat": "kawin",
    "K": "kawin",
    "Cerai hidup": "cerai_hidup",
    "CH": "cerai_hidup",
    "Cerai hidup tercatat": "cerai_hidup",
    "Cerai hidup belum tercatat": "cerai_hidup",
    "Cerai mati": "cerai_mati",
    "CM": "cerai_mati",
}
KAWIN_BROAD: Final = frozenset({"Janda", "Duda", "Janda/Duda", "Cerai"})

ISTRI_SUAMI: Final = "istri_suami"  # not canonical: sex decides, see records.by_sex
ORANGTUA_MERTUA: Final = "orangtua_mertua"  # not canonical: taken as orangtua, and said so

HUBUNGAN: Final = {
    "Kepala keluarga": "kepala",
    "Kepala rumah tangga": "kepala",
    "Kepala": "kepala",
    "KK": "kepala",
    "KRT": "kepala",
    "Suami": "suami",
    "Istri": "istri",
    "Isteri": "istri",
    "Istri/Suami": ISTRI_SUAMI,
    "Suami/Istri": ISTRI_SUAMI,
    "Isteri/Suami": ISTRI_SUAMI,
    "Pasangan": ISTRI_SUAMI,
    "Anak": "anak",
    "Anak kandung": "anak",
    "Anak tiri": "anak",
    "Anak angkat": "anak",
    "Anak kandung/tiri/angkat": "anak",
    "Menantu": "menantu",
    "Cucu": "cucu",
    "Orang tua": "orangtua",
    "Orangtua": "orangtua",
    "Mertua": "mertua",
    "Orang tua/mertua": ORANGTUA_MERTUA,
    "Orangtua/mertua": ORANGTUA_MERTUA,
    "Famili lain": "famili",
    "Famili": "famili",
    "Famili lainnya": "famili",
    "Keluarga lain": "famili",
    "Pembantu": "pembantu",
    "Pembantu/sopir": "pembantu",
    "Pembantu rumah tangga": "pembantu",
    "Lainnya": "lainnya",
    "Lain-lain": "lainnya",
}

# The highest level completed. "belum_tamat_sd" is a word of the lists' own: still in primary school, or left it.
PENDIDIKAN: Final = {
    "Tidak/belum sekolah": "tidak_sekolah",
    "Tidak / belum sekolah": "tidak_sekolah",
    "Tidak/belum pernah sekolah": "tidak_sekolah",
    "Tidak sekolah": "tidak_sekolah",
    "Belum sekolah": "tidak_sekolah",
    "Tidak pernah sekolah": "tidak_sekolah",
    "Belum tamat SD/sederajat": "belum_tamat_sd",
    "Belum tamat SD": "belum_tamat_sd",
    "Tidak tamat SD/sederajat": "belum_tamat_sd",
    "Tidak tamat SD": "belum_tamat_sd",
    "Tidak/belum tamat SD": "belum_tamat_sd",
    "Tidak Punya Ijazah SD": "belum_tamat_sd",
    "Siswa SD/sederajat": "belum_tamat_sd",
    "Siswa SMP/sederajat": "sd",
    "Siswa SMA/sederajat": "smp",
    "Tamat SD/sederajat": "sd",
    "Tamat SD": "sd",
    "SD/sederajat": "sd",
    "SD": "sd",
    "SD/MI": "sd",
    "Tamat SMP/sederajat": "smp",
    "SLTP/sederajat": "smp",
    "SMP/sederajat": "smp",
    "SLTP": "smp",
    "SMP": "smp",
    "Tamat SMA/sederajat": "sma",
    "SLTA/sederajat": "sma",
    "SMA/sederajat": "sma",
    "SLTA": "sma",
    "SMA": "sma",
    "SMK": "sma",
    "Diploma I/II": "d1_d3",
    "Akademi/Diploma III/S. Muda": "d1_d3",
    "Akademi/Diploma III/Sarjana Muda": "d1_d3",
    "D1/D2/D3": "d1_d3",
    "D1": "d1_d3",
    "D2": "d1_d3",
    "D3": "d1_d3",
    "Diploma IV/Strata I": "s1",
    "D4/S1": "s1",
    "S1": "s1",
    "Strata I": "s1",
    "Strata II": "s2_s3",
    "Strata III": "s2_s3",
    "S2": "s2_s3",
    "S3": "s2_s3",
}
PENDIDIKAN_BROAD: Final = frozenset(
    {"Tamat Perguruan Tinggi", "Perguruan tinggi", "Mahasiswa", "Tamat PT/Akademi"}
)

YA_TIDAK: Final = {
    "Ya": True,
    "Y": True,
    "Ada": True,
    "Memiliki": True,
    "Menerima": True,
    "Penerima": True,
    "True": True,
    "Tidak": False,
    "T": False,
    "Tdk": False,
    "Tidak ada": False,
    "Tidak memiliki": False,
    "Bukan penerima": False,
    "False": False,
    "Tidak tahu": None,
}

# Presence of a member or of a keluarga when the officer came (Regsosek 404, DTSEN, SIKS-NG).
KEBERADAAN: Final = {
    "Ditemukan/Aktif": "aktif",
    "Ditemukan": "aktif",
    "Aktif": "aktif",
    "Ada": "aktif",
    "Tinggal bersama keluarga": "aktif",
    "Anggota Keluarga baru": "aktif",
    "Meninggal": "meninggal",
    "Meninggal dunia": "meninggal",
    "Pindah": "pindah",
    "Tidak tinggal bersama keluarga/pindah ke wilayah (daerah) lain di Indonesia": "pindah",
    "Tidak tinggal bersama keluarga/pindah ke luar negeri": "pindah",
    "Tidak ditemukan": "tidak_ditemukan",
    "Nonaktif": "nonaktif",
    "Non aktif": "nonaktif",
    "Tidak aktif": "nonaktif",
    "Ganda": "ganda",
}

# Regsosek 418 and DTSEN id_status_kedudukan_pekerjaan_utama; occupations stay words.
KEDUDUKAN: Final = {
    1: "BERUSAHA SENDIRI",
    2: "BERUSAHA DIBANTU BURUH TIDAK TETAP/TIDAK DIBAYAR",
    3: "BERUSAHA DIBANTU BURUH TETAP/DIBAYAR",
    4: "BURUH/KARYAWAN/PEGAWAI SWASTA",
    5: "PNS/TNI/POLRI/BUMN/BUMD/PEJABAT NEGARA",
    6: "PEKERJA BEBAS PERTANIAN",
    7: "PEKERJA BEBAS NON-PERTANIAN",
    8: "PEKERJA KELUARGA/TIDAK DIBAYAR",
}

# Washington Group: "cannot at all" and "a lot of difficulty" make a disability, "some difficulty" does not.
KESULITAN: Final = {
    "Ya, sama sekali tidak bisa": True,
    "Ya, banyak kesulitan dan membutuhkan bantuan": True,
    "Ya, sedikit kesulitan, tapi tidak membutuhkan bantuan": False,
    "Tidak mengalami kesulitan": False,
}

PENYAKIT: Final = dict.fromkeys(
    (
        "Hipertensi (darah tinggi)",
        "Hipertensi",
        "Rematik",
        "Asma",
        "Masalah jantung",
        "Diabetes (kencing manis)",
        "Diabetes",
        "Tuberculosis (TBC)",
        "TBC",
        "Stroke",
        "Kanker atau tumor ganas",
        "Gagal ginjal",
        "Haemophilia",
        "HIV/AIDS",
        "Kolesterol",
        "Sirosis Hati",
        "Thalasemia",
        "Leukimia",
        "Alzheimer",
        "Lainnya",
    ),
    True,
)
