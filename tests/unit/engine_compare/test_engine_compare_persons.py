"""What two lists say differently about one person."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from compared_lists import DESA, OTHER_DESA, Compared

from selaras.engine import tables

NIK_A, NIK_B = "6402021203859001", "6402021203859071"


def test_lists_that_agree_leave_nothing_to_say(lists: Compared) -> None:
    for source in ("dtsen", "regsosek", "dtks", "p3ke", "dukcapil"):
        lists.person(
            source, "P1", nik=NIK_A, kk="6402020101209001", nama="SITI", jenis_kelamin="P", hubungan="kepala",
            tanggal_lahir=date(1985, 3, 12), status="aktif", padan=True, desil=2, terima_pkh=True,
        )  # fmt: skip
        lists.family(source, kk="6402020101209001", desil=2, jumlah_anggota=1, terima_pkh=True)
    assert lists.all().is_empty()
    assert lists.all().schema == tables.DISCREPANCIES.schema


def test_a_nik_that_differs_is_shown_masked_with_the_number_of_digits(lists: Compared) -> None:
    lists.person("dtsen", "P1", nik=NIK_A)
    lists.person("regsosek", "P1", nik=NIK_B)
    assert lists.of("nik_beda", "value_a", "value_b", "size", "rid_a", "rid_b", "kode_desa") == [
        ("•••• •••• •••• 9001", "•••• •••• •••• 9071", 1.0, 0, 1, DESA)
    ]


def test_no_full_number_or_name_leaves_the_comparison(lists: Compared) -> None:
    lists.person("dtsen", "P1", nik=NIK_A, kk="6402020101209001", nama="SITI AMINAH", hubungan="kepala")
    lists.person("regsosek", "P1", nik=NIK_B, kk="6402020101209002", nama="SITI RAHMAH", hubungan="istri")
    lists.person("regsosek", "P2", nama="BUDI", hubungan="kepala", kk="6402020101209002")
    frame = lists.all()
    assert {"nik_beda", "kk_beda", "nama_beda", "kepala_beda"} <= set(frame["kind"])
    told = frame.select("value_a", "value_b").unpivot()["value"].drop_nulls()
    assert not told.str.contains(r"\d{5}|SITI|AMINAH|BUDI").any()
    assert "S••• A•••" in told.to_list()


@pytest.mark.parametrize(
    ("a", "b", "differs"),
    [
        ("MUHAMMAD NOOR", "MOH. NOR", False),
        ("H. AHMAD FAUZI, S.PD", "AHMAD FAUZI", False),
        ("HJ SITI AMINAH", "SITI AMINAH BINTI HASAN", False),
        ("SOEKARNO", "SUKARNO", False),
        ("NUR AINI", "NURAINI", False),
        ("NOR'AINI", "NORAINI", False),
        ("AMINAH SITI", "SITI AMINAH", False),
        ("S. LESTARI", "SITI LESTARI", False),
        ("N. INDAH", "NUR INDAH", False),
        ("SITI", "SITI LESTARI", False),
        ("ARPAH", "ARPA", False),
        ("JULIANSYAH", "ZULIANSYAH", False),
        ("YUSRIANI", "YURSIANI", False),
        ("RAHMAWATI DEWI", "DEWI RAHMWATI", False),
        ("SITI AMINAH", "SITI RAHMAH", True),
        ("S. AMINAH", "NUR AMINAH", True),
        ("RINA", "RIMA", True),
        ("JULIANSYAH", "ZULIANSAH B", True),
        ("BUDI", "JOKO", True),
    ],
)
def test_names_differ_only_beyond_spelling_titles_and_order(
    lists: Compared, a: str, b: str, differs: bool
) -> None:
    lists.person("dtsen", "P1", nama=a)
    lists.person("dtks", "P1", nama=b)
    assert bool(lists.of("nama_beda")) is differs


@pytest.mark.parametrize(
    ("field", "a", "b", "kind", "size"),
    [
        ("jenis_kelamin", "L", "P", "jenis_kelamin_beda", None),
        ("tanggal_lahir", date(1985, 3, 12), date(1985, 12, 3), "tanggal_lahir_beda", 266.0),
        ("kode_desa", DESA, "64.02.02.2004", "wilayah_beda", 1.0),
        ("kode_desa", DESA, OTHER_DESA, "wilayah_beda", 2.0),
        ("kode_desa", DESA, "64.08.01.2001", "wilayah_beda", 3.0),
    ],
)
def test_fields_that_differ(
    lists: Compared, field: str, a: Any, b: Any, kind: str, size: float | None
) -> None:
    lists.person("dtsen", "P1", **{field: a})
    lists.person("regsosek", "P1", **{field: b})
    lists.person("p3ke", "P1", **{field: None})
    assert lists.of(kind, "source_a", "source_b", "field", "value_a", "value_b", "size") == [
        ("dtsen", "regsosek", field, str(a), str(b), size)
    ]


def test_the_head_named_in_a_family_sheet_speaks_where_the_own_row_is_silent(lists: Compared) -> None:
    lists.person("p3ke", "P1", part="kepala", sheet="Keluarga", nik=NIK_A, nama="SITI")
    own = lists.person("p3ke", "P1", nama="SITI")
    lists.person("dtsen", "P1", nik=NIK_B, nama="JOKO")
    assert lists.of("nik_beda", "rid_b") == [(0,)]
    assert lists.of("nama_beda", "rid_b") == [(own,)]


def test_dead_in_dukcapil_and_still_listed(lists: Compared) -> None:
    lists.person("dukcapil", "P1", status="meninggal", padan=True)
    lists.person("dtsen", "P1", status="aktif")
    lists.person("p3ke", "P1")
    lists.person("regsosek", "P1", status="meninggal")
    assert lists.of("meninggal_di_dukcapil", "source_a", "source_b", "value_a", "value_b") == [
        ("dukcapil", "dtsen", "meninggal", "aktif"),
        ("dukcapil", "p3ke", "meninggal", "tercantum"),
    ]
    assert lists.of("meninggal_di_daftar_lain") == [("regsosek", "dtsen"), ("regsosek", "p3ke")]


def test_the_side_that_states_it_comes_first(lists: Compared) -> None:
    lists.person("dtks", "P1", status="aktif")
    lists.person("dukcapil", "P1", status="meninggal", padan=True)
    assert lists.of("meninggal_di_dukcapil") == [("dukcapil", "dtks")]


@pytest.mark.parametrize(
    ("status", "kind"),
    [("pindah", "pindah"), ("tidak_ditemukan", "tidak_ditemukan"), ("nonaktif", "nonaktif_di_satu")],
)
def test_gone_in_one_list(lists: Compared, status: str, kind: str) -> None:
    lists.person("dtsen", "P1", status=status)
    lists.person("dtks", "P1", status="aktif")
    assert lists.of(kind) == [("dtsen", "dtks")]
    lists.rows[1]["status"] = status
    assert lists.of(kind) == []


def test_aid_to_the_dead_and_to_those_not_matched(lists: Compared) -> None:
    lists.person("dukcapil", "P1", status="meninggal", padan=True)
    lists.person("dtks", "P1", terima_pkh=True, terima_sembako=True)
    lists.person("dukcapil", "P2", padan=False)
    lists.person("dtks", "P2", terima_pbi=True)
    lists.person("p3ke", "P2", terima_pbi=False)
    assert lists.of("meninggal_tetap_terima", "source_a", "source_b", "value_b", "size") == [
        ("dukcapil", "dtks", "PKH, Sembako", 2.0)
    ]
    assert lists.of("tidak_padan_tetap_terima", "person_id", "source_a", "source_b", "value_b") == [
        ("P2", "dukcapil", "dtks", "PBI-JK")
    ]


def test_a_list_may_itself_say_not_matched_and_receives(lists: Compared) -> None:
    lists.person("dtks", "P1", padan=False, terima_pbi=True)
    assert lists.of("tidak_padan_tetap_terima") == [("dtks", "dtks")]


def test_who_stands_in_dukcapils_own_data_is_matched_whatever_an_older_list_says(lists: Compared) -> None:
    lists.person("dtks", "P1", padan=False, terima_pbi=True)
    lists.person("dukcapil", "P1")
    assert lists.of("tidak_padan_tetap_terima") == []


def test_what_dukcapil_repeats_without_a_match_is_not_its_word(lists: Compared) -> None:
    lists.person("dukcapil", "P1", padan=False, nik=NIK_A, jenis_kelamin="L")
    lists.person("dtsen", "P1", nik=NIK_B, jenis_kelamin="P")
    assert lists.all().is_empty()


def test_the_newest_edition_speaks(lists: Compared) -> None:
    lists.person("dtks", "P1", edition="2020-01", jenis_kelamin="L")
    lists.person("dtks", "P1", edition="2024-10", jenis_kelamin="P")
    lists.person("dtsen", "P1", jenis_kelamin="P")
    assert lists.all().is_empty()


def test_an_edition_of_one_kecamatan_does_not_replace_the_others(lists: Compared) -> None:
    lists.person("dtks", "P1", edition="2020-01", jenis_kelamin="L")
    lists.person("dtks", "P2", "K2", edition="2024-10", kode_desa=OTHER_DESA)
    lists.person("dtsen", "P1", jenis_kelamin="P")
    assert lists.of("jenis_kelamin_beda", "source_a", "edition_a") == [("dtks", "2020-01")]


def test_lists_of_later_days_take_no_part(lists: Compared) -> None:
    lists.person("dtks", "P1", jenis_kelamin="L")
    lists.person("dtsen", "P1", jenis_kelamin="P")
    lists.as_known_on = date(2024, 12, 31)
    assert lists.all().is_empty()


def test_twice_in_one_list(lists: Compared) -> None:
    for _ in range(3):
        lists.person("dtks", "P1")
    lists.person("dtks", "P1", part="kepala", sheet="Keluarga")
    lists.person("dtks", "P2", edition="2020-01")
    lists.person("dtks", "P2")
    assert lists.of("ganda_dalam_sumber", "person_id", "source_a", "source_b", "rid_a", "rid_b", "size") == [
        ("P1", "dtks", "dtks", 0, 1, 3.0),
        ("P1", "dtks", "dtks", 0, 2, 3.0),
    ]
    assert lists.of("ganda_dalam_sumber", "value_b")[0] == ("lembar Anggota baris 3",)


def test_personal_programmes_are_compared_for_the_person(lists: Compared) -> None:
    lists.person("dtsen", "P1", terima_pbi=False)
    lists.person("dtks", "P1", terima_pbi=True)
    lists.person("p3ke", "P1")
    assert lists.of("bantuan_beda", "person_id", "source_a", "source_b", "field", "value_a", "value_b") == [
        ("P1", "dtks", "dtsen", "terima_pbi", "ya", "tidak")
    ]
    assert lists.of("bantuan_beda", "rid_a", "rid_b") == [(1, 0)]


def test_the_order_of_rows_does_not_matter(lists: Compared) -> None:
    lists.person("dtsen", "P1", nik=NIK_A, status="aktif")
    lists.person("dtsen", "P1", nik=NIK_B)
    lists.person("dukcapil", "P1", nik=NIK_B, status="meninggal", padan=True)
    lists.person("regsosek", "P2")
    before = lists.all()
    assert before.height > 3
    assert before.equals(lists.all())
    assert before["kind"].is_sorted()
    assert before.filter(pl.col("kode_desa").is_null()).is_empty()
