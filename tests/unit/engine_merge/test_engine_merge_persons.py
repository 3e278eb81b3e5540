"""How one value wins for a person."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from linked_lists import Lists

from selaras.engine import tables
from selaras.engine.merge import authority

Only = Callable[[pl.DataFrame], dict[str, Any]]
NIK_A, NIK_B, NIK_C = "6402021203859001", "6402025203859002", "6402020101109003"


@pytest.mark.parametrize("padan", [True, None])
def test_dukcapil_wins_identity(lists: Lists, one: Only, padan: bool | None) -> None:
    lists.person("dtsen", "2025-06", "P1", nik=NIK_B, nama="SITI AMINA", jenis_kelamin="L")
    lists.person("dtks", "2025-07", "P1", nik=NIK_B, nama="SITI AMINA", jenis_kelamin="L")
    sure = lists.person(
        "dukcapil", "2023-01", "P1", nik=NIK_A, nama="SITI AMINAH", jenis_kelamin="P", padan=padan
    )
    person = one(lists.merged().persons)
    assert (person["nik"], person["nama"], person["jenis_kelamin"]) == (NIK_A, "SITI AMINAH", "P")
    assert person["nik__rid"] == person["nama__rid"] == person["jenis_kelamin__rid"] == sure
    assert person["padan"] is padan


def test_dukcapil_without_a_match_only_repeats_what_was_sent(lists: Lists, one: Only) -> None:
    other = lists.person("dtks", "2024-10", "P1", nik=NIK_A, nama="BUDI")
    lists.person("dukcapil", "2025-01", "P1", nik=NIK_B, nama="BUDY", padan=False)
    person = one(lists.merged().persons)
    assert (person["nik"], person["nama__rid"], person["padan"]) == (NIK_A, other, False)


def test_for_identity_agreement_counts_before_the_newest_edition(lists: Lists, one: Only) -> None:
    lists.person("dtsen", "2025-06", "P1", tanggal_lahir=date(1985, 3, 21))
    first = lists.person("dtks", "2022-01", "P1", tanggal_lahir=date(1985, 3, 12))
    lists.person("p3ke", "2023-01", "P1", tanggal_lahir=date(1985, 3, 12))
    person = one(lists.merged().persons)
    assert person["tanggal_lahir"] == date(1985, 3, 12)
    # Of the two rows that agree the newer one is named.
    assert person["tanggal_lahir__rid"] == first + 1


def test_a_list_that_repeats_itself_is_one_voice(lists: Lists, one: Only) -> None:
    for edition in ("2021-01", "2022-01", "2023-01"):
        lists.person("dtks", edition, "P1", jenis_kelamin="L")
    lists.person("p3ke", "2020-01", "P1", jenis_kelamin="P")
    lists.person("dtsen", "2020-01", "P1", jenis_kelamin="P")
    assert one(lists.merged().persons)["jenis_kelamin"] == "P"


def test_a_birth_date_of_1_january_loses_to_a_real_one(lists: Lists, one: Only) -> None:
    lists.person("dtsen", "2025-06", "P1", tanggal_lahir=date(1985, 1, 1))
    lists.person("dtks", "2025-06", "P1", tanggal_lahir=date(1985, 1, 1))
    lists.person("p3ke", "2020-01", "P1", tanggal_lahir=date(1985, 3, 12))
    assert one(lists.merged().persons)["tanggal_lahir"] == date(1985, 3, 12)


def test_the_last_tie_is_decided_by_the_key(lists: Lists, one: Only) -> None:
    lists.person("dtks", "2024-01", "P1", nama="ANNA")
    lists.person("p3ke", "2024-01", "P1", nama="ANA")
    assert one(lists.merged().persons)["nama"] == "ANNA"


def test_parts_of_an_address_come_from_one_village(lists: Lists, one: Only) -> None:
    old = lists.person(
        "dtks",
        "2022-01",
        "P1",
        kode_desa="64.02.02.2003",
        kode_kecamatan="64.02.02",
        alamat="JL LAMA",
        rt=3,
        rw=1,
    )
    new = lists.person(
        "dtsen", "2025-01", "P1", kode_desa="64.02.13.2001", kode_kecamatan="64.02.13", alamat="JL BARU"
    )
    person = one(lists.merged().persons)
    assert (person["kode_desa"], person["alamat"], person["kode_desa__rid"]) == (
        "64.02.13.2001",
        "JL BARU",
        new,
    )
    assert (person["rt"], person["rw"], person["rt__rid"]) == (None, None, None)
    assert old != new


def test_a_missing_part_is_taken_from_a_row_of_the_same_village(lists: Lists, one: Only) -> None:
    lists.person("dtks", "2022-01", "P1", kode_desa="64.02.02.2003", rt=3)
    lists.person("dtsen", "2025-01", "P1", kode_desa="64.02.02.2003")
    assert one(lists.merged().persons)["rt"] == 3


@pytest.mark.parametrize(
    ("rows", "status", "winner"),
    [
        ([("dtks", "2025-01", "aktif", None), ("dukcapil", "2023-01", "meninggal", True)], "meninggal", 1),
        ([("dukcapil", "2025-01", "aktif", True), ("regsosek", "2022-10", "meninggal", None)], "aktif", 0),
        ([("regsosek", "2022-10", "meninggal", None), ("dtks", "2025-01", "aktif", None)], "meninggal", 0),
        ([("regsosek", "2022-10", "pindah", None), ("dtsen", "2025-01", "aktif", None)], "aktif", 1),
        ([("dtks", "2025-01", "nonaktif", None), ("dtsen", "2022-01", "aktif", None)], "aktif", 1),
    ],
)
def test_status(lists: Lists, one: Only, rows: list[tuple[Any, ...]], status: str, winner: int) -> None:
    for source, edition, says, padan in rows:
        lists.person(source, edition, "P1", status=says, padan=padan)
    person = one(lists.merged().persons)
    assert (person["status"], person["status__rid"]) == (status, winner)


def test_the_date_of_a_status_belongs_to_that_status(lists: Lists, one: Only) -> None:
    lists.person("dtks", "2025-01", "P1", status="aktif", status_date=date(2025, 1, 1))
    lists.person("dukcapil", "2024-01", "P1", status="meninggal", padan=True)
    lists.person("dtsen", "2024-06", "P1", status="meninggal", status_date=date(2023, 9, 9))
    person = one(lists.merged().persons)
    assert (person["status"], person["status__rid"]) == ("meninggal", 1)
    assert (person["status_date"], person["status_date__rid"]) == (date(2023, 9, 9), 2)


def test_decile_of_dtsen_before_p3ke_whatever_the_edition(lists: Lists, one: Only) -> None:
    lists.person("p3ke", "2025-12", "P1", desil=1)
    lists.person("dtsen", "2024-01", "P1", desil=5)
    lists.person("dtsen", "2025-01", "P1", desil=4)
    person = one(lists.merged().persons)
    assert (person["desil"], person["desil__source"], person["desil__edition"]) == (4, "dtsen", "2025-01")


def test_a_person_has_the_decile_of_the_keluarga(lists: Lists, one: Only) -> None:
    lists.person("p3ke", "2023-01", "P1", family_ref="A", desil=1)
    lists.person("dtsen", "2025-01", "P1", family_ref="B")
    krid = lists.family("dtsen", "2025-01", family_ref="B", desil=3)
    person = one(lists.merged().persons)
    assert (person["desil"], person["desil__krid"], person["desil__rid"]) == (3, krid, None)
    assert person["desil__source"] == "dtsen"


def test_programmes_are_kept_per_source_by_the_newest_word_of_each(lists: Lists, one: Only) -> None:
    lists.person("dtks", "2023-01", "P1", terima_pkh=True, terima_pip=True)
    lists.person("dtks", "2024-01", "P1", terima_pkh=False)
    lists.person("p3ke", "2023-01", "P1", terima_pkh=True, terima_kur=False)
    lists.person("dtsen", "2022-01", "P1", terima_pkh=True)
    person = one(lists.merged().persons)
    assert (person["terima_pkh"], person["terima_pkh__sources"], person["terima_pkh__rid"]) == (
        True,
        ["dtsen", "p3ke"],
        2,
    )
    # The newer edition does not speak of PIP: the older word stands.
    assert (person["terima_pip"], person["terima_pip__sources"]) == (True, ["dtks"])
    assert (person["terima_kur"], person["terima_kur__sources"], person["terima_kur__rid"]) == (False, [], 2)
    assert (person["terima_bst"], person["terima_bst__sources"], person["terima_bst__rid"]) == (
        None,
        [],
        None,
    )


def test_a_nik_of_somebody_else_never_beats_ones_own(lists: Lists) -> None:
    # The head's NIK was copied to the child in the newer list.
    lists.person("dtsen", "2025-01", "P1", nik=NIK_A, tanggal_lahir=date(1985, 3, 12), jenis_kelamin="L")
    lists.person("dtsen", "2025-01", "P2", nik=NIK_A, tanggal_lahir=date(2010, 1, 1))
    lists.person("dtks", "2020-01", "P2", nik=NIK_C, tanggal_lahir=date(2010, 1, 1))
    lists.person("p3ke", "2021-01", "P2", nik=NIK_A, tanggal_lahir=date(2010, 1, 1))
    persons = lists.merged().persons
    assert persons["nik"].to_list() == [NIK_A, NIK_C]
    assert persons["nik_ganda"].to_list() == [True, False]
    assert persons["nik_diakui"].to_list() == [True, True]


def test_a_doubtful_nik_that_is_all_there_is_stays_and_is_marked(lists: Lists) -> None:
    lists.person("dtsen", "2025-01", "P1", nik=NIK_B, tanggal_lahir=date(1985, 3, 12))
    lists.person("dtsen", "2025-01", "P2", nik=NIK_B, tanggal_lahir=date(2012, 7, 7))
    lists.person("dtks", "2025-01", "P3")
    persons = lists.merged().persons
    assert persons["nik"].to_list() == [NIK_B, NIK_B, None]
    assert persons["nik_ganda"].to_list() == [True, True, None]
    assert persons["nik_diakui"].to_list() == [True, False, None]


def test_without_a_best_claim_nobody_owns_a_nik(lists: Lists) -> None:
    lists.person("dtsen", "2025-01", "P1", nik=NIK_A)
    lists.person("dtsen", "2025-01", "P2", nik=NIK_A)
    assert lists.merged().persons["nik_diakui"].to_list() == [False, False]


def test_later_lists_are_not_known_yet(lists: Lists) -> None:
    lists.person("dtks", "2024-06-S1", "P1", nama="ANA", family_ref="A")
    lists.person("dtsen", "2025-02", "P1", nama="ANA PUTRI")
    lists.person("dtsen", "2025-02", "P2", nama="BARU")
    lists.person("kantor", "tanpa-tanggal", "P3", nama="LAMA")
    persons = lists.merged(as_known_on=date(2024, 12, 31)).persons
    assert persons["person_id"].to_list() == ["P1", "P3"]
    assert persons["nama"].to_list() == ["ANA", "LAMA"]
    assert lists.merged(as_known_on=date(2025, 2, 1)).persons.height == 3


def test_where_a_person_was_seen(lists: Lists, one: Only) -> None:
    lists.person("p3ke", "2023-01", "P1")
    lists.person("dtks", "2021-01", "P1")
    lists.person("p3ke", "2025-01", "P1")
    person = one(lists.merged().persons)
    assert (person["n_records"], person["sources"]) == (3, ["dtks", "p3ke"])
    assert (person["first_edition"], person["last_edition"]) == ("2021-01", "2025-01")


def test_a_source_outside_the_rule_does_not_fill_the_field(lists: Lists, one: Only) -> None:
    text = authority.DEFAULT.read_text(encoding="utf-8")
    own = authority.Authority.parse(
        text.replace('kolom = ["hamil"]\nlapis = [["*"]]', 'kolom = ["hamil"]\nlapis = [["dinkes"]]'),
        name="uji",
    )
    lists.person("dtsen", "2025-01", "P1", hamil=True)
    assert one(lists.merged(authority=own).persons)["hamil"] is None
    lists.person("dinkes", "2020-01", "P1", hamil=False)
    assert one(lists.merged(authority=own).persons)["hamil"] is False


def test_nothing_in_nothing_out(lists: Lists) -> None:
    merged = lists.merged()
    assert merged.persons.schema == tables.PERSONS.schema
    assert merged.keluarga.schema == tables.KELUARGA.schema
    assert merged.keluarga_of.schema == tables.KELUARGA_OF.schema
    assert merged.persons.is_empty()
    assert merged.keluarga.is_empty()
