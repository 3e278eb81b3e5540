"""What a family is told about each programme: in which order, in plain sentences, and where a missing answer will be asked.

Sentences are Indonesian whatever the page is: they go on paper, to the family.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from selaras.apps.programmes.rules import fields, judging
from selaras.apps.registry import layout
from selaras.engine.eligibility.answering import Outcome
from selaras.engine.eligibility.wording import Reason
from selaras.kernel.wilayah import tables

ORDER: Final = judging.ORDER


class Where(StrEnum):
    """Who can give an answer that is missing."""

    VISIT = "ditanyakan saat kunjungan verval"
    DTSEN = "menurut DTSEN dari BPS; usul perubahan lewat desa atau kelurahan"
    PAPERS = "menurut KK; perbaikan di Disdukcapil"
    OWNER = "menurut daftar penerima dari pemilik program"
    OFFICE = "ditanyakan kantor desa atau kelurahan"


# What the form of verval asks and brings back (verval/rules/edition.py); a test holds it there.
ASKED_AT_HOME: Final = frozenset(
    (
        "status_rumah lantai dinding atap air_minum penerangan daya bahan_bakar bab kloset tinja luas_lantai aset_rumah_lain "
        "aset_ac aset_emas aset_kapal_motor aset_lahan aset_mobil aset_komputer aset_lemari_es aset_pemanas_air aset_perahu "
        "aset_sepeda aset_sepeda_motor aset_smartphone aset_tabung_gas aset_televisi bekerja disabilitas penyakit_menahun hadir"
    ).split()
)
_REGION: Final = re.compile(r"(?<![\d.])\d{2}\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?(?![\d.]*\d)")
_CODE_OF: Final = re.compile(r"\bkode (?:kabupaten/kota (?=[A-Z])|(?=kecamatan [A-Z]))")
_PAPERS: Final = frozenset("umur jenis_kelamin hubungan status_kawin".split())


def where(name: str) -> Where:
    """Where the answer to a field comes from."""
    if name in ASKED_AT_HOME:
        return Where.VISIT
    if name == "desil":
        return Where.DTSEN
    if name in _PAPERS:
        return Where.PAPERS
    return Where.OWNER if name in layout.PROGRAMMES else Where.OFFICE


def _by_label() -> dict[str, Where]:
    known = {**fields.CATALOGUE.keluarga, **fields.CATALOGUE.anggota}
    return {field.label: where(name) for name, field in known.items()} | {
        "daftar anggota keluarga": Where.PAPERS
    }


_PLACES: Final = _by_label()


def place(label: str) -> Where:
    """The same by the label a reason carries."""
    return _PLACES.get(label, Where.OFFICE)


@dataclass(frozen=True, slots=True)
class Plain:
    """One reason as the family reads it. `sentence`: the condition; `found`: what is written down and where; `asked`: what the rule
    asks for, "" where the sentence says it all; `missing`: (answer, where it will be asked)."""

    sentence: str
    found: str
    asked: str
    missing: tuple[tuple[str, str], ...]
    holds: bool | None

    @property
    def said(self) -> str:
        """The condition and how it stands: bare it would read as what is so."""
        if self.holds:
            return self.sentence
        stands = "Belum diketahui" if self.holds is None else "Tidak terpenuhi"
        return f"{stands}: {_lower(self.sentence)}"

    @property
    def because(self) -> str:
        """What stands behind the sentence, in one line."""
        if self.holds is None:
            return "; ".join(f"belum ada jawaban: {label} ({where})" for label, where in self.missing)
        told = f"tercatat {self.found}" if self.found else ""
        return "; ".join(
            part for part in (told, f"aturan: {self.asked}" if self.asked and not self.holds else "") if part
        )


def plain(reason: Reason) -> Plain:
    """A reason without the names and marks of the office."""
    pairs = zip(reason.found, reason.origins or ("",) * len(reason.found), strict=True)
    found = ", ".join(
        f"{_lower(label)} {value}" + (f" menurut {origin}" if origin else "")
        for (label, value), origin in pairs
    )
    missing = tuple((label, place(label).value) for label in reason.missing)
    return Plain(reason.sentence, _placed(found), _placed(reason.asked), missing, reason.holds)


def _placed(text: str) -> str:
    """With regions by their names: nobody knows the code of their kecamatan."""
    names = tables.names()
    return _CODE_OF.sub("", _REGION.sub(lambda code: names.get(code[0], code[0]), text))


def _lower(label: str) -> str:
    """A label inside a sentence; what is written in capitals stays so."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def shown(judged: judging.Judged) -> tuple[Plain, ...]:
    """The reasons that made an outcome."""
    return tuple(plain(reason) for reason in judged.shown)


@dataclass(frozen=True, slots=True)
class Group:
    """Members of whom a rule about persons says the same for the same reasons."""

    names: tuple[str, ...]
    outcome: Outcome
    reasons: tuple[Plain, ...]

    @property
    def verdict(self) -> str:
        """layak, belum_tahu, tidak_layak"""
        return self.outcome.value.replace(" ", "_")


def groups(told: Sequence[tuple[str, judging.Judged]]) -> tuple[Group, ...]:
    """Members by name, those whom it fits first."""
    held: dict[tuple[object, ...], list[tuple[str, tuple[Plain, ...]]]] = {}
    for name, judged in told:
        reasons = shown(judged)
        key = (ORDER.index(judged.outcome), *((each.sentence, each.missing) for each in reasons))
        held.setdefault(key, []).append((name, reasons))
    return tuple(
        Group(tuple(name for name, _ in some), ORDER[int(str(key[0]))], _merged(some))
        for key, some in sorted(held.items(), key=lambda each: int(str(each[0][0])))
    )


def _merged(some: Sequence[tuple[str, tuple[Plain, ...]]]) -> tuple[Plain, ...]:
    """The reasons of several once; what is written down of each by name where it differs."""
    found = []
    for number, reason in enumerate(some[0][1]):
        values = [(name, reasons[number].found) for name, reasons in some]
        alike = len({value for _, value in values}) == 1
        told = reason.found if alike else "; ".join(f"{name}: {value}" for name, value in values)
        found.append(dataclasses.replace(reason, found=told))
    return tuple(found)


def rank(judged: judging.Judged, *, received: bool, clashes: bool) -> tuple[int, ...]:
    """Where a programme stands among those of a family, the least first: what can be had now, what one answer would settle, what fails
    by little; what is received already and what clashes come after what is open."""
    return (
        ORDER.index(judged.outcome),
        int(received),
        int(clashes),
        len(_missing(judged))
        if judged.outcome is Outcome.BELUM_TAHU
        else len(judged.shown)
        if judged.outcome is Outcome.TIDAK_LAYAK
        else 0,
    )


def _missing(judged: judging.Judged) -> set[str]:
    return {label for reason in judged.shown for label in reason.missing} | set(judged.hidden)


def wanted(found: Iterable[Sequence[judging.Judged]]) -> list[tuple[str, str, int]]:
    """(answer, where it will be asked, how many programmes wait for it), the most wanted first. `found`: of each programme what it says
    of the keluarga, or of each of its members."""
    counted: dict[str, int] = {}
    for programme in found:
        open_ = [judged for judged in programme if judged.outcome is Outcome.BELUM_TAHU]
        for label in {label for judged in open_ for reason in judged.shown for label in reason.missing}:
            counted[label] = counted.get(label, 0) + 1
    return sorted(
        ((label, place(label).value, n) for label, n in counted.items()), key=lambda each: (-each[2], each[0])
    )


def dated(lists: Sequence[str], origin: str) -> tuple[str, ...]:
    """Names of lists, the one a value was taken from with its edition."""
    return tuple(origin if origin and origin.startswith(name) else name for name in lists)
