"""Every rule has something it speaks up about, and says nothing about the family nobody doubts."""

import datetime as dt

import check_builders as build
import polars as pl
import pytest

from selaras.engine.check import rules
from selaras.kernel import findings

D = dt.date

# code -> person rows in which it must appear, and (row, field) where it must stand
PERSON_CASES = {
    "nik_kosong": (build.changed(4, nik=None, nik_status="empty"), (4, "nik")),
    "nik_pengganti": (build.changed(4, nik=None, nik_status="placeholder"), (4, "nik")),
    "nik_bentuk": (build.changed(4, nik=None, nik_status="malformed"), (4, "nik")),
    "nik_rusak": (build.changed(4, nik=None, nik_status="damaged"), (4, "nik")),
    "kk_kosong": (build.changed(4, kk=None, kk_status="empty"), (4, "kk")),
    "kk_pengganti": (build.changed(4, kk=None, kk_status="placeholder"), (4, "kk")),
    "kk_bentuk": (build.changed(4, kk=None, kk_status="malformed"), (4, "kk")),
    "kk_rusak": (build.changed(4, kk=None, kk_status="damaged"), (4, "kk")),
    "nik_lahir_beda": (build.changed(2, tanggal_lahir=D(1980, 8, 18)), (2, "tanggal_lahir")),
    "nik_jenis_kelamin_beda": (build.changed(4, jenis_kelamin="P"), (4, "jenis_kelamin")),
    "nik_tanggal_tak_lazim": (build.changed(2, nik="6402023502809001"), (2, "nik")),
    "nik_abad_rancu": (build.changed(4, tanggal_lahir=None), (4, "nik")),
    "nik_wilayah_tak_dikenal": (build.changed(2, nik="6402991708809001"), (2, "nik")),
    "kk_seperti_nik": (build.changed(2, kk="6402024501159001"), (2, "kk")),
    "kk_tanggal_tak_lazim": (build.changed(2, kk="6402023102159001"), (2, "kk")),
    "kk_wilayah_tak_dikenal": (build.changed(2, kk="6402990501159001"), (2, "kk")),
    "nik_sama_dengan_kk": (build.changed(2, nik="6402020501159001"), (2, "nik")),
    "nik_adalah_kk_lain": (
        [*build.family(), build.person(5, family_ref="KEL-2", nik="6402020501159001", kk="6402020601159002")],
        (5, "nik"),
    ),
    "nik_kk_tertukar": (build.changed(3, nik="6402020501159001", kk="6402024305839002"), (3, "nik")),
    "nik_kepala_disalin": (build.changed(4, nik="6402021708809001"), (4, "nik")),
    "nik_ganda": ([*build.family(), build.person(5, family_ref="KEL-2", kk="6402020601159002")], (5, "nik")),
    "nik_dua_orang": (
        [
            *build.family(),
            build.person(
                5, family_ref="KEL-2", kk="6402020601159002", nama="BAHTIAR", tanggal_lahir=D(1971, 1, 2)
            ),
        ],
        (2, "nik"),
    ),
    "nik_dipakai_banyak_orang": (
        [*build.family(), *build.many(6, nik="6402021708809001", tanggal_lahir=lambda i: D(1970 + i, 3, 4))],
        (2, "nik"),
    ),
    "orang_ganda_tanpa_nik": (
        [
            *build.family(),
            *(build.plus(nik=None, nik_status="empty")[-1] | {"row": r} for r in (5, 6)),
        ],
        (6, None),
    ),
    "orang_ganda_beda_nik": (
        [*build.plus(), build.plus(nik="6402025503129014")[-1] | {"row": 6}],
        (6, "nik"),
    ),
    "orang_di_dua_keluarga": (
        [
            *build.family(),
            build.family()[2] | {"row": 5, "family_ref": "KEL-2", "nik": None, "nik_status": "empty"},
        ],
        (4, None),
    ),
    "nama_kosong": (build.changed(4, nama=None), (4, "nama")),
    "nama_pengganti": (build.changed(4, nama="TIDAK ADA"), (4, "nama")),
    "nama_satu_huruf": (build.changed(4, nama="T"), (4, "nama")),
    "nama_hanya_gelar": (build.changed(4, nama="HJ. DRS"), (4, "nama")),
    "nama_berangka": (build.changed(4, nama="TAMAM 2"), (4, "nama")),
    "nama_huruf_rusak": (build.changed(4, nama="TAM?M"), (4, "nama")),
    "nama_almarhum": (build.changed(2, nama="SAMAD RUKMANA ALM"), (2, "nama")),
    "nama_ibu_sama": (build.changed(3, nama_ibu="RUKMINI SEROJA"), (3, "nama_ibu")),
    "tanggal_lahir_kosong": (build.changed(4, tanggal_lahir=None), (4, "tanggal_lahir")),
    "tanggal_lahir_masa_depan": (build.changed(4, tanggal_lahir=D(2030, 9, 14)), (4, "tanggal_lahir")),
    "tanggal_lahir_tahun_rusak": (build.changed(4, tanggal_lahir=D(202, 9, 14)), (4, "tanggal_lahir")),
    "tanggal_lahir_sebelum_1900": (build.changed(2, tanggal_lahir=D(1880, 8, 17)), (2, "tanggal_lahir")),
    "tanggal_lahir_bawaan_komputer": (build.changed(2, tanggal_lahir=D(1970, 1, 1)), (2, "tanggal_lahir")),
    "tanggal_lahir_1_januari": (build.changed(2, tanggal_lahir=D(1980, 1, 1)), (2, "tanggal_lahir")),
    "tanggal_lahir_31_desember": (build.changed(2, tanggal_lahir=D(1980, 12, 31)), (2, "tanggal_lahir")),
    "umur_di_atas_110": (build.changed(2, tanggal_lahir=D(1905, 8, 17)), (2, "tanggal_lahir")),
    "jenis_kelamin_kosong": (build.changed(4, jenis_kelamin=None), (4, "jenis_kelamin")),
    "jenis_kelamin_beda_hubungan": (build.changed(3, jenis_kelamin="L"), (3, "jenis_kelamin")),
    "hubungan_kosong": (build.changed(4, hubungan=None), (4, "hubungan")),
    "kepala_anak": (build.changed(2, tanggal_lahir=D(2012, 8, 17)), (2, "hubungan")),
    "pasangan_anak": (build.changed(3, tanggal_lahir=D(2012, 5, 3)), (3, "hubungan")),
    "kawin_anak": (build.changed(4, status_kawin="kawin"), (4, "status_kawin")),
    "pasangan_belum_kawin": (build.changed(3, status_kawin="belum_kawin"), (3, "status_kawin")),
    "desa_kosong": (build.changed(4, desa=None, kode_desa=None), (4, "desa")),
    "desa_tak_dikenali": (build.changed(4, kode_desa=None), (4, "kode_desa")),
    "desa_di_luar_kabupaten": (
        [*build.many(30), *build.changed(4, kode_desa="64.71.01.1001", kode_kecamatan="64.71.01")[2:]],
        (4, "kode_desa"),
    ),
    "desa_beda_kecamatan": (build.changed(4, kode_kecamatan="64.02.03"), (4, "kode_desa")),
    "rt_kosong": (build.changed(4, rt=None), (4, "rt")),
    "rt_mustahil": (build.changed(4, rt=901), (4, "rt")),
    "rw_mustahil": (build.changed(4, rw=-1), (4, "rw")),
    "desil_kosong": (build.changed(4, desil=None), (4, "desil")),
    "desil_di_luar_1_10": (build.changed(4, desil=11), (4, "desil")),
    "meninggal_menerima_bantuan": (build.changed(2, status="meninggal", terima_pkh=True), (2, "status")),
    "tidak_aktif_menerima_bantuan": (build.changed(2, status="pindah", terima_pbi=True), (2, "status")),
    "status_tanggal_masa_depan": (build.changed(2, status_date=D(2025, 2, 1)), (2, "status_date")),
    "status_sebelum_lahir": (build.changed(2, status_date=D(1970, 2, 1)), (2, "status_date")),
    "tidak_padan_menerima_pbi": (build.changed(2, padan=False, terima_pbi=True), (2, "padan")),
    "padan_tanpa_nik": (build.changed(2, padan=True, nik=None, nik_status="empty"), (2, "padan")),
    "prakerja_di_bawah_18": (build.changed(4, terima_prakerja=True), (4, "terima_prakerja")),
    "pip_di_luar_usia": (build.changed(2, terima_pip=True), (2, "terima_pip")),
    "usaha_di_bawah_umur": (build.changed(4, terima_kur=True), (4, "terima_kur")),
    "pendidikan_melampaui_umur": (build.changed(4, pendidikan="s1"), (4, "pendidikan")),
    "balita_bekerja": (build.changed(4, bekerja=True, tanggal_lahir=D(2021, 9, 14)), (4, "bekerja")),
    "anak_bekerja": (build.changed(4, bekerja=True), (4, "bekerja")),
    "bersekolah_terlalu_dini": (
        build.changed(4, bersekolah=True, tanggal_lahir=D(2023, 9, 14)),
        (4, "bersekolah"),
    ),
    "bersekolah_usia_lanjut": (
        build.changed(2, bersekolah=True, tanggal_lahir=D(1950, 8, 17)),
        (2, "bersekolah"),
    ),
    "pekerjaan_bertentangan": (
        build.changed(2, bekerja=True, pekerjaan="Belum/Tidak Bekerja"),
        (2, "pekerjaan"),
    ),
    "hamil_laki_laki": (build.changed(2, hamil=True), (2, "hamil")),
    "hamil_di_luar_usia": (build.changed(3, hamil=True, tanggal_lahir=D(1950, 5, 3)), (3, "hamil")),
    "keluarga_tanpa_kepala": (build.changed(2, hubungan="famili"), (2, None)),
    "keluarga_dua_kepala": (build.changed(4, hubungan="kepala"), (4, "hubungan")),
    "keluarga_dua_pasangan": (build.changed(4, hubungan="istri"), (4, "hubungan")),
    "pasangan_jenis_kelamin_sama": (build.changed(3, jenis_kelamin="L"), (3, "jenis_kelamin")),
    "anak_lebih_tua": (build.changed(4, tanggal_lahir=D(1979, 9, 14)), (4, "tanggal_lahir")),
    "orangtua_lebih_muda": (build.changed(4, hubungan="orangtua"), (4, "tanggal_lahir")),
    "cucu_terlalu_tua": (
        build.changed(4, hubungan="cucu", tanggal_lahir=D(1999, 9, 14)),
        (4, "tanggal_lahir"),
    ),
    "pasangan_beda_umur_jauh": (build.changed(3, tanggal_lahir=D(1930, 5, 3)), (3, "tanggal_lahir")),
    "keluarga_banyak_anggota": (build.many(16, family_ref="KEL-1", kk=None, kk_status="empty"), (2, None)),
    "keluarga_hanya_anak": (build.family()[2:], (4, None)),
    "keluarga_dua_desa": (build.changed(4, kode_desa="64.02.02.2004"), (2, "kode_desa")),
    "keluarga_dua_kk": (build.changed(4, kk="6402020501159002"), (2, "kk")),
    "kk_dua_keluarga": (
        [*build.family(), *build.many(1, family_ref="KEL-2", kk="6402020501159001", row=9)],
        (9, "kk"),
    ),
    "keluarga_desil_berbeda": (build.changed(4, desil=3), (2, "desil")),
    "keluarga_semua_1_januari": (
        [member | {"tanggal_lahir": D(1970 + member["row"], 1, 1)} for member in build.family()],
        (2, "tanggal_lahir"),
    ),
    "keluarga_satu_tanggal_lahir": (
        [member | {"tanggal_lahir": D(1980, 8, 17)} for member in build.family()],
        (2, "tanggal_lahir"),
    ),
    "keluarga_satu_nama": ([member | {"nama": "SAMAD RUKMANA"} for member in build.family()], (2, "nama")),
    "keluarga_baris_terpisah": (
        [*build.changed(4, row=40), *build.many(20, row=lambda i: i + 10)],
        (2, None),
    ),
}

HOUSE_CASES = {
    "kk_kosong": (build.house(kk=None, kk_status="empty"), "kk"),
    "kk_pengganti": (build.house(kk=None, kk_status="placeholder"), "kk"),
    "kk_bentuk": (build.house(kk=None, kk_status="malformed"), "kk"),
    "kk_rusak": (build.house(kk=None, kk_status="damaged"), "kk"),
    "kk_seperti_nik": (build.house(kk="6402024501159001"), "kk"),
    "kk_tanggal_tak_lazim": (build.house(kk="6402023102159001"), "kk"),
    "kk_wilayah_tak_dikenal": (build.house(kk="6402990501159001"), "kk"),
    "kk_sama_dengan_nik_kepala": (build.house(nik_kepala="6402020501159001"), "kk"),
    "nama_kepala_kosong": (build.house(nama_kepala=None), "nama_kepala"),
    "nik_kepala_bukan_anggota": (build.house(nik_kepala="6402021708809077"), "nik_kepala"),
    "jumlah_anggota_kosong": (build.house(jumlah_anggota=None), "jumlah_anggota"),
    "jumlah_anggota_nol": (build.house(jumlah_anggota=0), "jumlah_anggota"),
    "jumlah_anggota_beda": (build.house(jumlah_anggota=4), "jumlah_anggota"),
    "jumlah_anggota_banyak": (build.house(jumlah_anggota=16), "jumlah_anggota"),
    "keluarga_tanpa_anggota": (build.house(family_ref="KEL-9"), None),
    "keluarga_tidak_aktif_menerima_bantuan": (build.house(status="pindah", terima_pkh=True), "status"),
    "luas_lantai_nol": (build.house(luas_lantai=0.0), "luas_lantai"),
    "luas_lantai_terlalu_besar": (build.house(luas_lantai=3600.0), "luas_lantai"),
    "luas_lantai_terlalu_sempit": (build.house(luas_lantai=2.0), "luas_lantai"),
    "daya_tanpa_listrik": (build.house(penerangan="bukan_listrik", daya=2200), "daya"),
    "daya_tanpa_meteran": (build.house(penerangan="pln_tanpa_meteran"), "daya"),
    "alat_listrik_tanpa_listrik": (build.house(penerangan="bukan_listrik", aset_ac=True), "penerangan"),
    "masak_listrik_tanpa_listrik": (
        build.house(penerangan="bukan_listrik", bahan_bakar="listrik"),
        "bahan_bakar",
    ),
    "tidak_memasak_keluarga_besar": (
        build.house(bahan_bakar="tidak_memasak", jumlah_anggota=5),
        "bahan_bakar",
    ),
    "gas_tanpa_tabung": (build.house(bahan_bakar="elpiji_12", aset_tabung_gas=False), "aset_tabung_gas"),
    "kloset_tanpa_fasilitas": (build.house(bab="tidak_ada"), "kloset"),
    "septik_tanpa_fasilitas": (build.house(bab="tidak_ada"), "tinja"),
    "desil_1_bermobil": (build.house(desil=1, aset_mobil=True), "aset_mobil"),
    "desil_1_ber_ac": (build.house(desil=1, aset_ac=True), "aset_ac"),
    "desil_1_daya_besar": (build.house(desil=1, daya=2200), "daya"),
    "desil_1_rumah_lain": (build.house(desil=1, aset_rumah_lain=True), "aset_rumah_lain"),
    "desil_tinggi_lantai_tanah": (build.house(desil=9, lantai="tanah"), "lantai"),
    "ternak_mustahil": (build.house(jumlah_sapi=-1), None),
    "ternak_sangat_banyak": (build.house(jumlah_kambing=400), None),
    "desa_kosong": (build.house(desa=None, kode_desa=None), "desa"),
    "desa_tak_dikenali": (build.house(kode_desa=None), "kode_desa"),
    "desa_di_luar_kabupaten": (build.house(kode_desa="64.71.01.1001"), "kode_desa"),
    "desa_beda_kecamatan": (build.house(kode_kecamatan="64.02.03"), "kode_desa"),
    "rt_kosong": (build.house(rt=None), "rt"),
    "rt_mustahil": (build.house(rt=0), "rt"),
    "rw_mustahil": (build.house(rw=999), "rw"),
    "desil_kosong": (build.house(desil=None), "desil"),
    "desil_di_luar_1_10": (build.house(desil=0), "desil"),
    "kk_dua_keluarga": (build.house(family_ref="KEL-9"), "kk"),
    "keluarga_ganda": (build.house(), None),
}
OTHER_HOUSES = [
    build.house(
        i + 10, family_ref=f"KEL-X{i}", kk=f"640202050115{9100 + i}", nik_kepala=None, nama_kepala="SAMAD A"
    )
    for i in range(12)
]

SHEET_CASES = {
    "berkas_nik_angka_akhir_nol": (
        build.many(120, nik=lambda i: f"64020217088{i % 10}9{i // 10:02}0"),
        "nik",
    ),
    "berkas_kk_rusak": (build.many(40, kk=None, kk_status="damaged"), "kk"),
    "berkas_nik_rusak": (build.many(40, nik=None, nik_status="damaged"), "nik"),
    "berkas_kk_angka_akhir_nol": (
        build.many(120, kk=lambda i: f"6402020501{15 + i // 60}{9000 + i % 60 * 10}"),
        "kk",
    ),
    "berkas_nik_pengganti_banyak": (build.many(40, nik=None, nik_status="placeholder"), "nik"),
    "berkas_nik_kosong_banyak": (build.many(40, nik=None, nik_status="malformed"), "nik"),
    "berkas_nik_ganda_banyak": (build.many(40, nik=lambda i: f"64020217088{i % 5}9001"), "nik"),
    "berkas_semua_nik_sama": (build.many(10, nik="6402021708809001"), "nik"),
    "berkas_nik_tak_cocok_tanggal_lahir": (build.many(40, tanggal_lahir=D(1955, 2, 27)), "nik"),
    "berkas_jenis_kelamin_terbalik": (build.many(40, jenis_kelamin="P"), "jenis_kelamin"),
    "berkas_jenis_kelamin_seragam": (
        build.many(40, hubungan=lambda i: "kepala" if i % 2 else "famili"),
        "jenis_kelamin",
    ),
    "berkas_desil_seragam": (build.many(40, desil=3), "desil"),
    "berkas_tanggal_lahir_1_januari": (
        build.many(40, tanggal_lahir=lambda i: D(1960 + i, 1, 1)),
        "tanggal_lahir",
    ),
    "berkas_desa_tak_dikenali_banyak": (build.many(40, kode_desa=None), "desa"),
    "berkas_nama_terpotong": (
        build.many(40, nama=lambda i: "SAMAD RUKMANA BIN BAHTIAR"[: 25 if i % 2 else 12]),
        "nama",
    ),
    "berkas_kolom_kosong": (build.many(3, tanggal_lahir=None), "tanggal_lahir"),
}


def test_an_ordinary_family_gives_no_finding() -> None:
    found = build.check(build.family(), [build.house()])
    assert found.is_empty(), found.select("code", "row", "field").rows()


@pytest.mark.parametrize("code", PERSON_CASES)
def test_person_rule_speaks_up(code: str) -> None:
    rows, place = PERSON_CASES[code]
    assert place in build.places(build.check(rows), code)


@pytest.mark.parametrize("code", HOUSE_CASES)
def test_keluarga_rule_speaks_up(code: str) -> None:
    row, field = HOUSE_CASES[code]
    extra = [build.house(3)] if code in {"keluarga_ganda", "kk_dua_keluarga"} else []
    found = build.check(build.family(), [row, *extra, *OTHER_HOUSES])
    assert (2, field) in build.places(found, code)


@pytest.mark.parametrize("code", SHEET_CASES)
def test_sheet_rule_speaks_up_once_and_without_a_row(code: str) -> None:
    rows, field = SHEET_CASES[code]
    assert (None, field) in build.places(build.check(rows), code)


def test_every_rule_has_a_case_and_a_text() -> None:
    cases = PERSON_CASES.keys() | HOUSE_CASES.keys() | SHEET_CASES.keys()
    assert {rule.code for rule in rules.RULES} == cases
    assert cases <= findings.catalogue().keys()


def test_a_rule_is_told_apart_by_code_table_and_field() -> None:
    known = [(rule.code, rule.table.name, rule.field) for rule in rules.RULES]
    assert len(known) == len(set(known))
    assert len(known) >= 40


def test_a_field_of_a_rule_is_a_column_of_its_table() -> None:
    strange = [
        rule.code for rule in rules.RULES if rule.field is not None and rule.field not in rule.table.names
    ]
    assert strange == []


def test_severity_comes_from_the_list_of_texts() -> None:
    found = build.check(build.changed(4, nik=None, nik_status="damaged", nama="T"))
    got = dict(found.filter(pl.col("row") == 4).select("code", "severity").iter_rows())
    assert got["nik_rusak"] == "tolak"
    assert got["nama_satu_huruf"] == "perlu_ditinjau"
