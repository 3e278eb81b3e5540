"""A package as its page tells it: rows with finding, official decile and reason; the way; what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.apps.accounts import rules as access
from selaras.apps.penetapan.models import Package, PackageItem, Proposal, Step
from selaras.apps.penetapan.queries import packages as queries
from selaras.apps.penetapan.rules import layouts, meetings
from selaras.apps.penetapan.rules import packages as rules
from selaras.apps.penetapan.services import packages
from selaras.apps.verval.rules import labels

MOST = 200
_IDENTITY = access.FieldClass.IDENTITY
_OTHER = gettext_lazy(
    "Langkah ini milik instansi yang menangani urusan sosial. Instansi Anda tidak menanganinya, jadi Anda dapat membaca paket ini tetapi tidak menandatanganinya. Pengelola mengatur urusan tiap instansi di halaman Instansi."
)


@dataclass(frozen=True, slots=True)
class Line:
    """A package in a list."""

    reference: str
    title: str
    kode_desa: str
    state: rules.Text
    made_at: Any
    number: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row: who, what is proposed, what sent it back, whether it may be changed."""

    item: PackageItem
    family: queries.Family | None
    outcome: rules.Text
    open: bool
    finding: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who was visited or heard and does not go up, and why."""

    family: queries.Family | None
    appeal: str
    why: rules.Text
    reason: str


@dataclass(slots=True)
class Shown:
    """Everything the page of a package shows."""

    rows: list[RowShown]
    stages: list[Any]
    events: list[dict[str, Any]]
    totals: list[tuple[rules.Text, int]]
    seen: int
    digest: str
    sound: bool
    turn: bool
    obstacle: str
    may_return: bool
    final: bool
    head_turn: bool
    state: rules.Text
    decree: Any = None
    proposals: list[Proposal] = field(default_factory=list)
    may_export: bool = False
    layouts: list[layouts.Layout] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)

    @property
    def editable(self) -> list[RowShown]:
        """Rows that may be changed now."""
        return [row for row in self.rows if row.open]


def line(found: Package) -> Line:
    """A package in a list."""
    state = rules.STATES[rules.State(found.state)]
    return Line(found.reference, found.title, found.kode_desa, state, found.made_at, found.number_of_sk)


def of(found: Package, actor: access.Actor) -> Shown:
    """The page of a package for who looks."""
    told, items = queries.steps(found), queries.items(found)
    moves, rows, state = queries.moves(told), queries.rows(items), rules.State(found.state)
    digest = rules.digest(found.reference, rows)
    turn = state is not rules.State.SK and rules.turn_of(actor, state, found.kode_desa)
    obstacle = (
        rules.obstacle(actor.user_id, authors=queries.authors(found, told), steps=moves) if turn else ""
    )
    said = _told(obstacle) or (_OTHER if rules.other_office(actor, state, found.kode_desa) else "")
    edits = access.may(actor, access.Ability.DELIBERATE, found.kode_desa, _IDENTITY)
    opened = rules.open_rows(state, rows, moves) if edits else set()
    shown = Shown(
        rows=_rows(items, opened, actor), stages=rules.stages(state), events=[_event(step) for step in reversed(told)],
        totals=_totals(items), seen=len(told), digest=digest, sound=rules.sound(moves, digest), turn=turn and not obstacle,
        obstacle=str(said), may_return=state is not rules.State.DESA, final=state is rules.State.SK,
        head_turn=state is rules.State.HEAD, state=rules.STATES[state],
    )  # fmt: skip
    shown.left = _left(found, actor)
    if shown.final:
        shown.decree, shown.proposals = queries.decree(found), queries.proposals(found)
        shown.may_export = all(
            access.may(actor, ability, found.kode_desa, _IDENTITY)
            for ability in (access.Ability.EXPORT, access.Ability.REVEAL)
        )
        shown.layouts = list(layouts.layouts().values())
    return shown


def _rows(items: list[PackageItem], opened: set[int], actor: access.Actor) -> list[RowShown]:
    known = queries.families((item.keluarga for item in items if item.keluarga), actor)
    return [
        RowShown(
            item, known.get(item.keluarga or ""), labels.outcome(item.outcome), item.pk in opened,
            meetings.finding(item.finding) if item.finding != item.outcome else "",
        )
        for item in items
    ]  # fmt: skip


def _left(found: Package, actor: access.Actor) -> list[LeftOut]:
    known = queries.families((each["keluarga"] for each in found.left_out), actor)
    return [
        LeftOut(
            known.get(each["keluarga"] or ""),
            each["appeal"],
            rules.LEFT.get(each["why"], each["why"]),
            each["reason"],
        )
        for each in found.left_out
    ]


def _totals(items: list[PackageItem]) -> list[tuple[rules.Text, int]]:
    counted: dict[str, int] = {}
    for item in items:
        counted[item.outcome] = counted.get(item.outcome, 0) + 1
    return [(labels.outcome(code), n) for code, n in sorted(counted.items(), key=lambda pair: -pair[1])]


def _event(step: Step) -> dict[str, Any]:
    own = {
        packages.MADE: _("Paket dibuat"),
        packages.CHANGED: _("Satu baris diubah"),
        packages.DROPPED: _("Satu keluarga dikeluarkan dari paket"),
    }
    title = own.get(step.act) or rules.ACTS[rules.Act(step.act)]
    said = _("%(name)s · %(n)s keluarga · sidik %(digest)s") % {
        "name": step.by_name, "n": step.items, "digest": step.digest[:12],
    }  # fmt: skip
    reasons = dict.fromkeys([step.reason, *step.rows.values()])
    text = " · ".join([said, *(reason for reason in reasons if reason)])
    tone = "amber" if step.act in rules.RETURNS else ""
    return {"date": step.at, "title": title, "text": text, "tone": tone}


def _told(code: str) -> str:
    """Why somebody whose office it is may not sign this one."""
    if code == "paket_buatan_sendiri":
        return _("Anda ikut menyusun isi paket ini. Pejabat lain yang berwenang perlu menandatanganinya.")
    if code:
        return _("Anda sudah menandatangani paket ini pada langkah sebelumnya. Langkah ini untuk orang lain.")
    return ""
