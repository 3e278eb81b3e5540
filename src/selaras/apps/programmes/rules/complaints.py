"""Complaints about a programme or a delivery: what they are about, steps, days, who reads and who answers. Decides; never fetches."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.rules import delivery

Text = str | Promise
IDENTITY = access.FieldClass.IDENTITY
# Days an office has: for a first step, for the whole, and how late a complaint is when the coordinator takes a hand. Rules of the
# office until it has read its own (UU 25/2009 obliges it to have them); changed here.
FIRST, WHOLE, LATE = 14, 60, 7
LEAST_TOLD, MOST_TOLD, MOST_TEXT = 10, 500, 1000


class State(StrEnum):
    """How far it is."""

    RECEIVED = "diterima"
    CHECKED = "diperiksa"
    RAISED = "dinaikkan"
    ANSWERED = "dijawab"
    CLOSED = "ditutup"


class Holder(StrEnum):
    """Whose turn it is."""

    OWNER = "pemilik"
    COORDINATOR = "koordinator"


class Channel(StrEnum):
    """Where it came in."""

    CITIZEN = "warga"
    TICKET = "kartu"
    OFFICE = "kantor"


ENDED = (State.ANSWERED, State.CLOSED)
OPEN = tuple(state for state in State if state not in ENDED)
STATES: dict[str, Text] = {
    State.RECEIVED: _("Diterima"), State.CHECKED: _("Sedang diperiksa"), State.RAISED: _("Dinaikkan ke koordinator"),
    State.ANSWERED: _("Sudah dijawab"), State.CLOSED: _("Ditutup"),
}  # fmt: skip
HOLDERS: dict[str, Text] = {
    Holder.OWNER: _("Pemilik program"),
    Holder.COORDINATOR: _("Koordinator program"),
}
CHANNELS: dict[str, Text] = {
    Channel.CITIZEN: _("dikirim warga"), Channel.TICKET: _("dikirim warga lewat kartu cek"),
    Channel.OFFICE: _("dicatat di loket"),
}  # fmt: skip
TOPICS: dict[str, Text] = {
    "putusan": _("Saya tidak setuju dengan hasil untuk program ini"),
    "belum_sampai": _("Bantuan sudah diputuskan, tetapi belum saya terima"),
    "kurang": _("Yang saya terima kurang atau rusak"),
    "pungutan": _("Saya diminta membayar atau bantuan dipotong"),
    "pelayanan": _("Cara petugas melayani"),
    "lain": _("Hal lain tentang program ini"),
}
# What speaks of people at the office nearby: the office nearby does not see it, the coordinator has it from the first day.
ABOUT_OFFICES = ("pungutan", "pelayanan")


def due(state: str, today: dt.date, received: dt.date) -> dt.date:
    """When the next step is due: the days of a step, never later than the whole may take, not before today."""
    whole = received + dt.timedelta(days=WHOLE)
    return max(min(today + dt.timedelta(days=FIRST), whole), today)


def first_holder(topic: str) -> Holder:
    """Who gets it first."""
    return Holder.COORDINATOR if topic in ABOUT_OFFICES else Holder.OWNER


def is_owner(actor: access.Actor, agency: str, code: str) -> bool:
    """Whether somebody answers for a programme of `agency` at the village `code`."""
    return delivery.may_plan(actor, agency, code)


def is_coordinator(actor: access.Actor, code: str) -> bool:
    """Whether somebody leads the agencies together there: those who approve, at an office of the kabupaten."""
    return actor.agency_kind == access.AgencyKind.OPD and access.may(
        actor, access.Ability.APPROVE, code, IDENTITY
    )


def may_open(actor: access.Actor, agency: str, code: str, topic: str) -> bool:
    """Whether somebody may read what was written and by whom."""
    return is_coordinator(actor, code) or (topic not in ABOUT_OFFICES and is_owner(actor, agency, code))


def may_work(actor: access.Actor, agency: str, code: str, holder: str, late: int) -> bool:
    """Whether it is somebody's turn. `late`: days past its day; after LATE of them the coordinator may answer too."""
    if holder == Holder.COORDINATOR or late > LATE:
        return is_coordinator(actor, code) or (holder == Holder.OWNER and is_owner(actor, agency, code))
    return is_owner(actor, agency, code)


def may_record(actor: access.Actor, code: str) -> bool:
    """Whether somebody writes down at the counter of this place what a citizen says."""
    return access.may(actor, access.Ability.DELIBERATE, code, IDENTITY) or access.may(
        actor, access.Ability.DELIVER, code, IDENTITY
    )


def next_states(state: str, holder: str) -> tuple[State, ...]:
    """Where it may go from a state: any further open step, up to the coordinator once, or to its end. What has ended stays."""
    if state in ENDED:
        return ()
    found = [State.CHECKED, State.ANSWERED, State.CLOSED]
    return tuple([*found, State.RAISED] if holder == Holder.OWNER else found)
