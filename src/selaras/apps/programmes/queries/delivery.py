"""Reads of cycles: which there are, who stands in them, what was decided, paid, returned and is open."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Left

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import BankFile, Cycle, Entry, Line, Proof
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.rules import ledger, scope, words
from selaras.apps.programmes.rules.ledger import Account, State

SEE, IDENTITY = access.Ability.SEE, access.FieldClass.IDENTITY
# Whose work it is reads the list of a programme whose rule asks about health, too.
_DUTIES = (access.Ability.PLAN, access.Ability.APPROVE, access.Ability.DELIVER)
LIVE = (rules.CycleState.FROZEN, rules.CycleState.CLOSED)
_KECAMATAN = 8


@dataclass(slots=True)
class Part:
    """Rupiah and lines of a place. `lines`: by state of a line; those that were replaced count for nothing else."""

    account: Account = field(default_factory=Account)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def decided(self) -> int:
        """Lines that are to be served: all but the replaced and the cancelled."""
        return sum(n for state, n in self.lines.items() if state not in (State.REPLACED, State.CANCELLED))

    @property
    def paid(self) -> int:
        """Lines that were served, in whole or in part."""
        return self.lines.get(State.PAID, 0) + self.lines.get(State.PARTLY, 0)

    @property
    def returned(self) -> int:
        """Lines whose money or goods came back and wait."""
        return self.lines.get(State.RETURNED, 0)

    @property
    def open(self) -> int:
        """Lines that are not served yet; held ones too."""
        return self.lines.get(State.DECIDED, 0) + self.lines.get(State.HELD, 0)

    @property
    def held(self) -> int:
        """Lines an office keeps back."""
        return self.lines.get(State.HELD, 0)

    @property
    def replaced(self) -> int:
        """Lines another keluarga was served instead of."""
        return self.lines.get(State.REPLACED, 0)


@dataclass(slots=True)
class Standing:
    """What became of what was decided. `by_kecamatan`: by code, "" where a village is not known."""

    total: Part = field(default_factory=Part)
    by_kecamatan: dict[str, Part] = field(default_factory=dict)


def cycles(actor: access.Actor) -> list[Cycle]:
    """Cycles of programmes whose recipients `actor` may see somewhere in the cycle's region, newest first."""
    found = Cycle.objects.select_related("programme", "rule", "plan")
    return [each for each in found if sees(actor, each)]


def to_freeze(actor: access.Actor) -> list[Cycle]:
    """Drafts of others whose list this actor may fix, newest first."""
    found = Cycle.objects.select_related("programme").filter(state=rules.CycleState.DRAFT)
    approve = access.Ability.APPROVE
    return [
        each
        for each in found.exclude(made_by=actor.user_id)
        if access.may(scope.narrowed(actor, each.programme.agency), approve, each.wilayah, IDENTITY)
    ]


def sees(actor: access.Actor, cycle: Cycle) -> bool:
    """Whether the actor may see recipients of a cycle."""
    return rules.reaches(scope.narrowed(actor, cycle.programme.agency), SEE, cycle.wilayah)


def cycle(reference: str, actor: access.Actor) -> Cycle | None:
    """One cycle; None where it is not there or not theirs to see."""
    found = Cycle.objects.select_related("programme", "rule", "plan").filter(reference=reference).first()
    return found if found is not None and sees(actor, found) else None


def secret(found: Cycle) -> bool:
    """Whether its rule asks about health or disability: standing in its list tells of it."""
    told = found.plan.rules.get(found.programme.code, {}) if found.plan else {}
    return bool(told.get("sensitive"))


def regions(found: Cycle, actor: access.Actor, ability: access.Ability = SEE) -> tuple[str, ...]:
    """Where `actor` may do this with lines of a cycle. What tells of health is read by who may know it, or whose work it is."""
    if ability is not SEE or not secret(found):
        return access.scopes(scope.narrowed(actor, found.programme.agency), ability, IDENTITY)
    mine = scope.answering(actor, found.programme.agency)
    held = {*access.scopes(mine, SEE, access.FieldClass.SENSITIVE)}
    return tuple(held.union(*(access.scopes(mine, duty, IDENTITY) for duty in _DUTIES)))


def lines(cycle: Cycle, actor: access.Actor, ability: access.Ability = SEE) -> QuerySet[Line]:
    """Its lines as far as `actor` may see (or serve) the families, in their order."""
    return Line.objects.filter(people.within(regions(cycle, actor, ability)), cycle=cycle).order_by("number")


def line(number: str, actor: access.Actor, ability: access.Ability = SEE) -> Line | None:
    """One line by its number, with its cycle and programme."""
    found = (
        Line.objects.select_related("cycle__programme", "cycle__plan", "instead_of")
        .filter(number=number)
        .first()
    )
    if found is None or not _inside(found, regions(found.cycle, actor, ability)):
        return None
    return found


def _inside(found: Line, where: Iterable[str]) -> bool:
    return any(access.inside(found.kode_desa, region) for region in where)


def moves(found: Iterable[Line]) -> dict[int, list[ledger.Move]]:
    """Entries by line, oldest first."""
    held: dict[int, list[ledger.Move]] = defaultdict(list)
    wanted = [each.pk for each in found]
    rows = Entry.objects.filter(line__in=wanted).order_by("id")
    for line_id, kind, amount, key, day in rows.values_list("line_id", "kind", "amount", "key", "day"):
        held[line_id].append(ledger.Move(words.Entry(kind), amount, key, day))
    return held


def entries(found: Line) -> list[Entry]:
    """Entries of a line, newest first."""
    return list(Entry.objects.filter(line=found).order_by("-id"))


def proofs(found: Line) -> list[Proof]:
    """Proofs of a line, oldest first."""
    return list(Proof.objects.filter(line=found).order_by("id"))


def files(found: Cycle, actor: access.Actor) -> list[BankFile]:
    """Returned files of a cycle, for those whose regions hold all of the cycle."""
    where = regions(found, actor)
    return list(BankFile.objects.filter(people.within(where, "wilayah"), cycle=found).order_by("id"))


def standing(programme: Programme, year: int) -> Standing:
    """All cycles of a programme in a year that were frozen. Runs as whoever acts: row security narrows it to their regions."""
    return _standing(
        Q(cycle__programme=programme, cycle__period__startswith=f"{year}", cycle__state__in=LIVE)
    )


def of_cycle(found: Cycle, actor: access.Actor) -> Standing:
    """One cycle, as far as the actor sees its lines."""
    return _standing(Q(cycle=found) & people.within(regions(found, actor)))


def _standing(which: Q) -> Standing:
    found = Line.objects.filter(which)
    counted = found.annotate(kecamatan=Left("kode_desa", _KECAMATAN)).values_list("kecamatan", "state")
    made = Standing()
    for kecamatan, state, n in counted.annotate(n=Count("pk")).order_by("kecamatan"):
        for part in (made.total, made.by_kecamatan.setdefault(kecamatan or "", Part())):
            part.lines[state] = part.lines.get(state, 0) + n
    rows = Entry.objects.filter(line__in=found).annotate(kecamatan=Left("line__kode_desa", _KECAMATAN))
    sums = rows.values_list("kecamatan", "kind").annotate(rupiah=Sum("amount")).order_by("kecamatan")
    for kecamatan, kind, rupiah in sums:
        account = ledger.fold([ledger.Move(words.Entry(kind), int(rupiah), "")])
        for part in (made.total, made.by_kecamatan[kecamatan or ""]):
            part.account += account
    return made


@dataclass(frozen=True, slots=True)
class Given:
    """What a keluarga was to get in one cycle, and what became of it. `day`: of the last payment or return."""

    line: Line
    programme: str
    title: str
    period: str
    channel: rules.Text
    account: Account
    state: rules.Text
    day: dt.date | None


def of_family(reference: str, actor: access.Actor) -> list[Given]:
    """Everything a keluarga was to get in cycles that were frozen, as far as `actor` may see it, newest first."""
    found = [
        each
        for each in Line.objects.select_related("cycle__programme", "cycle__plan")
        .filter(keluarga=reference, cycle__state__in=LIVE)
        .order_by("-cycle_id")
        if _inside(each, regions(each.cycle, actor))
    ]
    held = moves(found)
    return [_given(each, held.get(each.pk, [])) for each in found]


def _given(each: Line, held: list[ledger.Move]) -> Given:
    last = ledger.latest(held)
    return Given(
        each, each.cycle.programme.name, each.cycle.title, each.cycle.period,
        rules.CHANNELS[rules.Channel(each.cycle.channel)], ledger.fold(held), rules.STATES[State(each.state)],
        last.day if last else None,
    )  # fmt: skip
