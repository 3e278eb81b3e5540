"""Code lists: the answers of a questionnaire, printed as numbers, as words or as both, read to canonical values.

A cell may hold "5", "05", "5.0", "5. Kayu/sirap" or "Kayu / Sirap". Where number and words stand side by side the
words decide, and a number that says otherwise is reported: lists of different offices number the same words
differently (roof 5 is wood in Regsosek, bamboo in DTSEN). What a list does not know is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from selaras.engine.read import values

Value = str | bool | int

UNKNOWN = values.UNKNOWN_CODE  # no such number or word in the list
CLASH = "kode_dan_kata_berbeda"  # "5. Bambu" where 5 is wood: the word is taken
BROAD = "jawaban_gabungan"  # "Asbes/Seng": one answer for what we keep apart
PARENT = "orangtua_atau_mertua"  # one answer for parents and parents-in-law: taken as orangtua
IMPOSSIBLE = "jumlah_kode_mustahil"  # 13 where answers are 1, 2 and 4
NOTHING = frozenset(values.NOTHING)

_NUMBER = re.compile(r"0*(\d{1,6})(?:[.,]0+)?")
_NUMBERED = re.compile(r"\s*0*(\d{1,3})\s*[.):\-]+\s*(\S.*)", re.DOTALL)


def fold(text: str) -> str:
    """Upper case, thousands dots gone, everything but letters, digits, < and > a single space."""
    joined = re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", text.upper())
    return " ".join(re.sub(r"[^A-Z0-9<>]+", " ", joined).split())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a list says about one text: the value (None: nothing said) and the code of a finding, if any."""

    value: Value | None
    finding: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list of answers.

    codes   number -> value. None stands for an answer that says nothing ("tidak tahu")
    words   label -> value, whatever its case and punctuation. Canonical words themselves are always understood
    broad   labels that cover several canonical values at once -> a word of their own (seng_atau_asbes); one finding
            per sheet
    open    True for columns that may keep the list's own words: an unknown text stays as it is, with a finding
    """

    name: str
    codes: Mapping[int, Value | None] = field(default_factory=dict)
    words: Mapping[str, Value | None] = field(default_factory=dict)
    broad: Mapping[str, Value | None] = field(default_factory=dict)
    open: bool = False

    def vocabulary(self) -> Vocabulary:
        """The same list with folded words, ready to answer."""
        words: dict[str, Value | None] = {}
        for value in self.codes.values():
            if isinstance(value, str):
                words[fold(value)] = value
        words.update({fold(label): value for label, value in self.words.items()})
        return Vocabulary(self, words, {fold(label): value for label, value in self.broad.items()})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A code list whose labels have been folded."""

    list: CodeList
    words: Mapping[str, Value | None]
    broad: Mapping[str, Value | None]

    def answer(self, text: str) -> Answer:
        """The meaning of one cell text."""
        folded = fold(text)
        if text.strip().strip("'").upper() in NOTHING:
            return Answer(None)
        if folded in self.words:
            return Answer(self.words[folded])
        if folded in self.broad:
            return Answer(self.broad[folded], BROAD)
        number = _NUMBER.fullmatch(text.strip())
        if number and int(number[1]) in self.list.codes:
            return Answer(self.list.codes[int(number[1])])
        numbered = _NUMBERED.fullmatch(text)
        if numbered:
            return self._both(int(numbered[1]), fold(numbered[2]), text)
        return self._unknown(text)

    def _both(self, number: int, label: str, text: str) -> Answer:
        if label in self.broad:
            return Answer(self.broad[label], BROAD)
        if label not in self.words:
            return self._unknown(text)
        value = self.words[label]
        agrees = number not in self.list.codes or self.list.codes[number] == value
        return Answer(value, None if agrees else CLASH)

    def _unknown(self, text: str) -> Answer:
        return Answer(" ".join(text.upper().split()) if self.list.open else None, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Sum:
    """A question with several answers, printed as the sum of powers of two; `single` codes stand for themselves.

    Regsosek 2022.K: 411 (0..7), 426 (0..63), 431a (0..15 or 99), 431f (0..31 or 99).
    """

    name: str
    bits: Mapping[int, str]
    single: Mapping[int, str | None] = field(default_factory=dict)

    def decode(self, number: int) -> frozenset[str] | None:
        """The answers the number stands for; None for a number that is no sum of these answers."""
        if number in self.single:
            word = self.single[number]
            return frozenset() if word is None else frozenset({word})
        if number < 0 or number > sum(self.bits):
            return None
        return frozenset(word for bit, word in self.bits.items() if number & bit)

    def asks(self, word: str) -> CodeList:
        """Was `word` among the answers? As a code list: True, False, or null where the single code says nothing."""
        codes: dict[int, Value | None] = {}
        for number in range(sum(self.bits) + 1):
            codes[number] = word in (self.decode(number) or frozenset())
        codes.update(
            {number: None if single is None else single == word for number, single in self.single.items()}
        )
        return CodeList(f"{self.name}:{word}", codes)


_TYPES: dict[type, pl.DataType | type[pl.DataType]] = {bool: pl.Boolean, int: pl.Int64, str: pl.String}


def _type_of(codes: CodeList) -> pl.DataType | type[pl.DataType]:
    kinds = {
        type(value)
        for value in (*codes.codes.values(), *codes.words.values(), *codes.broad.values())
        if value is not None
    }
    return _TYPES[kinds.pop()] if len(kinds) == 1 else pl.String


def read(texts: pl.Series, codes: CodeList) -> values.Reading:
    """Every text answered by the list. Distinct texts are few, so each is looked at once."""
    vocabulary = codes.vocabulary()
    distinct = [text for text in texts.unique().to_list() if text is not None]
    answers = [vocabulary.answer(text) for text in distinct]
    dtype = _type_of(codes)
    if not distinct:
        nothing = [None] * len(texts)
        return values.Reading(pl.Series(nothing, dtype=dtype), pl.Series(nothing, dtype=pl.String))
    found = texts.replace_strict(distinct, [a.value for a in answers], default=None, return_dtype=dtype)
    fault = texts.replace_strict(distinct, [a.finding for a in answers], default=None, return_dtype=pl.String)
    return values.Reading(found, fault)


def read_sum(texts: pl.Series, codes: Sum, word: str) -> values.Reading:
    """Was `word` among the answers of each sum? A number that no sum gives is reported as impossible."""
    reading = read(texts, codes.asks(word))
    return values.Reading(reading.value, reading.fault.replace({UNKNOWN: IMPOSSIBLE}))
