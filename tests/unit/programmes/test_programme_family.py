"""What a family reads: plain sentences, the nearest first, and where an answer will be asked."""

import datetime as dt

import pytest

from selaras.apps.programmes.rules import family, fields, judging
from selaras.apps.verval.rules import edition
from selaras.apps.verval.rules.words import Outcome as Visit
from selaras.engine.eligibility.answering import Outcome
from selaras.engine.eligibility.wording import Reason

DAY = dt.date(2026, 11, 1)


def reason(holds, *, missing=(), found=(), asked=""):
    basis = ("p.desil_pusat, sejak 1 Januari 2026", "asumsi")
    origins = ("DTSEN Oktober 2026",) * len(found)
    return Reason(
        "x.1", "Desil resmi keluarga tidak melewati batas.", found, asked, missing, holds, basis, origins
    )


def judged(outcome, *reasons):
    return judging.Judged(outcome, tuple(reasons))


def test_a_refusal_names_value_list_and_limit_and_nothing_of_the_office():
    plain = family.plain(reason(False, found=(("Desil resmi", "6"),), asked="paling tinggi 4"))
    assert plain.because == "tercatat desil resmi 6 menurut DTSEN Oktober 2026; aturan: paling tinggi 4"


def test_places_are_told_by_name():
    found = (("Kode kecamatan", "64.02.06"),)
    plain = family.plain(reason(False, found=found, asked="salah satu dari 64.02.02, 64.02.06.1002, 2.500"))
    assert plain.found.startswith("kecamatan Tenggarong")
    assert plain.asked.startswith("salah satu dari Loa Kulu, ")
    assert plain.asked.endswith(", 2.500")


def test_a_condition_says_how_it_stands():
    """Bare, under "not eligible", it would read as what is so."""
    said = [family.plain(reason(holds)).said for holds in (True, False, None)]
    assert said[0] == "Desil resmi keluarga tidak melewati batas."
    assert said[1] == "Tidak terpenuhi: desil resmi keluarga tidak melewati batas."
    assert said[2] == "Belum diketahui: desil resmi keluarga tidak melewati batas."


def test_a_missing_answer_says_where_it_will_be_asked():
    assert (
        family.plain(reason(None, missing=("Lantai",))).because
        == "belum ada jawaban: Lantai (ditanyakan saat kunjungan verval)"
    )
    assert "DTSEN dari BPS" in family.plain(reason(None, missing=("Desil resmi",))).because


def test_what_is_open_and_nearest_comes_first():
    fits, one, two = (
        judged(Outcome.LAYAK, reason(True)), judged(Outcome.BELUM_TAHU, reason(None, missing=("Lantai",))),
        judged(Outcome.BELUM_TAHU, reason(None, missing=("Lantai", "Atap"))),
    )  # fmt: skip
    no, never = (
        judged(Outcome.TIDAK_LAYAK, reason(False)),
        judged(Outcome.TIDAK_LAYAK, reason(False), reason(False)),
    )
    told = [
        (fits, False, False), (fits, False, True), (fits, True, False), (one, False, False), (two, False, False),
        (no, False, False), (never, False, False),
    ]  # fmt: skip
    ranks = [family.rank(each, received=received, clashes=clashes) for each, received, clashes in told]
    assert ranks == sorted(set(ranks))


def test_the_most_wanted_answer_is_told_first():
    found = [
        judged(Outcome.BELUM_TAHU, reason(None, missing=("Atap",))),
        judged(Outcome.BELUM_TAHU, reason(None, missing=("Atap", "Lantai"))),
    ]
    assert [(label, n) for label, _where, n in family.wanted([each] for each in found)] == [
        ("Atap", 2),
        ("Lantai", 1),
    ]


def test_every_field_has_a_place_where_it_is_asked():
    for name, field in {**fields.CATALOGUE.keluarga, **fields.CATALOGUE.anggota}.items():
        assert family.place(field.label) is family.where(name)


def test_what_is_asked_at_home_comes_back_from_a_visit():
    """Every answer of the form at once: what the edition of a visit then holds is what a visit can settle."""
    houses = dict.fromkeys(
        "status_rumah lantai dinding atap air_minum penerangan daya bahan_bakar jamban kloset tinja".split(),
        "1",
    )
    told = {**houses, "luas_lantai": "36", "aset_besar": "tidak_ada", "aset": "tidak_ada", "rumah_lain": "ya"}
    member = {"anggota_ref": "P1", "keberadaan": "1", "bekerja": "ya", "disabilitas": "1", "penyakit": "1"}
    visit = edition.Found("K1", "K1", "64.02.06.1001", Visit.LAYAK, DAY, {**told, "anggota": [member]}, "P1")
    columns = {*edition.family(visit), *edition.persons(visit)[0]}
    assert family.ASKED_AT_HOME - {"hadir"} <= columns | {"bab", "daya"}


@pytest.mark.parametrize("lists", [(), ("DTSEN",), ("DTSEN", "P3KE")])
def test_the_list_a_value_was_taken_from_carries_its_edition(lists):
    told = family.dated(lists, "DTSEN Oktober 2026")
    assert len(told) == len(lists)
    assert told[:1] == (("DTSEN Oktober 2026",) if lists else ())
