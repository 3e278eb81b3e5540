"""Proposals (usul) and objections (sanggah): kinds, steps, days, and who may read what. Decides; never fetches."""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access

Text = str | Promise
_FILE = Path(__file__).parent.parent / "data" / "tindak_lanjut.toml"
_IDENTITY = access.FieldClass.IDENTITY
LEAST_TOLD, MOST_TOLD, MOST_TEXT = 10, 300, 1000


class Kind(StrEnum):
    """What somebody sends."""

    USUL = "usul"
    SANGGAH = "sanggah"


class Channel(StrEnum):
    """Where it came in: by a citizen without sign-in, written down at the office of a village, or met by an officer."""

    CITIZEN = "warga"
    OFFICE = "kantor"
    OFFICER = "petugas"


class State(StrEnum):
    """How far it is."""

    RECEIVED = "diterima"
    CHECKED = "diperiksa"
    VISIT = "kunjungan"
    MEETING = "musyawarah"
    FORWARDED = "diteruskan"
    ANSWERED = "dijawab"
    CLOSED = "ditutup"


class Holder(StrEnum):
    """The office whose turn it is."""

    DESA = "desa"
    KECAMATAN = "kecamatan"
    DINSOS = "dinsos"


ENDED = (State.ANSWERED, State.CLOSED)
OPEN = tuple(state for state in State if state not in ENDED)
KINDS: dict[str, Text] = {Kind.USUL: _("Usul"), Kind.SANGGAH: _("Sanggah")}
STATES: dict[str, Text] = {
    State.RECEIVED: _("Diterima"),
    State.CHECKED: _("Sedang diperiksa"),
    State.VISIT: _("Menunggu kunjungan petugas"),
    State.MEETING: _("Dibahas dalam musyawarah"),
    State.FORWARDED: _("Diteruskan ke kantor lain"),
    State.ANSWERED: _("Sudah dijawab"),
    State.CLOSED: _("Ditutup"),
}
HOLDERS: dict[str, Text] = {
    Holder.DESA: _("Desa atau kelurahan"),
    Holder.KECAMATAN: _("Kecamatan"),
    Holder.DINSOS: _("Dinas Sosial"),
}
OTHERS = "keluarga_lain"
TOPICS: dict[str, dict[str, Text]] = {
    Kind.USUL: {
        "keluarga_saya": _("Keluarga saya belum terdata"),
        "tetangga": _("Keluarga lain yang belum terdata"),
    },
    Kind.SANGGAH: {
        "tidak_masuk": _("Keluarga saya tidak mendapat bantuan, saya ingin tahu sebabnya"),
        "desil_keliru": _("Desil keluarga saya tidak sesuai keadaan"),
        "masih_hidup": _("Saya atau keluarga saya tercatat meninggal atau pindah, padahal tidak"),
        "data_keliru": _("Data keluarga saya yang lain keliru"),
        OTHERS: _("Keluarga lain dinilai tidak sesuai keadaannya"),
    },
}
_LEVELS = {
    access.AgencyKind.DESA: Holder.DESA,
    access.AgencyKind.KECAMATAN: Holder.KECAMATAN,
    access.AgencyKind.OPD: Holder.DINSOS,
}
_NUMBER = re.compile(r"\d(?:[ .\-]?\d){9,}")
_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")


@dataclass(frozen=True, slots=True)
class Duty:
    """How many days a step has, and by which rule: "" is a rule of the office."""

    days: int
    basis: str

    @property
    def said(self) -> Text:
        """The rule in words."""
        return self.basis or _("aturan kantor")


@functools.cache
def _settings() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def duty(state: str) -> Duty:
    """What a step owes to the one after it; of an ended one the time the whole may take."""
    entry = _settings()["langkah"].get(state) or _settings()["selesai"]
    return Duty(entry["hari"], entry["dasar"])


def limits() -> dict[str, int]:
    """How often somebody without sign-in may send and ask."""
    return dict(_settings()["batas"])


def province() -> str:
    """The province whose villages can be chosen."""
    return str(_settings()["wilayah"]["kode"])


def due(state: str, today: dt.date, received: dt.date) -> dt.date:
    """When the next step is due: the days of this one, but never later than the whole may take. Not before today."""
    whole = received + dt.timedelta(days=duty("").days)
    return max(min(today + dt.timedelta(days=duty(state).days), whole), today)


def topic(kind: str, code: str) -> Text:
    """What it is about, in words."""
    return TOPICS.get(kind, {}).get(code, code)


def first_holder(code: str) -> Holder:
    """Who gets it first. What is said about another family goes past the village, where people know one another."""
    return Holder.DINSOS if code == OTHERS else Holder.DESA


def level(actor: access.Actor) -> Holder | None:
    """The office of somebody, as one of the three. Of the agencies of a kabupaten only the one for social affairs is."""
    found = _LEVELS.get(actor.agency_kind)
    return None if found is Holder.DINSOS and actor.duty != access.Duty.SOCIAL else found


def may_work(actor: access.Actor, code: str, holder: str) -> bool:
    """Whether it is this person's turn: they deliberate there and their office holds it."""
    return access.may(actor, access.Ability.DELIBERATE, code, _IDENTITY) and level(actor) == holder


def may_open(actor: access.Actor, code: str, holder: str, about: str) -> bool:
    """Whether this person may read what was written. About another family: only the office that holds it, and Dinas Sosial."""
    if not access.may(actor, access.Ability.DELIBERATE, code, _IDENTITY):
        return False
    return about != OTHERS or level(actor) in (holder, Holder.DINSOS)


def may_know_reporter(actor: access.Actor, code: str, about: str) -> bool:
    """Whether this person may read who sent it. Who objects about others is known to those alone who lead at Dinas Sosial."""
    if about != OTHERS:
        return access.may(actor, access.Ability.DELIBERATE, code, _IDENTITY)
    return level(actor) == Holder.DINSOS and access.may(actor, access.Ability.LEAD, code, _IDENTITY)


def next_states(state: str) -> tuple[State, ...]:
    """Where it may go from a state: to any other open step, or to its end. What has ended stays.

    What was forwarded may be forwarded again, by the office that has it now.
    """
    if state in ENDED:
        return ()
    return tuple(
        each for each in State if each != State.RECEIVED and (each != state or each == State.FORWARDED)
    )


def carries_number(text: str) -> bool:
    """Whether a text for the public carries a long number: a NIK, a KK, a telephone."""
    return bool(_NUMBER.search(text))


def carries_identity(text: str) -> bool:
    """Whether a text carries sixteen digits."""
    return bool(_IDENTITY_NUMBER.search(text))
