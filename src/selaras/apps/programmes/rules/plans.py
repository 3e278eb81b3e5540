"""The way of a plan, as a state machine. Decides; never fetches.

    rancangan -> diajukan -> diperiksa -> disetujui | ditolak

Whoever reckons, changes or proposes a plan is one of its authors; nobody reviews, approves or rejects what they made. A reviewer or
approver sends it back with a reason; then it is a draft again. After it was approved or rejected nothing changes any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.rules.words import Mode, PlanState

Text = str | Promise
LEAST_REASON = 10


class Act(StrEnum):
    """What is done with a plan."""

    MADE = "susun"
    RECKONED = "hitung"
    ADDED = "tambah"
    REMOVED = "keluarkan"
    PROPOSE = "ajukan"
    REVIEW = "periksa"
    APPROVE = "setujui"
    RETURN = "kembalikan"
    REJECT = "tolak"
    TAKEN = "ekspor"


MAKING: Final = (Act.MADE, Act.RECKONED, Act.ADDED, Act.REMOVED, Act.PROPOSE)
DECIDING: Final = (Act.REVIEW, Act.APPROVE, Act.RETURN, Act.REJECT)
_WAY: Final[Mapping[tuple[PlanState, Act], PlanState]] = {
    (PlanState.DRAFT, Act.PROPOSE): PlanState.PROPOSED,
    (PlanState.PROPOSED, Act.REVIEW): PlanState.REVIEWED,
    (PlanState.REVIEWED, Act.APPROVE): PlanState.APPROVED,
    (PlanState.PROPOSED, Act.RETURN): PlanState.DRAFT,
    (PlanState.REVIEWED, Act.RETURN): PlanState.DRAFT,
    (PlanState.PROPOSED, Act.REJECT): PlanState.REJECTED,
    (PlanState.REVIEWED, Act.REJECT): PlanState.REJECTED,
}
STATES: dict[PlanState, Text] = {
    PlanState.DRAFT: _("rancangan"), PlanState.PROPOSED: _("diajukan"), PlanState.REVIEWED: _("diperiksa"),
    PlanState.APPROVED: _("disetujui"), PlanState.REJECTED: _("ditolak"),
}  # fmt: skip
ACTS: dict[Act, Text] = {
    Act.MADE: _("Rencana disusun"), Act.RECKONED: _("Dihitung"), Act.ADDED: _("Satu keluarga dimasukkan"),
    Act.REMOVED: _("Satu keluarga dikeluarkan"), Act.PROPOSE: _("Diajukan"), Act.REVIEW: _("Diperiksa"),
    Act.APPROVE: _("Disetujui"), Act.RETURN: _("Dikembalikan dengan alasan"), Act.REJECT: _("Ditolak dengan alasan"),
    Act.TAKEN: _("Daftar diunduh"),
}  # fmt: skip
MODES: dict[Mode, Text] = {
    Mode.BEST: _("manfaat terbesar"), Mode.DECILE: _("desil 1 dahulu"), Mode.EQUAL: _("sama rata per desa"),
}  # fmt: skip
SCENARIOS: dict[str, Text] = {
    "dasar": _("Manfaat terbesar"), "tambah": _("Anggaran dan kuota +10 %"), "desil": _("Desil 1 dahulu"),
    "merata": _("Sama rata per desa"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A step that was made."""

    act: str
    by: int
    digest: str = ""


def target(state: PlanState, act: Act) -> PlanState | None:
    """Where an act leads from a state; None where it is not on the way."""
    return _WAY.get((state, act))


def authors(made_by: int, steps: Iterable[Made]) -> set[int]:
    """Everybody who took part in making a plan, however long ago."""
    return {made_by, *(step.by for step in steps if step.act in set(MAKING))}


def obstacle(user: int, act: Act, made_by: int, steps: Sequence[Made]) -> str:
    """Code of the error that keeps somebody from deciding what is theirs; "" where nothing does."""
    return "rencana_buatan_sendiri" if act in DECIDING and user in authors(made_by, steps) else ""


def proposed(steps: Sequence[Made]) -> str:
    """The digest of the recipients that were proposed last; "" where nothing was since it came back."""
    for step in reversed(steps):
        if step.act == Act.RETURN:
            return ""
        if step.act == Act.PROPOSE:
            return step.digest
    return ""


def seen(steps: Iterable[Made]) -> int:
    """How many steps there are but for downloads: what a page shows, and what a deed says it has seen."""
    return sum(step.act != Act.TAKEN for step in steps)


def digest(reference: str, rows: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 of who gets what: (code, keluarga, person) of every recipient, in any order."""
    found = hashlib.sha256(reference.encode())
    for row in sorted(rows):
        found.update("\x1f".join(row).encode() + b"\n")
    return found.hexdigest()


def stages(state: PlanState) -> list[dict[str, object]]:
    """The way for the stepper: {label, state: done | now | next | stopped}."""
    way = [PlanState.DRAFT, PlanState.PROPOSED, PlanState.REVIEWED, PlanState.APPROVED]
    if state is PlanState.REJECTED:
        way[-1] = PlanState.REJECTED
    here = way.index(state)
    ended = state in (PlanState.APPROVED, PlanState.REJECTED)
    found: list[dict[str, object]] = []
    for place, each in enumerate(way):
        how = (
            "done"
            if place < here or (ended and state is PlanState.APPROVED)
            else "now"
            if place == here
            else "next"
        )
        found.append({"label": STATES[each], "state": "stopped" if each is PlanState.REJECTED else how})
    return found
