"""What two lists say differently about one keluarga, and who is missing where."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from compared_lists import DESA, OTHER_DESA, Compared

from selaras.engine.compare import summary

KK_A, KK_B = "6402020101209001", "6402020505249002"


def test_decile_is_told_once_per_keluarga_with_both_family_rows(lists: Compared) -> None:
    for source, decile in (("dtsen", 5), ("p3ke", 1)):
        lists.person(source, "P1", desil=decile)
        lists.person(source, "P2", desil=decile)
        lists.family(source, desil=decile)
    assert lists.of(
        "desil_beda", "person_id", "keluarga_id", "value_a", "value_b", "size", "krid_a", "krid_b"
    ) == [(None, "K1", "5", "1", 4.0, 0, 1)]


def test_decile_from_members_where_there_is_no_family_row(lists: Compared) -> None:
    lists.person("dtsen", "P1", desil=5)
    lists.person("p3ke", "P1", desil=4)
    assert lists.of("desil_beda", "size", "rid_a", "rid_b", "krid_a") == [(1.0, 0, 1, None)]


def test_kk_once_for_a_keluarga_that_changed_it_as_a_whole(lists: Compared) -> None:
    for source, kk in (("dtsen", KK_A), ("dtks", KK_B)):
        lists.person(source, "P1", kk=kk)
        lists.person(source, "P2", kk=kk)
    assert lists.of("kk_beda", "person_id", "keluarga_id", "value_a", "value_b") == [
        (None, "K1", "•••• •••• •••• 9002", "•••• •••• •••• 9001")
    ]


def test_kk_of_one_member_only(lists: Compared) -> None:
    lists.person("dtsen", "P1", kk=KK_A)
    lists.person("dtsen", "P2", kk=KK_B)
    lists.person("dtks", "P1", kk=KK_A)
    lists.person("dtks", "P2", kk=KK_A)
    assert lists.of("kk_beda", "person_id", "source_a", "source_b") == [("P2", "dtks", "dtsen")]


def test_a_family_of_one_list_split_in_the_other(lists: Compared) -> None:
    for person, ref in (("P1", "A"), ("P2", "A"), ("P3", "B")):
        lists.person("dtsen", person, family_ref="X", kk=KK_A)
        lists.person("dtks", person, family_ref=ref, kk=KK_A if ref == "A" else KK_B)
    assert lists.of("keluarga_terpecah", "source_a", "source_b", "rid_a", "rid_b", "size", "value_b") == [
        ("dtsen", "dtks", 0, 5, 2.0, "2 keluarga")
    ]
    # The other KK of the member who was split off is the same story.
    assert lists.of("kk_beda") == []


def test_number_of_members_as_stated(lists: Compared) -> None:
    for source, number in (("dtsen", 4), ("p3ke", 6), ("regsosek", 4)):
        lists.person(source, "P1")
        lists.family(source, jumlah_anggota=number)
    assert lists.of("jumlah_anggota_beda", "source_a", "source_b", "size") == [
        ("dtsen", "p3ke", 2.0),
        ("p3ke", "regsosek", 2.0),
    ]


def test_another_head(lists: Compared) -> None:
    lists.person("dtsen", "P1", hubungan="kepala", nama="BUDI")
    lists.person("dtsen", "P2", hubungan="istri", nama="ANI")
    lists.person("dtks", "P2", hubungan="kepala", nama="ANI")
    assert lists.of("kepala_beda", "keluarga_id", "rid_a", "rid_b", "value_a", "value_b") == [
        ("K1", 2, 0, "A•••", "B•••")
    ]


def test_a_family_programme_is_compared_once_whoever_is_marked(lists: Compared) -> None:
    lists.person("dtsen", "P1", terima_pkh=False)
    lists.person("dtsen", "P2", terima_pkh=False)
    lists.person("dtks", "P1", terima_pkh=False)
    lists.person("dtks", "P2", terima_pkh=True)
    krid = lists.family("p3ke", terima_pkh=True)
    lists.person("p3ke", "P1")
    assert lists.of("bantuan_beda", "person_id", "source_a", "source_b", "rid_a", "krid_a") == [
        (None, "dtks", "dtsen", 3, None),
        (None, "p3ke", "dtsen", None, krid),
    ]


def test_a_family_row_twice_in_one_list(lists: Compared) -> None:
    lists.person("p3ke", "P1")
    for kk in (KK_A, KK_A, KK_B):
        lists.family("p3ke", kk=kk)
    assert lists.of("keluarga_ganda_dalam_sumber", "keluarga_id", "krid_a", "krid_b", "size") == [
        ("K1", 0, 1, 2.0)
    ]


# Who is missing where -------------------------------------------------------------------------------------------


def everyone_else(lists: Compared, *sources: str, desa: str = DESA) -> None:
    """Other people of the village, in each of these lists: the lists reach it."""
    for source in sources:
        lists.person(source, "P9", "K9", kode_desa=desa, kode_kecamatan=desa[:8])


def test_a_member_missing_in_a_list_that_holds_the_keluarga(lists: Compared) -> None:
    rid = lists.person("dtsen", "P1")
    lists.person("dtsen", "P2")
    lists.person("regsosek", "P2")
    assert lists.of("hanya_di_satu", "person_id", "source_a", "source_b", "rid_a", "rid_b", "edition_b") == [
        ("P1", "dtsen", "regsosek", rid, None, "2022-10")
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"tanggal_lahir": date(2023, 5, 5)},  # born after the list was made
        {"status": "meninggal"},
        {"status": "pindah"},
    ],
)
def test_a_member_who_could_not_be_there_is_not_missing(lists: Compared, values: dict[str, Any]) -> None:
    lists.person("dtsen", "P1", **values)
    lists.person("dtsen", "P2")
    lists.person("regsosek", "P2")
    assert lists.of("hanya_di_satu") == []


def test_a_list_that_names_heads_only_misses_no_member(lists: Compared) -> None:
    lists.person("dtsen", "P1")
    lists.person("dtsen", "P2")
    lists.person("regsosek", "P2", part="kepala")
    assert lists.of("hanya_di_satu") == []


def test_a_keluarga_missing_as_a_whole_is_told_once(lists: Compared) -> None:
    everyone_else(lists, "dtsen", "regsosek")
    lists.person("dtsen", "P1")
    lists.person("dtsen", "P2")
    krid = lists.family("dtsen")
    columns = ("keluarga_id", "source_a", "source_b", "rid_a", "krid_a", "size", "kode_desa")
    assert lists.of("keluarga_hanya_di_satu", *columns) == [("K1", "dtsen", "regsosek", 2, krid, 2.0, DESA)]
    assert lists.of("hanya_di_satu") == []


def test_absence_where_the_list_does_not_reach_is_no_disagreement(lists: Compared) -> None:
    everyone_else(lists, "regsosek", desa=OTHER_DESA)
    lists.person("dtsen", "P1")
    assert lists.of("keluarga_hanya_di_satu") == []


@pytest.mark.parametrize(
    ("decile", "missing"), [(1, [("dtsen", "p3ke")]), (4, [("dtsen", "p3ke")]), (5, []), (None, [])]
)
def test_p3ke_is_expected_to_hold_deciles_one_to_four(
    lists: Compared, decile: int | None, missing: list[Any]
) -> None:
    everyone_else(lists, "dtsen", "p3ke")
    lists.person("dtsen", "P1", desil=decile)
    assert lists.of("keluarga_hanya_di_satu") == missing


def test_dtks_is_expected_to_hold_recipients(lists: Compared) -> None:
    everyone_else(lists, "regsosek", "dtks")
    lists.person("regsosek", "P1", "K1", terima_pkh=True)
    lists.person("regsosek", "P2", "K2", terima_kur=True)
    assert lists.of("keluarga_hanya_di_satu", "keluarga_id", "source_b") == [("K1", "dtks")]


def test_what_a_list_once_said_itself_is_no_reason_to_expect_it_there(lists: Compared) -> None:
    everyone_else(lists, "p3ke", "dtsen")
    lists.person("p3ke", "P1", edition="2020-01", desil=1, kode_desa=DESA)
    lists.person("dtsen", "P1")
    assert lists.of("keluarga_hanya_di_satu") == []


def test_lists_of_offices_are_never_expected_to_hold_somebody(lists: Compared) -> None:
    everyone_else(lists, "dtsen", "dinas_koperasi")
    lists.person("dtsen", "P1", desil=1, terima_pkh=True)
    assert lists.of("keluarga_hanya_di_satu") == []


@pytest.mark.parametrize(("padan", "missing"), [(None, [("dtsen", "dukcapil")]), (True, [])])
def test_dukcapils_own_data_hold_everyone_its_answers_only_those_asked_for(
    lists: Compared, padan: bool | None, missing: list[Any]
) -> None:
    everyone_else(lists, "dtsen", "dukcapil")
    lists.rows[1]["padan"] = padan
    lists.person("dtsen", "P1")
    assert lists.of("keluarga_hanya_di_satu") == missing


def test_a_keluarga_of_which_nobody_is_left_is_not_missing(lists: Compared) -> None:
    everyone_else(lists, "dtsen", "regsosek")
    lists.person("dtsen", "P1", status="meninggal")
    assert lists.of("keluarga_hanya_di_satu") == []


def test_a_person_dukcapil_could_not_match_is_not_in_dukcapil(lists: Compared) -> None:
    everyone_else(lists, "regsosek")
    lists.person("dukcapil", "P1", padan=False)
    assert lists.of("keluarga_hanya_di_satu") == []


# Counts -----------------------------------------------------------------------------------------------------------


def test_counts_stand_beside_what_they_are_a_part_of(lists: Compared) -> None:
    for number in range(4):
        lists.person("dtsen", f"P{number}", f"K{number % 2}", jenis_kelamin="L")
        if number < 3:
            lists.person("regsosek", f"P{number}", f"K{number % 2}", jenis_kelamin="P" if number else "L")
    found = lists.survey()
    pairs = summary.by_pair(found.discrepancies, found.overlap)
    assert pairs.rows() == [
        ("dtsen", "regsosek", "hanya_di_satu", 1, 1, 1, 4, 2),
        ("dtsen", "regsosek", "jenis_kelamin_beda", 2, 2, 2, 3, 2),
    ]
    for level in (summary.DESA, summary.KECAMATAN):
        assert summary.by_pair(found.discrepancies, found.overlap, level).height == 2
    place = summary.by_place(found.discrepancies)
    assert place.rows() == [
        (DESA[:8], DESA, "hanya_di_satu", 1, 1, 1),
        (DESA[:8], DESA, "jenis_kelamin_beda", 2, 2, 2),
    ]
    assert summary.by_place(found.discrepancies, summary.KECAMATAN).columns[:2] == ["kode_kecamatan", "kind"]


def test_a_discrepancy_of_a_keluarga_counts_no_person(lists: Compared) -> None:
    lists.person("dtsen", "P1", desil=5)
    lists.person("p3ke", "P1", desil=1)
    found = lists.survey()
    row = summary.by_place(found.discrepancies).row(0, named=True)
    assert (row["kind"], row["cases"], row["persons"], row["keluarga"]) == ("desil_beda", 1, 0, 1)


def test_overlap_counts_each_list_with_itself_too(lists: Compared) -> None:
    lists.person("dtsen", "P1", "K1")
    lists.person("dtsen", "P2", "K1")
    lists.person("dtks", "P1", "K1")
    overlap = lists.survey().overlap.drop("kode_kecamatan", "kode_desa")
    assert overlap.rows() == [("dtks", "dtks", 1, 1), ("dtks", "dtsen", 1, 1), ("dtsen", "dtsen", 2, 1)]
    assert overlap.schema["persons"] == pl.UInt32
