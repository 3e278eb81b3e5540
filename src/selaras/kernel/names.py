"""Names of people, token by token, so that bulk code can work on distinct tokens.

Single names are common and there is rarely a family name. What varies for one person: Muhammad/Moh/M., old spelling
(oe, dj, tj, j, sj, nj), titles (H., Hj., Drs., S.Pd, Alm.), bin and binti, doubled letters, F/P/V, Z/S, silent h.

`standard_token` maps a token to the form that all its spellings share. `skeleton` maps it to its sound, roughly, for
blocking: tokens with the same skeleton may be one name, they need not be.

Single letters: "M" is read as Muhammad (in 169 thousand names 99 of 100 such first tokens were), "H" at the front as Haji.
"A" stays an initial. Nothing here looks at the sex or the place of a person.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FILE = Path(__file__).parent / "data" / "nama_normalisasi.csv"

LEADING_TITLES: Final = frozenset(
    "H HJ HAJI HAJJAH HAJAH DRS DRA DR IR PROF KH KYAI KIAI TGH GURU USTADZ USTAD USTAZ UST PDT PASTOR PATER TN NY NN SDR SDRI "
    "BAPAK BPK IBU PAK BU ALM ALMH ALMARHUM ALMARHUMAH RADEN".split()
)
"""Dropped in front of a name. Anywhere else only those of ANYWHERE_TITLES are."""

ANYWHERE_TITLES: Final = frozenset("HJ HAJJAH DRS DRA ALM ALMH ALMARHUM ALMARHUMAH".split())

DEGREES: Final = frozenset(
    "SPD SPDI SPDK SPDSD SE SEI SH SHI SHUM SKOM SSOS SSOSI SKEP SKEPNS NS NERS ST SIP SAG SKM SS SSI SP SPT SPI SPSI SHUT SFARM SGZ STR "
    "STRKEB STRKEP STRT SST SSN STP STH STHI SIKOM SIAN SAP SAB SAK SM SKED SKH SKG SPAK SPDAUD SPDPAUD SPDAUD SPDH SPDB STEOL SSTP "
    "AMD AMDKEB AMDKEP AMKEB AMK AMKL AMDKOM AMAPD AMA AMP BA BSC BSW LC MA MAG MAP MAK ME MEI MH MHI MHUM MKES MKEP MKN MKOM MM MPD MPDI MPH "
    "MSI MSC MT MTH MTI MIKOM MFARM MPSI MSOS MARS MBA PHD APT DRG SPOG SPA SPB SPM CFRA CA CPA".split()
)
"""Letters of degrees behind a name, without dots."""

PATRONYMIC_MARKS: Final = frozenset("BIN BINTI BINTE BINTEE BTI BT BNT BN".split())

_NOT_LETTERS = re.compile(r"[^A-Z]+")
_APOSTROPHES = re.compile(r"['`’‘ʼ´]")
_CHUNKS = re.compile(r"[\s,;/()]+")
_MOST_PARTS_OF_A_DEGREE: Final = 3

# ---------------------------------------------------------------------------------------------- cleaning


def folded(text: str) -> str:
    """Capitals without accents and apostrophes; everything else as written."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _APOSTROPHES.sub("", text).upper()


def tokens(name: str) -> tuple[str, ...]:
    """All tokens of a name in capitals, A-Z only, titles and degrees among them: "H. M. Noor'aini" -> H, M, NOORAINI."""
    return tuple(token for token in _NOT_LETTERS.split(folded(name)) if token)


# ---------------------------------------------------------------------------------------------- standard form


@functools.cache
def _variants() -> dict[str, str]:
    """Standard form by variant. Titles and variants of several words are not tokens of a name and are left out."""
    found: dict[str, str] = {}
    with _FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for variant in row["varian_pipa"].replace(".", "").split("|"):
                if " " not in variant and len(variant) + (variant == "M") > 1:
                    # The first group wins: M is MUHAMMAD before it is MARIA.
                    found.setdefault(variant, row["bentuk_baku"])
    for title in LEADING_TITLES:
        found.pop(title, None)
    return {variant: _last(found, form) for variant, form in found.items()}


def _last(found: dict[str, str], form: str) -> str:
    while form in found and found[form] != form:
        form = found[form]
    return form


# OE, DJ, TJ, SJ are marks of the spelling before 1972; only a token that shows one of them has J for Y.
_MODERN_OE: Final = (
    "JOEL",
    "NOEL",
    "NOEM",
    "BOEN",
    "COEN",
    "DOES",
    "MOES",
    "JOES",
    "LOEM",
    "ROES",
    "POET",
    "KOEN",
    "YOEL",
    "OEM",
)
_KEEP_OE: Final = frozenset("JOEL NOEL NOEMI YOEL JOES YOES SAMOEL FOEH FOEK MOES".split())


def modern_spelling(token: str) -> str:
    """The spelling of 1972: SOEKARNO -> SUKARNO, DJOKO -> JOKO, TJAHJA -> CAHYA, SJAMSUDDIN -> SYAMSUDDIN."""
    old = (
        "OE" in token and token not in _KEEP_OE,
        "DJ" in token,
        "TJ" in token,
        "SJ" in token,
        token.startswith("NJ"),
    )
    if not any(old):
        return token
    if old[0]:
        token = token.replace("OE", "U")
    # J alone was Y. DJ stands for J and must not be touched, so it waits as a digit.
    token = token.replace("DJ", "1").replace("TJ", "C").replace("J", "Y").replace("1", "J")
    return token


@functools.lru_cache(maxsize=1 << 18)
def standard_token(token: str) -> str:
    """The form all spellings of a token share: MOH -> MUHAMMAD, DJOKO -> JOKO. Takes a token as `tokens` gives it.

    Idempotent. A token of no known group comes back in modern spelling.
    """
    variants = _variants()
    direct = variants.get(token)
    if direct is not None:
        return direct
    modern = modern_spelling(token)
    return variants.get(modern, modern)


# ---------------------------------------------------------------------------------------------- sound

_SOUNDS: Final = (
    ("KH", "H"), ("CH", "H"), ("SY", "S"), ("SH", "S"), ("TS", "S"), ("TH", "T"), ("DH", "D"), ("BH", "B"), ("PH", "P"), ("GH", "G"),
    ("DZ", "S"), ("CK", "K"), ("CT", "KT"), ("CR", "KR"), ("CL", "KL"),
)  # fmt: skip
_LETTERS: Final = str.maketrans({"F": "P", "V": "P", "Z": "S", "Q": "K", "X": "S", "E": "I", "O": "U"})
_VOWELS: Final = frozenset("AIU")
_FINAL: Final = {"D": "T", "B": "P", "G": "K"}
_ENOUGH: Final = 3


@functools.lru_cache(maxsize=1 << 18)
def skeleton(token: str) -> str:
    """The sound of a token, roughly, for blocking. Takes a token as `tokens` or `standard_token` gives it.

    Read as old spelling first (`modern_spelling`). Then kh, ch -> h; sy, sh, ts, dz, z, x -> s; th, dh, bh, gh lose the h; f, v, ph -> p;
    q -> k; c before t, r, l, k -> k; j -> y in front, where Jusuf and Yusuf meet; y elsewhere after a consonant or at the end is the vowel i; e is i
    and o is u; h is dropped after a consonant and at the end; doubled letters are one; d, b, g at the end are t, p, k. Vowels but the first letter are
    dropped: they are what typing errors and dialects change. A token left with fewer than three letters keeps its (merged) vowels,
    else SITI, SUTI and SATO would be one name.
    """
    sound = modern_spelling(token)
    for written, meant in _SOUNDS:
        if written in sound:
            sound = sound.replace(written, meant)
    sound = sound.translate(_LETTERS)
    if sound[:1] == "J":
        sound = "Y" + sound[1:]
    kept, bare, before = [], [], ""
    last = len(sound) - 1
    for at, letter in enumerate(sound):
        heard = letter
        if letter == "Y" and at and (before not in _VOWELS or before == "I" or at == last):
            heard = "I"
        elif letter == "H" and at and (at == last or before not in _VOWELS):
            continue
        if heard != before:
            kept.append(heard)
            if heard not in _VOWELS or not at:
                bare.append(heard)
            before = heard
    found = bare if len(bare) >= _ENOUGH else kept
    if len(found) > 1:
        found[-1] = _FINAL.get(found[-1], found[-1])
    return "".join(found)


# ---------------------------------------------------------------------------------------------- whole names


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `tokens` are in standard form; `titles` are what was dropped, as written without dots.

    `patronymic` is what followed bin or binti, in standard form. `skeleton` is the skeletons of `tokens` with a space between.
    """

    tokens: tuple[str, ...]
    titles: tuple[str, ...]
    patronymic: tuple[str, ...]
    skeleton: str

    def __str__(self) -> str:
        return " ".join(self.tokens)


@functools.lru_cache(maxsize=1 << 16)
def standard(name: str) -> Name:
    """A name as written -> its parts. Idempotent on the tokens: standard(str(standard(x))).tokens == standard(x).tokens."""
    parts, titles = _without_degrees(_parts(name))
    while len(parts) > 1 and parts[0] in LEADING_TITLES:
        titles.insert(len(titles), parts.pop(0))
    inner = [part for part in parts[1:] if part in ANYWHERE_TITLES]
    parts = parts[:1] + [part for part in parts[1:] if part not in ANYWHERE_TITLES]
    given, patronymic = _split_patronymic(parts)
    standards = tuple(standard_token(part) for part in given)
    return Name(
        standards,
        tuple(titles + inner),
        tuple(standard_token(part) for part in patronymic),
        " ".join(skeleton(token) for token in standards),
    )


def _parts(name: str) -> list[str]:
    """Chunks between spaces and commas; a chunk with dots that spells a degree stays whole (S.PD.I -> SPDI)."""
    found: list[str] = []
    for chunk in _CHUNKS.split(folded(name)):
        letters = _NOT_LETTERS.sub("", chunk)
        if "." in chunk.strip(".") and letters in DEGREES and found:
            found.append(letters)
        else:
            found += [token for token in _NOT_LETTERS.split(chunk) if token]
    return found


def _without_degrees(parts: list[str]) -> tuple[list[str], list[str]]:
    """The name without the degrees at its end, and these. "S Pd I" in three pieces counts as one degree."""
    dropped: list[str] = []
    while True:
        for pieces in range(min(_MOST_PARTS_OF_A_DEGREE, len(parts) - 1), 0, -1):
            letters = "".join(parts[-pieces:])
            if letters in DEGREES:
                dropped.insert(0, letters)
                parts = parts[:-pieces]
                break
        else:
            return parts, dropped


def _split_patronymic(parts: list[str]) -> tuple[list[str], list[str]]:
    for at, part in enumerate(parts):
        if at and part in PATRONYMIC_MARKS:
            return parts[:at], [rest for rest in parts[at + 1 :] if rest not in PATRONYMIC_MARKS]
    return parts, []
