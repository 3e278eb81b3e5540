"""One keluarga out of family rows and the rows of its members."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from linked_lists import Lists

Only = Callable[[pl.DataFrame], dict[str, Any]]
KK_OLD, KK_NEW = "6402020101209001", "6402020505249002"
NIK = "6402021203859001"


@pytest.mark.parametrize(
    ("family", "method"),
    [
        ({"family_ref": "A", "kk": KK_NEW}, "family_ref"),
        ({"family_ref": "Z", "kk": KK_OLD}, "kk"),
        ({"nik_kepala": NIK}, "nik_kepala"),
        ({"edition": "2020-01", "kk": KK_OLD}, "kk_lain"),
        ({"edition": "2020-01", "family_ref": "A"}, None),
    ],
)
def test_which_keluarga_a_family_row_speaks_about(
    lists: Lists, family: dict[str, Any], method: str | None
) -> None:
    lists.person("p3ke", "2023-01", "P1", "K7", family_ref="A", kk=KK_OLD, nik=NIK)
    lists.person("dtsen", "2023-01", "P2", "K8", family_ref="A", nik=NIK)
    lists.family("p3ke", family.pop("edition", "2023-01"), **family)
    found = lists.merged().keluarga_of.row(0, named=True)
    assert found == {"krid": 0, "keluarga_id": "K7" if method else None, "method": method}


def test_the_head_named_in_the_same_row_is_a_sure_sign(lists: Lists) -> None:
    krid = lists.family("p3ke", "2023-01")
    lists.person("p3ke", "2023-01", "P1", "K7", part="kepala", sheet="Keluarga", row=krid + 2)
    assert lists.merged().keluarga_of.row(0) == (0, "K7", "baris")


def test_most_members_decide_and_the_head_counts_for_three(lists: Lists) -> None:
    lists.person("p3ke", "2023-01", "P1", "K1", family_ref="A", hubungan="kepala")
    lists.person("p3ke", "2023-01", "P2", "K2", family_ref="A", hubungan="anak")
    lists.person("p3ke", "2023-01", "P3", "K2", family_ref="A", hubungan="anak")
    lists.family("p3ke", "2023-01", family_ref="A")
    assert lists.merged().keluarga_of["keluarga_id"].to_list() == ["K1"]
    for person in ("P4", "P5"):
        lists.person("p3ke", "2023-01", person, "K2", family_ref="A", hubungan="anak")
    assert lists.merged().keluarga_of["keluarga_id"].to_list() == ["K2"]


def test_the_newest_survey_describes_the_house(lists: Lists, one: Only) -> None:
    lists.person("regsosek", "2022-10", "P1", family_ref="A")
    lists.person("dtsen", "2025-01", "P1", family_ref="B")
    lists.person("kantor", "2026-01", "P1", family_ref="C")
    old = lists.family("regsosek", "2022-10", family_ref="A", lantai="tanah", dinding="kayu", jumlah_sapi=2)
    new = lists.family("dtsen", "2025-01", family_ref="B", lantai="semen")
    lists.family("kantor", "2026-01", family_ref="C", lantai="keramik", aset_mobil=True)
    home = one(lists.merged().keluarga)
    assert (home["lantai"], home["lantai__krid"]) == ("semen", new)
    assert (home["dinding"], home["dinding__krid"], home["jumlah_sapi"]) == ("kayu", old, 2)
    # Another office fills what no survey tells.
    assert home["aset_mobil"] is True


def test_what_a_family_list_leaves_out_the_members_tell(lists: Lists, one: Only) -> None:
    rid = lists.person(
        "dtks", "2024-10", "P1", family_ref="A", kk=KK_NEW, kode_desa="64.02.02.2003", desil=None
    )
    home = one(lists.merged().keluarga)
    assert (home["kk"], home["kk__rid"], home["kk__krid"]) == (KK_NEW, rid, None)
    assert home["kode_desa__rid"] == rid


def test_the_newest_kk_counts_and_earlier_ones_are_kept_with_their_dates(lists: Lists, one: Only) -> None:
    lists.person("dtks", "2021-01", "P1", kk=KK_OLD)
    lists.person("p3ke", "2023-01", "P1", kk=KK_OLD)
    lists.person("dtsen", "2025-01", "P1", kk=KK_NEW)
    home = one(lists.merged().keluarga)
    assert home["kk"] == KK_NEW
    assert home["kk_riwayat"] == [
        {"kk": KK_NEW, "first_edition": "2025-01", "last_edition": "2025-01", "sources": ["dtsen"]},
        {"kk": KK_OLD, "first_edition": "2021-01", "last_edition": "2023-01", "sources": ["dtks", "p3ke"]},
    ]


def test_members_present_and_on_record(lists: Lists) -> None:
    lists.person("dtsen", "2025-01", "P1", "K1", status="aktif")
    lists.person("dtsen", "2025-01", "P2", "K1", status="meninggal")
    lists.person("dtsen", "2025-01", "P3", "K1", status="pindah")
    lists.person("dtsen", "2025-01", "P4", "K1")
    # P5 left K2 for K1: the old keluarga stays on record, empty.
    lists.person("dtks", "2020-01", "P5", "K2")
    lists.person("dtsen", "2025-01", "P5", "K1", status="aktif")
    homes = lists.merged().keluarga
    assert homes["keluarga_id"].to_list() == ["K1", "K2"]
    assert homes["anggota_hadir"].to_list() == [3, 0]
    assert homes["anggota_tercatat"].to_list() == [5, 0]


def test_the_head_is_whom_a_list_calls_so(lists: Lists, one: Only) -> None:
    lists.person("dtsen", "2025-01", "P1", hubungan="kepala", status="meninggal")
    rid = lists.person("dtsen", "2025-01", "P2", hubungan="kepala")
    lists.person("dtsen", "2025-01", "P3", hubungan="anak")
    home = one(lists.merged().keluarga)
    assert (home["kepala_person_id"], home["kepala_person_id__rid"]) == ("P2", rid)


def test_no_head_is_made_up(lists: Lists, one: Only) -> None:
    lists.person("dtsen", "2025-01", "P1", hubungan="istri")
    assert one(lists.merged().keluarga)["kepala_person_id"] is None


def test_between_two_heads_the_one_of_the_family_list(lists: Lists, one: Only) -> None:
    lists.person("dtsen", "2025-01", "P1", hubungan="kepala", family_ref="A")
    lists.person("dtsen", "2025-01", "P2", hubungan="kepala", family_ref="A", nik=NIK)
    lists.family("dtsen", "2025-01", family_ref="A", nik_kepala=NIK)
    assert one(lists.merged().keluarga)["kepala_person_id"] == "P2"


def test_a_programme_of_any_member_or_family_row(lists: Lists, one: Only) -> None:
    lists.person("dtks", "2024-10", "P1", family_ref="A", terima_pkh=True)
    lists.person("dtsen", "2025-01", "P1", family_ref="B")
    krid = lists.family("dtsen", "2025-01", family_ref="B", terima_pkh=False, terima_sembako=True)
    home = one(lists.merged().keluarga)
    assert (home["terima_pkh"], home["terima_pkh__sources"]) == (True, ["dtks"])
    assert (home["terima_pkh__rid"], home["terima_pkh__krid"]) == (0, None)
    assert (home["terima_sembako"], home["terima_sembako__krid"]) == (True, krid)


@pytest.mark.parametrize(
    ("said", "merged"),
    [
        (["asbes", "seng", "seng_atau_asbes"], "seng_atau_asbes"),
        (["seng_atau_asbes", "seng"], "seng"),
        (["beton", "seng", "seng_atau_asbes"], "seng"),
        (["beton", "beton", "seng"], "beton"),
    ],
)
def test_a_joint_word_is_not_against_its_parts(lists: Lists, one: Only, said: list[str], merged: str) -> None:
    for number, roof in enumerate(said):
        source = f"kantor{number}"
        lists.person(source, "2025-01", "P1", family_ref="A")
        lists.family(source, "2025-01", family_ref="A", atap=roof)
    assert one(lists.merged().keluarga)["atap"] == merged
