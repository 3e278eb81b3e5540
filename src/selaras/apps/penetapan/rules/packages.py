"""The way of a package from the village to the decree, as a state machine. Decides; never fetches.

    desa -> kecamatan -> dinsos -> kepala_daerah -> sk

The state says whose turn it is. Whoever signs sends it one step on; whoever may sign may also send it back, one step or
to the village, for the whole package or for single rows, each with a reason. Above the village the contents are locked.
Back in the village, rows that were sent back are open again; the whole package is, where it came back as a whole.
Nobody signs what they made, and nobody signs twice on the same way up.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access

Text = str | Promise


class State(StrEnum):
    """Whose turn it is; SK is the end."""

    DESA = "desa"
    KECAMATAN = "kecamatan"
    DINSOS = "dinsos"
    HEAD = "kepala_daerah"
    SK = "sk"


class Act(StrEnum):
    """What may be done with a package."""

    SIGN = "teruskan"
    DECREE = "tetapkan"
    BACK = "kembalikan"
    TO_VILLAGE = "ke_desa"
    ROWS = "kembalikan_baris"


WAY: tuple[State, ...] = tuple(State)
SIGNED = (Act.SIGN, Act.DECREE)
RETURNS = (Act.BACK, Act.TO_VILLAGE, Act.ROWS)
LEAST_REASON = 10
# The kind of agency a step belongs to; that of Dinas Sosial also asks for the duty.
KINDS: dict[State, access.AgencyKind] = {
    State.DESA: access.AgencyKind.DESA,
    State.KECAMATAN: access.AgencyKind.KECAMATAN,
    State.DINSOS: access.AgencyKind.OPD,
}

POSTPONED, UNHEARD, FOUND_SINCE = "ditunda", "belum_dibahas", "temuan_baru"
# Why a family that was visited or heard does not go up.
LEFT: dict[str, Text] = {
    POSTPONED: _("ditunda musyawarah"),
    UNHEARD: _("dikunjungi, tetapi belum dibahas musyawarah"),
    FOUND_SINCE: _("temuan kunjungan berbeda dari putusan, dan musyawarah tidak menulis sebabnya"),
}

STATES: dict[State, Text] = {
    State.DESA: _("Desa atau kelurahan"),
    State.KECAMATAN: _("Kecamatan"),
    State.DINSOS: _("Dinas Sosial"),
    State.HEAD: _("Bupati atau wali kota"),
    State.SK: _("Ditetapkan dengan SK"),
}
ACTS: dict[Act, Text] = {
    Act.SIGN: _("Ditandatangani dan diteruskan"),
    Act.DECREE: _("Ditetapkan dengan SK"),
    Act.BACK: _("Dikembalikan satu langkah"),
    Act.TO_VILLAGE: _("Dikembalikan ke desa"),
    Act.ROWS: _("Beberapa baris dikembalikan ke desa"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A step that was made: what, from where to where, by whom, and the digest of the contents it was made about."""

    act: str
    came_from: str
    went_to: str
    by: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a package as it is signed."""

    key: int
    keluarga: str
    outcome: str
    reason: str = ""
    returned: str = ""


def target(state: State, act: Act) -> State | None:
    """Where an act leads from a state; None where it is not on the way."""
    place = WAY.index(state)
    if state is State.SK:
        return None
    if act is Act.SIGN:
        return WAY[place + 1] if state is not State.HEAD else None
    if act is Act.DECREE:
        return State.SK if state is State.HEAD else None
    if state is State.DESA:
        return None
    return WAY[place - 1] if act is Act.BACK else State.DESA


def turn_of(actor: access.Actor, state: State, code: str) -> bool:
    """Whether it is the office of `actor` that answers for a package of village `code` in this state."""
    if not access.may(actor, access.Ability.SIGN, code, access.FieldClass.IDENTITY):
        return False
    roles = {grant.role for grant in actor.grants if access.inside(code, grant.scope)}
    if state is State.HEAD:
        return "kepala_daerah" in roles
    if state is State.DINSOS and actor.duty != access.Duty.SOCIAL:
        return False
    return "penyetuju" in roles and actor.agency_kind == KINDS.get(state)


def other_office(actor: access.Actor, state: State, code: str) -> bool:
    """Whether somebody signs for an agency of the kabupaten, but not for the one whose business this step is."""
    if state is not State.DINSOS or actor.agency_kind != KINDS[state] or actor.duty == access.Duty.SOCIAL:
        return False
    return any(grant.role == "penyetuju" and access.inside(code, grant.scope) for grant in actor.grants)


def round_of(steps: Sequence[Made]) -> list[Made]:
    """The signatures that hold now: those on the way up since the package last stood lower."""
    held: list[Made] = []
    for step in steps:
        if step.act in SIGNED:
            held.append(step)
        else:
            below = WAY.index(State(step.went_to))
            held = [each for each in held if WAY.index(State(each.came_from)) < below]
    return held


def obstacle(user: int, *, authors: Iterable[int], steps: Sequence[Made]) -> str:
    """Code of the error that keeps somebody from signing what is theirs: made by them, or signed by them already."""
    if user in set(authors):
        return "paket_buatan_sendiri"
    return "paket_sudah_ditandatangani" if user in {each.by for each in round_of(steps)} else ""


def open_rows(state: State, rows: Iterable[Row], steps: Sequence[Made]) -> set[int]:
    """Keys of the rows that may be changed: none above the village; there those sent back, or all."""
    if state is not State.DESA:
        return set()
    last = steps[-1] if steps else None
    only = last is not None and last.act == Act.ROWS
    return {row.key for row in rows if row.returned or not only}


def digest(reference: str, rows: Iterable[Row]) -> str:
    """SHA-256 of what is signed: the package, and each row's family, outcome and reason, in any order."""
    told = sorted((row.keluarga, row.key, row.outcome, row.reason) for row in rows)
    return hashlib.sha256(json.dumps([reference, told], ensure_ascii=False).encode()).hexdigest()


def sound(steps: Sequence[Made], now: str) -> bool:
    """Whether the contents are those of every signature that holds."""
    return all(step.digest == now for step in round_of(steps))


def stages(state: State) -> list[Mapping[str, object]]:
    """The way for the stepper: {label, state: done | now | next}."""
    here = WAY.index(state)
    said: list[Mapping[str, object]] = []
    for place, each in enumerate(WAY):
        how = "done" if place < here or state is State.SK else "now" if place == here else "next"
        said.append({"label": STATES[each], "state": how})
    return said
