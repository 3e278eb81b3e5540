"""Answers that cover several others."""

import tomllib
from pathlib import Path

from selaras.engine import read
from selaras.kernel import joint

_WORDS = Path(read.__path__[0]) / "deliver" / "data" / "words.toml"
_OTHER_NAME = {"kawin": "status_kawin"}
_WORDS_OF_THEIR_OWN = {"mahasiswa", "listrik_bersama"}


def test_a_word_may_be_true_with_what_it_covers_and_with_nothing_else() -> None:
    assert {("seng", "seng_atau_asbes"), ("seng_atau_asbes", "asbes")} <= joint.pairs("atap")
    assert ("mck_umum", "bersama_atau_umum") in joint.pairs("bab")
    assert ("cerai", "cerai_mati") in joint.pairs("status_kawin")
    assert ("listrik_atau_gas", "gas_atau_kayu_bakar") in joint.pairs("bahan_bakar")
    assert not {("seng", "asbes"), ("beton", "seng_atau_asbes")} & joint.pairs("atap")
    assert ("cerai", "kawin") not in joint.pairs("status_kawin")
    assert not joint.pairs("dinding")


def test_every_joint_word_of_the_forms_is_known_and_covers_words_of_the_forms() -> None:
    forms = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    for name, labels in forms.items():
        joint_words = set(labels.get("cakup", {})) - {"kosong"}
        covers = joint.COVERS.get(_OTHER_NAME.get(name, name), {})
        assert joint_words - _WORDS_OF_THEIR_OWN == set(covers), name
        for parts in covers.values():
            assert parts <= set(labels) | joint_words, name
