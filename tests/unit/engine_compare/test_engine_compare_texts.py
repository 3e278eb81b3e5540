"""Kinds and rules: every kind used has its sentence, every sentence its use; wrong rules are refused."""

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest

from selaras.engine import compare
from selaras.engine.compare import kinds, rules
from selaras.kernel import errors

CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(Path(compare.__path__[0]).glob("*.py"))
    if path.stem != "kinds"
)
CONTENT = tomllib.loads(rules.DEFAULT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", kinds.catalogue().values(), ids=lambda kind: kind.code)
def test_every_kind_is_used_and_speaks_in_sentences(kind: kinds.Kind) -> None:
    assert f'"{kind.code}"' in CODE
    assert kind.message.endswith(".")
    assert kind.hint.endswith(".")
    assert kind.title[0].isupper()


def test_an_unknown_kind_is_a_mistake() -> None:
    assert kinds.kind("nik_beda").about == "orang"
    with pytest.raises(LookupError):
        kinds.kind("tidak_ada")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"wilayah": {"baris_minimal": 0, "bagian_minimal": 0.1}}, "baris_minimal"),
        ({"wilayah": {"baris_minimal": 5, "bagian_minimal": 3.0}}, "bagian_minimal"),
        ({"wilayah": None}, "bagian wilayah belum ada"),
        ({"sumber": {"p3ke": {"harap": "semua"}}}, "bagian lainnya belum ada"),
        ({"sumber": {"lainnya": {"harap": "kadang"}}}, "harap harus"),
        ({"sumber": {"lainnya": {"harap": "syarat"}}}, "tulis desil_maks atau bila_terima"),
        ({"sumber": {"lainnya": {"harap": "syarat", "desil_maks": 11}}}, "desil_maks"),
        (
            {"sumber": {"lainnya": {"harap": "syarat", "bila_terima": ["pkh"]}}},
            "program harus dari daftar ini",
        ),
        ({"program": {"keluarga": [], "nama": {}}}, "belum ada nama untuk terima_pkh"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_place(change: dict[str, Any], says: str) -> None:
    content = {**copy.deepcopy(CONTENT), **change}
    with pytest.raises(errors.SelarasError, match=says) as raised:
        rules.Rules.parse(content, name="banding.toml")
    assert raised.value.code == "aturan_banding_salah"
    assert "banding.toml" in str(raised.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "rusak.toml").write_text("[wilayah", encoding="utf-8")
    for name in ("rusak.toml", "hilang.toml"):
        with pytest.raises(errors.SelarasError, match=name):
            rules.Rules.read(tmp_path / name)
