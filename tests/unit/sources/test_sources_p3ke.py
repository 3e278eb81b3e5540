"""P3KE: family, person and musdes sheets; words, header variants, programmes under two names."""

from __future__ import annotations

import pytest

PLACE = {
    "Provinsi": "KALIMANTAN TIMUR", "Kabupaten/Kota": "KUTAI KARTANEGARA", "Kecamatan": "LOA KULU",
    "Desa/Kelurahan": "JEMBAYAN",
}  # fmt: skip
FAMILY = {
    **PLACE, "ID Keluarga P3KE": "640200000001", "Kode Kemdagri": "6402022003", "Desil Kesejahteraan": "Desil 1",
    "Alamat": "Jl. Poros RT 003 RW 001", "Kepala Keluarga": "Budi Santoso", "NIK": "6402021504789001",
    "Padan Dukcapil": "Ya", "Jenis Kelamin": "Laki-laki", "Tanggal Lahir": "1978-04-15", "Pekerjaan": "Petani/Pekebun",
    "Pendidikan": "Tamat SD/sederajat", "Kepemilikan Rumah": "Menumpang",
    "Memiliki Simpanan Uang/Perhiasan/Ternak/Lainnya": "Tidak", "Jenis Atap": "Asbes/Seng", "Jenis Dinding": "Kayu/Papan",
    "Jenis Lantai": "Keramik/Granit/Marmer/Ubin/Tegel/Teraso", "Sumber Penerangan": "Listrik Pribadi s/d 900 Watt",
    "Bahan Bakar Memasak": "Arang/Kayu", "Sumber Air Minum": "Sumur Tidak Terlindung",
    "Memiliki Fasilitas Buang Air Besar": "Ya, dengan Septic Tank", "Penerima BPNT": "Tidak", "Penerima BPUM": "Tidak",
    "Penerima BST": "Ya", "Penerima PKH": "Tidak", "Penerima SEMBAKO": "Ya", "Resiko Stunting": "Ya",
}  # fmt: skip


@pytest.fixture
def family(write_xlsx, delivered, layouts):
    rows = [
        FAMILY,
        {**FAMILY, "ID Keluarga P3KE": "640200000002", "Penerima SEMBAKO": "", "Jenis Dinding": "Seng"},
    ]
    return delivered(write_xlsx("keluarga.xlsx", {"Data": (layouts["p3ke_keluarga"], rows)}), "2022")


def test_a_family_row_gives_the_keluarga_and_its_head(family) -> None:
    house = family.keluarga.row(0, named=True)
    expected = {
        "family_ref": "640200000001", "nama_kepala": "BUDI SANTOSO", "nik_kepala": "6402021504789001",
        "kk_status": "empty", "desil": 1, "status_rumah": "bebas_sewa", "aset_simpanan": False, "dinding": "kayu",
        "penerangan": "pln_meteran", "daya": None, "air_minum": "sumur_tak_terlindung", "bab": "sendiri",
        "tinja": "tangki_septik", "risiko_stunting": True, "kode_desa": "64.02.02.2003", "rt": 3, "rw": 1,
    }  # fmt: skip
    assert {name: house[name] for name in expected} == expected
    head = family.persons.row(0, named=True)
    expected = {
        "part": "kepala", "hubungan": "kepala", "nik": "6402021504789001", "nama": "BUDI SANTOSO", "jenis_kelamin": "L",
        "padan": True, "pendidikan": "sd", "family_ref": "640200000001", "desil": 1, "row": 2,
    }  # fmt: skip
    assert {name: head[name] for name in expected} == expected


def test_bpnt_and_sembako_are_one_programme(family) -> None:
    assert family.keluarga["terima_sembako"].to_list() == [True, False]
    assert family.persons["terima_sembako"].to_list() == [True, False]
    headers = family.lineage.filter(field="terima_sembako")["header"].to_list()
    assert headers == ["Penerima BPNT", "Penerima SEMBAKO"]


def test_an_answer_for_several_of_ours_is_kept_unnarrowed_and_said_once_per_sheet(family) -> None:
    assert family.keluarga["atap"].to_list() == ["seng_atau_asbes"] * 2
    assert family.keluarga["bahan_bakar"][0] == "arang_atau_kayu_bakar"
    said = family.findings.filter(field="atap").select("row", "code", "value", "detail", "severity").rows()
    assert said == [(None, "jawaban_gabungan", "Asbes/Seng", "2 baris", "info")]
    assert {"lantai", "bahan_bakar"} <= set(family.findings.filter(code="jawaban_gabungan")["field"])


def test_the_extra_columns_of_2023_are_known(write_xlsx, recognised, layouts) -> None:
    headers = [*layouts["p3ke_keluarga"], *layouts["p3ke_keluarga_2023"]]
    row = {**FAMILY, "Penerima PKH 2023 (HIMBARA)": "Ya", "Penerima KUR": "Ya", "Penerima Prakerja": "Tidak"}
    found = recognised(write_xlsx("k.xlsx", {"D": (headers, [row])}))
    assert found.drift == ()
    converted = found.profile.convert(found, "2023")
    head = converted.persons.row(0, named=True)
    assert (head["terima_pkh"], head["terima_kur"], head["terima_prakerja"]) == (True, True, False)


@pytest.mark.parametrize(
    ("usual", "variant"),
    [
        ("Penerima BPNT", "Penerima BNPT"),
        ("Kode Kemdagri", "Kode Kemendagri"),
        ("Resiko Stunting", "RISIKO STUNTING"),
    ],
)
def test_header_variants_are_the_same_column(
    write_xlsx, recognised, layouts, usual: str, variant: str
) -> None:
    headers = [variant if header == usual else header for header in layouts["p3ke_keluarga"]]
    row = [FAMILY.get(header) for header in layouts["p3ke_keluarga"]]
    found = recognised(write_xlsx("k.xlsx", {"D": (headers, [row])}))
    assert (found.profile.name, found.drift) == ("p3ke", ())


MEMBER = {
    **PLACE, "ID Keluarga P3KE": "640200000001", "Kode Kemdagri": "6402022003", "Desil Kesejahteraan": "1",
    "ID Individu": "I-1", "Nama": "Siti Aisyah", "NIK": "6402025707809002", "Padan Dukcapil": "Tidak",
    "Jenis Kelamin": "Perempuan", "Hubungan dengan Kepala Keluarga": "Istri/Suami", "Tanggal Lahir": "17 Juli 1980",
    "Status Kawin": "Kawin", "Pendidikan": "Tamat SMP/Sederajat", "Penerima PKH": "Ya",
}  # fmt: skip


def test_a_person_sheet_tells_husband_from_wife_by_sex(write_xlsx, delivered, layouts, codes_of) -> None:
    rows = [
        MEMBER,
        {**MEMBER, "Nama": "Budi", "Jenis Kelamin": "LK"},
        {**MEMBER, "Nama": "Ani", "Jenis Kelamin": ""},
        {**MEMBER, "Nama": "Umi", "Hubungan dengan Kepala Keluarga": "Orang tua/mertua"},
    ]
    converted = delivered(write_xlsx("i.xlsx", {"Data": (layouts["p3ke_individu"], rows)}), "2022")
    assert converted.keluarga is None
    assert converted.persons["hubungan"].to_list() == ["istri", "suami", None, "orangtua"]
    assert (4, "hubungan", "pasangan_tanpa_jenis_kelamin") in codes_of(converted)
    assert (None, "hubungan", "orangtua_atau_mertua") in codes_of(converted)
    first = converted.persons.row(0, named=True)
    assert (first["person_ref"], str(first["tanggal_lahir"]), first["pendidikan"]) == (
        "I-1",
        "1980-07-17",
        "smp",
    )


def test_a_workbook_may_hold_both_sheets(write_xlsx, delivered, layouts) -> None:
    sheets = {
        "Keluarga": (layouts["p3ke_keluarga"], [FAMILY]),
        "Individu": (layouts["p3ke_individu"], [MEMBER]),
    }
    converted = delivered(write_xlsx("both.xlsx", sheets), "2022")
    assert converted.keluarga.height == 1
    assert converted.persons.select("sheet", "part").rows() == [
        ("Keluarga", "kepala"),
        ("Individu", "anggota"),
    ]


MUSDES = [
    "",
    "NO",
    "DESA",
    "ALAMAT",
    "ID KELUARGA",
    "",
    "DESIL",
    "NAMA",
    "NIK",
    "",
    "JENIS KELAMIN",
    "HUBUNGAN KELUARGA",
    "",
    "KETERANGAN",
]


def test_the_musdes_sheet_with_its_title_block(write_xlsx, recognised) -> None:
    above = [["", text] for text in (
        "PEMERINTAH KABUPATEN KUTAI KARTANEGARA", "KECAMATAN LOA KULU", "BERITA ACARA MUSYAWARAH DESA",
        "PERBAIKAN DATA P3KE TAHUN 2023", "", "Hari/Tanggal : Senin, 5 Juni 2023", "Tempat : Balai Desa", "", "", "", "",
    )]  # fmt: skip
    rows = [
        ["", "1", "Jembayan", "Jl. Poros RT 3", "640200000001", "", "1", "Budi Santoso", "6402021504789001", "", "L", "Kepala Keluarga"],
        ["", "2", "Jembayan", "Jl. Poros RT 3", "640200000001", "", "1", "Siti Aisyah", "6402025707809002", "", "P", "Istri/Suami"],
        ["", "3", "Jembayan", "Jl. Poros RT 3", "640200000001", "", "1", "Joni", "6402020101059003", "", "L", "Anak"],
    ]  # fmt: skip
    found = recognised(write_xlsx("musdes.xlsx", {"Lampiran": (MUSDES, rows)}, above=above))
    assert found.profile.name == "p3ke_musdes"
    converted = found.profile.convert(found, "2023")
    assert converted.persons["hubungan"].to_list() == ["kepala", "istri", "anak"]
    assert converted.persons["row"].to_list() == [13, 14, 15]
    assert converted.persons["kode_desa"].to_list() == ["64.02.02.2003"] * 3
    assert dict(converted.lineage.select("field", "column").rows())["nik"] == "I"
