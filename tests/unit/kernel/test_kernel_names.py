"""Spellings of one name meet; names that differ stay apart."""

import csv
import time
from pathlib import Path

import pytest

from selaras.kernel import names

_FILE = Path(names.__file__).with_name("data") / "nama_normalisasi.csv"
GROUPS = list(csv.DictReader(_FILE.read_text(encoding="utf-8").splitlines()))
# Letters that stand for a title or for two groups, and a variant of two words.
NOT_TOKENS = {"A", "H", "HJ", "SITI AISYAH"}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["bentuk_baku"])
def test_variants_of_a_group_share_one_form(group: dict[str, str]) -> None:
    variants = {variant.rstrip(".") for variant in group["varian_pipa"].split("|")} - NOT_TOKENS
    if group["bentuk_baku"] in names.TITLES:
        assert {names.standard_token(variant) for variant in variants | {group["bentuk_baku"]}} == {""}
        return
    if group["bentuk_baku"] == "MARIA":
        variants -= {"M"}
    assert {names.standard_token(variant) for variant in variants} <= {
        names.standard_token(group["bentuk_baku"])
    }


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("H. Moh. Djoko Soekarno, S.Pd.I", "MUHAMMAD JOKO SUKARNO"),
        ("MUH JOKO SUKARNO", "MUHAMMAD JOKO SUKARNO"),
        ("M. Yusuf", "MUHAMMAD YOSEF"),
        ("Hj. St. Aisah", "SITI AISYAH"),
        ("Drs. H. Ahmad Hasan S. Pd", "AHMAD HASAN"),
        ("Ir. Widjaja Tjahja, S.E., M.M.", "WIJAYA CAHYA"),
        ("Sjamsuddin (Alm)", "SYAMSUDIN"),
        ("NUR'AINI", "NURAINI"),
        ("Nur\u2019aini", "NURAINI"),
        ("Yohanes  Don Bosco", "YOHANES DON BOSCO"),
        ("José Fernández", "JOSE FERNANDEZ"),
        ("Dewi Sartika Amd.Keb", "DEWI SARTIKA"),
        ("A. RAHMAN", "A RAHMAN"),
        ("SITI", "SITI"),
        ("HAJI", "HAJI"),
        ("", ""),
        ("-", ""),
        ("Ndjurumana", "NJURUMANA"),
        ("Joel Noemi", "JOEL NOEMI"),
        ("La Ode Haji Baso", "LA ODE BASO"),
    ],
)
def test_standard_tokens_of_a_name(written: str, tokens: str) -> None:
    assert str(names.standard(written)) == tokens


def test_titles_are_remembered() -> None:
    assert names.standard("H. Ahmad Fauzi, S.Pd.I").titles == ("H", "SPDI")
    assert names.standard("Hj. Aminah, S.E., M.M.").titles == ("HJ", "SE", "MM")
    assert names.standard("Usman (Alm.)").titles == ("ALM",)


@pytest.mark.parametrize(
    "written", ["Ali bin Abdul Rahman", "ALI BIN H. ABD. RAHMAN", "H. Ali Bin Abd Rahman, S.E."]
)
def test_patronymic(written: str) -> None:
    name = names.standard(written)
    assert (name.tokens, name.patronymic) == (("ALI",), ("ABDUL", "RAHMAN"))


def test_binti_and_names_that_begin_with_bin() -> None:
    assert names.standard("Siti binti Usman").patronymic == ("USMAN",)
    assert names.standard("Siti Aminah Binti").tokens == ("SITI", "AMINAH")
    assert names.standard("Bintang Ali").tokens == ("BINTANG", "ALI")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RIZKI", "RISQY"),
        ("YUSUF", "JUSUP"),
        ("YULIANA", "JULIANA"),
        ("KHADIJAH", "HADIJA"),
        ("CHAIRUL", "KHOIRUL"),
        ("SETYAWAN", "SETIAWAN"),
        ("FITRIANI", "PITRIANY"),
        ("NOVITA", "NOPITA"),
        ("NURHAYATI", "NURAYATI"),
        ("VICTOR", "VIKTOR"),
        ("AISYAH", "AISYA"),
        ("SYARIFUDDIN", "SARIPUDIN"),
        ("MUHAMMAD", "MUHAMAT"),
        ("SOERATMAN", "SURATMAN"),
        ("ALEXANDER", "ALEKSANDER"),
        ("CHRISTINA", "KRISTINA"),
        ("CHANDRA", "CANDRA"),
        ("ZULKIFLI", "SULKIPLI"),
        ("YAKOB", "YAKUP"),
        ("NOOR", "NUR"),
        ("DIAH", "DYAH"),
        ("SITI", "SITY"),
    ],
)
def test_what_sounds_alike_has_one_skeleton(one: str, other: str) -> None:
    assert names.skeleton(one) == names.skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SITI", "SUTI"),
        ("DEWI", "DIAH"),
        ("ALI", "ELI"),
        ("SRI", "SARI"),
        ("AGUS", "BAGUS"),
        ("HASAN", "ASAN"),
        ("JUMADI", "SUMADI"),
    ],
)
def test_what_sounds_different_has_not(one: str, other: str) -> None:
    assert names.skeleton(one) != names.skeleton(other)


def test_skeleton_of_a_name_goes_token_by_token() -> None:
    assert names.standard("Moh. Rizky").skeleton == f"{names.skeleton('MUHAMMAD')} {names.skeleton('RIZKI')}"


def test_tokens_for_bulk_code() -> None:
    assert names.tokens("H. M. Noor'aini, S.Pd") == ("H", "M", "NOORAINI", "S", "PD")
    assert names.tokens(" \u00a0 ") == ()


def test_fast_enough_for_every_distinct_token_of_a_million_people() -> None:
    tokens = [
        f"{a}{b}{c}{d}"
        for a in ("SY", "M", "DJ", "AR")
        for b in "AIU"
        for c in ("RM", "HM", "T", "NG", "SR")
        for d in ("AN", "YAH", "ID", "OE")
    ]
    tokens = [token + str(n) for n in range(200) for token in tokens]
    started = time.process_time()
    for token in tokens:
        names.standard_token(token)
        names.skeleton(token)
    # 300,000 a second on a quiet machine; far fewer are asked for here, where others run beside.
    assert len(tokens) / (time.process_time() - started) > 50_000
