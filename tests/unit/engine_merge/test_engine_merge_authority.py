"""The rules of authority: the default holds, a wrong file is refused with a sentence."""

from pathlib import Path

import pytest

from selaras.engine.merge import authority
from selaras.kernel import errors

TEXT = authority.DEFAULT.read_text(encoding="utf-8")


def test_the_default_has_a_rule_for_every_field() -> None:
    rules = authority.Authority.default()
    assert set(rules.persons) == set(authority.FIELDS_OF_PERSON)
    assert set(rules.keluarga) == set(authority.FIELDS_OF_KELUARGA)


def test_dukcapil_leads_for_identity_and_comes_last_where_it_did_not_match() -> None:
    for field in ("nik", "nama", "tanggal_lahir", "jenis_kelamin", "hubungan"):
        tiers = authority.Authority.default().persons[field].tiers
        assert tiers[0] == (authority.Mention("dukcapil"),)
        assert tiers[-1] == (authority.Mention("dukcapil", padan=False),)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kolom = ["nik"]', 'kolom = ["nikk"]', "kolom nikk tidak dikenal"),
        ('kolom = ["nik"]', 'kolom = ["nik", "nama"]', "kolom nama diatur dua kali"),
        ('kolom = ["hamil"]', "kolom = []", "kolom harus daftar kata"),
        ('seiring = "status"', 'seiring = "desil"', "desil belum diatur di atasnya"),
        ('seiring = "status"', "seiring = 3", "seiring harus nama satu kolom"),
        ('"dukcapil=meninggal"', '"dukcapil meninggal"', "sebutan sumber 'dukcapil meninggal' tidak dikenal"),
        ('urut = ["edisi", "sepakat"]', 'urut = ["edisi", "suka"]', "ukuran suka tidak dikenal"),
        ('urut = ["edisi", "sepakat"]', 'urut = ["edisi", "edisi"]', "ditulis dua kali"),
        ('kolom = ["hamil"]\nlapis = [["*"]]', 'kolom = ["hamil"]\nlapis = []', "lapis kosong"),
        ('kolom = ["hamil"]', 'kolom = ["hamil"]\nurutan = 1', "kata urutan tidak dikenal"),
        (
            "[[orang]]\n# Keadaan sementara",
            "[[manusia]]\n# Keadaan sementara",
            "bagian manusia tidak dikenal",
        ),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(errors.SelarasError, match=says) as raised:
        authority.Authority.parse(TEXT.replace(old, new, 1), name="aturan.toml")
    assert raised.value.code == "aturan_gabung_salah"
    assert "aturan.toml" in str(raised.value)


def test_a_field_without_a_rule_is_named() -> None:
    text = TEXT.replace('kolom = ["hubungan", "status_kawin"]', 'kolom = ["hubungan"]')
    with pytest.raises(errors.SelarasError, match="belum ada aturan untuk kolom status_kawin"):
        authority.Authority.parse(text, name="aturan.toml")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.SelarasError, match=r"hilang\.toml"):
        authority.Authority.read(tmp_path / "hilang.toml")
    (tmp_path / "rusak.toml").write_text("[[orang", encoding="utf-8")
    with pytest.raises(errors.SelarasError, match=r"rusak\.toml"):
        authority.Authority.read(tmp_path / "rusak.toml")
