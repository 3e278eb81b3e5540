"""What was found about a keluarga as rows of the layout of `sources/verval`: canonical words, and nothing that was not asked.

The form asks by the numbers of Regsosek 2022.K; here they become words. Dead and moved persons get a status and a date, nobody
is left out. NIK, KK and name are told only where the officer put them right from the document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from selaras.apps.verval.rules.words import Outcome
from selaras.engine.read.deliver import bps_form
from selaras.sources.regsosek import codes as regsosek

Answers = Mapping[str, Any]

# Question of the form -> column of the layout, with the list its numbers stand in.
_HOUSE: Final = {
    "status_rumah": ("status_rumah", bps_form.STATUS_RUMAH),
    "lantai": ("lantai", bps_form.LANTAI),
    "dinding": ("dinding", bps_form.DINDING),
    "atap": ("atap", regsosek.ATAP),
    "air_minum": ("air_minum", bps_form.AIR_MINUM),
    "penerangan": ("penerangan", bps_form.PENERANGAN),
    "daya": ("daya", bps_form.DAYA),
    "bahan_bakar": ("bahan_bakar", regsosek.BAHAN_BAKAR),
    "jamban": ("bab", bps_form.BAB),
    "kloset": ("kloset", bps_form.KLOSET),
    "tinja": ("tinja", bps_form.TINJA),
}
_ASSETS: Final = {
    "aset_besar": ("ac", "emas", "kapal_motor", "lahan", "mobil"),
    "aset": (
        "komputer", "lemari_es", "pemanas_air", "perahu", "sepeda", "sepeda_motor", "smartphone", "tabung_gas", "televisi",
    ),
}  # fmt: skip
# Regsosek 404: where a member is.
_MEMBER: Final = {
    "1": "aktif",
    "2": "meninggal",
    "3": "pindah",
    "4": "pindah",
    "5": "aktif",
    "6": "tidak_ditemukan",
}
_MEMBERS: Final = "anggota"
_NONE: Final = frozenset({"tidak_ada", "1"})
_FAMILY: Final = {
    Outcome.LAYAK: "aktif",
    Outcome.TIDAK_LAYAK: "aktif",
    Outcome.MENINGGAL_TANPA_AHLI_WARIS: "meninggal",
    Outcome.PINDAH: "pindah",
    Outcome.GANDA: "nonaktif",
    Outcome.TIDAK_DITEMUKAN: "tidak_ditemukan",
}
# What becomes of the members where nobody was met who could tell of each.
_EVERYBODY: Final = {
    Outcome.PINDAH: "pindah",
    Outcome.GANDA: "ganda",
    Outcome.TIDAK_DITEMUKAN: "tidak_ditemukan",
    Outcome.MENINGGAL_TANPA_AHLI_WARIS: "tidak_ditemukan",
}
_MET: Final = (Outcome.LAYAK, Outcome.TIDAK_LAYAK)
_DEAD: Final = (Outcome.MENINGGAL_AHLI_WARIS, Outcome.MENINGGAL_TANPA_AHLI_WARIS)


@dataclass(frozen=True, slots=True)
class Found:
    """What is settled about one keluarga. `keluarga` "": on no list. `members`: references as the registry has them."""

    target: str
    keluarga: str
    kode_desa: str
    outcome: str
    on: dt.date
    answers: Answers
    head: str = ""
    members: Sequence[str] = field(default_factory=tuple)


def mark(campaign: int) -> str:
    """What sets the edition of a campaign apart from that of another that ended on the same day: its number."""
    return f"kampanye-{campaign}"


def answers(values: Mapping[str, str]) -> dict[str, Any]:
    """Settled values as answers of the form: members' own ("anggota.<reference>.<question>") as rows again."""
    told: dict[str, Any] = {}
    members: dict[str, dict[str, str]] = {}
    for name, text in values.items():
        group, _, rest = name.partition(".")
        if not rest:
            told[name] = text
        elif group == _MEMBERS:
            who, _, question = rest.rpartition(".")
            members.setdefault(who, {"anggota_ref": who})[question] = text
    if members:
        told[_MEMBERS] = list(members.values())
    return told


def goes_back(found: Found) -> bool:
    """Whether there is anything to tell: a family that refused told nothing, and a new one needs a name."""
    if found.outcome not in set(Outcome) or found.outcome == Outcome.MENOLAK:
        return False
    return bool(found.keluarga) or bool(_text(found.answers, "nama_baru"))


def family(found: Found) -> dict[str, str]:
    """The row of the keluarga."""
    outcome = Outcome(found.outcome)
    row = {
        "id_keluarga": found.keluarga or found.target, "id_sasaran": found.target, "kode_wilayah": found.kode_desa,
        "tanggal_kunjungan": found.on.isoformat(), "hasil": outcome.value, "status": _FAMILY.get(outcome, ""),
        "kk": _right(found, "kk"), "alamat": _right(found, "alamat") or _text(found.answers, "alamat_baru"),
    }  # fmt: skip
    if outcome in _MET:
        row |= house(found.answers)
        present = [
            each for each in _rows(found.answers) if _MEMBER.get(str(each.get("keberadaan"))) == "aktif"
        ]
        row["jumlah_anggota"] = str(len(present)) if present else ""
    return {name: text for name, text in row.items() if text}


def house(answers: Answers) -> dict[str, str]:
    """Housing and goods: only what was asked."""
    row = {}
    for question, (column, codes) in _HOUSE.items():
        text = _text(answers, question)
        if text.isdecimal() and (word := codes.codes.get(int(text))) is not None:
            row[column] = str(word)
    row["luas_lantai"] = _text(answers, "luas_lantai")
    for question, names in _ASSETS.items():
        chosen = set(_text(answers, question).split())
        if chosen:
            row |= {f"aset_{name}": "ya" if name in chosen else "tidak" for name in names}
    other = _text(answers, "rumah_lain")
    if other in ("ya", "tidak"):
        row["aset_rumah_lain"] = other
    return row


def persons(found: Found) -> list[dict[str, str]]:
    """Rows of the persons concerned: who was met or asked about, and everybody the outcome speaks of."""
    outcome = Outcome(found.outcome)
    said = {str(row.get("anggota_ref", "")): row for row in _rows(found.answers)} if outcome in _MET else {}
    if not found.keluarga:
        return [_newcomer(found)]
    rows = []
    for reference in dict.fromkeys([*([found.head] if found.head else []), *found.members]):
        row = _base(found, reference)
        if reference in said:
            row |= _member(said[reference], found.on)
        elif outcome in _DEAD and reference == found.head:
            row |= {"status": "meninggal", "status_date": _died(found).isoformat()}
        elif outcome in _EVERYBODY:
            row |= {"status": _EVERYBODY[outcome], "status_date": found.on.isoformat()}
        elif outcome in _MET and reference == found.head:
            row |= {"status": "aktif", "status_date": found.on.isoformat()}
        if reference == found.head:
            row |= {"nama": _right(found, "nama"), "nik": _right(found, "nik")}
        row["kk"] = _right(found, "kk")
        if row.get("status") or row.get("nik") or row.get("nama") or row["kk"]:
            rows.append({name: text for name, text in row.items() if text})
    return rows


def _base(found: Found, reference: str) -> dict[str, str]:
    return {
        "id_orang": reference,
        "id_keluarga": found.keluarga or found.target,
        "kode_wilayah": found.kode_desa,
    }


def _newcomer(found: Found) -> dict[str, str]:
    row = _base(found, "") | {
        "nama": _text(found.answers, "nama_baru"), "alamat": _text(found.answers, "alamat_baru"), "hubungan": "kepala",
        "status": "aktif", "status_date": found.on.isoformat(),
    }  # fmt: skip
    return {name: text for name, text in row.items() if text}


def _member(said: Mapping[str, Any], on: dt.date) -> dict[str, str]:
    status = _MEMBER.get(_text(said, "keberadaan"), "")
    row = {
        "status": status,
        "status_date": on.isoformat() if status else "",
        "bekerja": _text(said, "bekerja"),
    }
    for question, column in (("disabilitas", "disabilitas"), ("penyakit", "penyakit_menahun")):
        chosen = set(_text(said, question).split())
        if chosen:
            row[column] = "tidak" if chosen <= _NONE else "ya"
    return row


def _died(found: Found) -> dt.date:
    """The day that was told, where it is one and has been; else the day it was learned."""
    try:
        told = dt.date.fromisoformat(_text(found.answers, "tanggal_meninggal"))
    except ValueError:
        return found.on
    return min(told, found.on)


def _right(found: Found, what: str) -> str:
    """What was put right from the document; "" where it was not."""
    marked = set(_text(found.answers, "perbaikan").split())
    return _text(found.answers, f"{what}_benar") if what in marked else ""


def _rows(answers: Answers) -> Sequence[Mapping[str, Any]]:
    found = answers.get(_MEMBERS)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _text(answers: Mapping[str, Any], name: str) -> str:
    found = answers.get(name)
    return found.strip() if isinstance(found, str) else ""
