"""Names of people, token by token, so that bulk code can work on distinct tokens.

Single names are common and there is rarely a family name. What varies for one person: Muhammad/Moh/M., old spelling
(oe, dj, tj, sj, j), titles (H., Hj., Drs., S.Pd, Alm.), bin and binti, doubled letters, F/P/V, Z/S, silent h.

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

TITLES: Final = frozenset(
    "H HJ HAJI HAJJAH HAJAH DRS DRA DR IR PROF KH KYAI KIAI TGH USTADZ USTAD USTAZ UST USTADZAH PDT PENDETA PASTOR PATER "
    "TN NY SDR SDRI BAPAK BPK IBU PAK BU ALM ALMH ALMARHUM ALMARHUMAH".split()
)
"""Titles and forms of address, without dots. Never part of the name, wherever they stand."""

DEGREES: Final = frozenset(
    "SPD SPDI SPDK SPDSD SE SEI SH SHI SHUM SKOM SSOS SSOSI SKEP SKEPNS NS NERS ST SIP SAG SKM SS SSI SP SPT SPI SPSI SHUT SFARM SGZ STR "
    "STRKEB STRKEP STRT SST SSN STP STH STHI SIKOM SIAN SAP SAB SAK SM SKED SKH SKG SPAK SPDAUD SPDPAUD SPDAUD SPDH SPDB STEOL SSTP "
    "AMD AMDKEB AMDKEP AMKEB AMK AMKL AMDKOM AMAPD AMA AMP BA BSC BSW LC MA MAG MAP MAK ME MEI MH MHI MHUM MKES MKEP MKN MKOM MM MPD MPDI MPH "
    "MSI MSC MT MTH MTI MIKOM MFARM MPSI MSOS MARS MBA PHD APT DRG SPOG SPA SPB SPM CFRA CA CPA".split()
)
"""Letters of degrees behind a name, without dots."""

PATRONYMIC_MARKS: Final = frozenset("BIN BINTI BINTE BTI BT BNT BN".split())
"""What follows is the name of the father."""

# The short marks (BT, BN) may be initials, these are never a name.
_NO_NAMES: Final = TITLES | {"BIN", "BINTI", "BINTE"}

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
    return {variant: _last(found, form) for variant, form in found.items() if variant not in TITLES}


def _last(found: dict[str, str], form: str) -> str:
    while form in found and found[form] != form:
        form = found[form]
    return form


# Today's names in which OE is not the U of the old spelling.
_KEEP_OE: Final = frozenset("JOEL NOEL NOEMI YOEL YOES SAMOEL FOEH".split())


def modern_spelling(token: str) -> str:
    """The spelling of 1972: SOEKARNO -> SUKARNO, DJOKO -> JOKO, TJAHJA -> CAHYA, SJAMSUDDIN -> SYAMSUDDIN.

    J alone was Y then, and is J today. So it is changed only in a token that shows another mark of the old spelling.
    """
    if token in _KEEP_OE:
        return token
    if "J" not in token:
        return token.replace("OE", "U") if "OE" in token else token
    if not ("OE" in token or "DJ" in token or "TJ" in token or "SJ" in token):
        return token
    # DJ stands for J and must not be touched with the other J, so it waits as a digit. Again, should that have made a new mark.
    modern = (
        token.replace("OE", "U").replace("DJ", "1").replace("TJ", "C").replace("J", "Y").replace("1", "J")
    )
    return modern_spelling(modern)


def standard_token(token: str) -> str:
    """The form all spellings of a token share: MOH -> MUHAMMAD, DJOKO -> JOKO. Takes a token as `tokens` gives it.

    Empty for titles and for bin and binti, which are no part of a name. A token of no known group comes back in
    modern spelling. Idempotent. Not cached: bulk code calls it once per distinct token.
    """
    form = _form(token)
    return "" if form in _NO_NAMES else form


def _form(token: str) -> str:
    variants = _variants()
    direct = variants.get(token)
    if direct is not None:
        return direct
    modern = modern_spelling(token)
    return modern if modern is token else variants.get(modern, modern)


# ---------------------------------------------------------------------------------------------- sound

_SOUNDS_WITH_H: Final = (
    ("CHR", "KR"), ("CHAND", "CAND"), ("KH", "H"), ("CH", "H"), ("SH", "S"), ("TH", "T"), ("DH", "D"), ("BH", "B"), ("PH", "P"), ("GH", "G"),
)  # fmt: skip
_SOUNDS_WITH_C: Final = (("CK", "K"), ("CT", "KT"), ("CR", "KR"), ("CL", "KL"))
_LETTERS: Final = str.maketrans({"F": "P", "V": "P", "Z": "S", "Q": "K", "X": "KS", "E": "I", "O": "U"})
_VOWELS: Final = frozenset("AIU")
_FINAL: Final = {"D": "T", "B": "P", "G": "K"}
_ENOUGH: Final = 3


def skeleton(token: str) -> str:
    """The sound of a token, roughly, for blocking. Takes a token as `tokens` or `standard_token` gives it.

    Read as old spelling first (`modern_spelling`). Then kh, ch -> h (chr -> kr); sy, sh, ts, dz, z -> s; x -> ks; th,
    dh, bh, gh lose the h; f, v, ph -> p; q -> k; c before t, r, l, k -> k; j -> y in front, where Jusuf and Yusuf
    meet; y after a consonant or i, or at the end, is the vowel i; e is i and o is u; h is dropped after a consonant
    and at the end; doubled letters are one; d, b, g at the end are t, p, k.

    Vowels but a first letter are dropped: they are what typing errors and dialects change. A token left with fewer
    than three letters keeps its merged vowels, else SITI, SUTI and SATO would be one name. Not cached.
    """
    sound = modern_spelling(token)
    if "H" in sound:
        for written, meant in _SOUNDS_WITH_H:
            sound = sound.replace(written, meant)
    if "C" in sound:
        for written, meant in _SOUNDS_WITH_C:
            sound = sound.replace(written, meant)
    sound = sound.translate(_LETTERS).replace("SY", "S").replace("TS", "S").replace("DS", "S")
    if sound[:1] == "J":
        sound = "Y" + sound[1:]
    if "Y" in sound or "H" in sound:
        sound = _half_vowels(sound)
    sound = sound[:-1] + _FINAL.get(sound[-1:], sound[-1:])
    bare = _undoubled(sound[:1] + sound[1:].translate(_NO_VOWELS))
    return bare if len(bare) >= _ENOUGH else _undoubled(sound)


_NO_VOWELS: Final = str.maketrans("", "", "AIU")


def _half_vowels(sound: str) -> str:
    """Y that is heard as I becomes I; H that is not heard goes."""
    heard, before, last = [sound[0]], sound[0], len(sound) - 1
    for at, letter in enumerate(sound[1:], 1):
        if letter == "Y" and (at == last or before == "I" or before not in _VOWELS):
            heard.append("I")
            before = "I"
        elif letter != "H" or (at != last and before in _VOWELS):
            heard.append(letter)
            before = letter
    return "".join(heard)


def _undoubled(sound: str) -> str:
    # Dropping vowels doubles many letters; a loop is faster here than a pattern.
    kept, before = [], ""
    for letter in sound:
        if letter != before:
            kept.append(letter)
            before = letter
    return "".join(kept)


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
    """A name as written -> its parts. Idempotent: what stands in `tokens` gives the same tokens again.

    A name of nothing but titles keeps them: somebody may be called Haji.
    """
    parts, degrees = _without_degrees(_parts(name))
    given, patronymic = _split_patronymic(parts)
    bare, titles = _without_titles(given)
    standards = tuple(_form(part) for part in bare)
    return Name(
        standards,
        (*titles, *degrees),
        tuple(_form(part) for part in patronymic if part not in TITLES),
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
            found += [modern_spelling(token) for token in _NOT_LETTERS.split(chunk) if token]
    return found


def _without_titles(parts: list[str]) -> tuple[list[str], list[str]]:
    """The name without titles, and these. What was behind a title may turn out to be a degree."""
    bare = [part for part in parts if part not in TITLES]
    if not bare:
        return parts, []
    titles = [part for part in parts if part in TITLES]
    bare, degrees = _without_degrees(bare)
    return bare, titles + degrees


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
            if all(before in TITLES for before in parts[:at]):
                continue
            return parts[:at], [rest for rest in parts[at + 1 :] if rest not in PATRONYMIC_MARKS]
    return parts, []
