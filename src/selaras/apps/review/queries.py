"""Reads of review: the queue, one pair side by side, what was decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as accounts
from selaras.apps.registry import picture
from selaras.apps.registry import queries as registry
from selaras.apps.registry.models import Candidate, Mention, Person
from selaras.apps.review import rules
from selaras.apps.review.models import Decision
from selaras.engine import tables

SHOWN = (
    "nik", "kk", "nama", "nama_ibu", "jenis_kelamin", "tanggal_lahir", "tempat_lahir", "hubungan", "status_kawin",
    "desa", "kecamatan", "alamat", "rt", "rw", "pendidikan", "pekerjaan", "status",
)  # fmt: skip


# How long the queue offers to take the last decision back; afterwards the page of the person does.
SLIP = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two rows side by side; `lines` of {label, left, right, state}; why the evidence weighs what it weighs."""

    candidate: Candidate
    left: picture.Row
    right: picture.Row
    lines: list[dict[str, str]]
    contributions: tuple[dict[str, object], ...]
    niks_differ: bool
    earlier: Decision | None
    doubts: int


def _key(side: str) -> Concat:
    def text(name: str) -> Cast:
        return Cast(F(f"{name}_{side}"), CharField())

    return Concat(
        text("sheet"), Value(":"), text("row"), Value(":"), F(f"part_{side}"), output_field=CharField()
    )


def visible(actor: accounts.Actor) -> QuerySet[Candidate]:
    """Pairs whose both sides `actor` may review, most valuable first."""
    regions = accounts.scopes(actor, accounts.Ability.REVIEW, accounts.FieldClass.IDENTITY)
    return registry.candidates().filter(people.within(regions), people.within(regions, "kode_desa_b"))


def queue(actor: accounts.Actor) -> QuerySet[Candidate]:
    """What waits for `actor`: not decided yet, or waiting for a second reviewer who is not the first; without their
    own doubts."""
    # A decision names the smaller key first, as text; the pair names its rows as the conveyor found them.
    about = Decision.objects.filter(
        Q(a=OuterRef("key_a"), b=OuterRef("key_b")) | Q(a=OuterRef("key_b"), b=OuterRef("key_a")), ended=None
    )
    closed = about.filter(decision__in=rules.OF_PERSONS).filter(
        Q(settled__isnull=False) | Q(by=actor.user_id)
    )
    doubted = about.filter(decision=rules.UNSURE, by=actor.user_id)
    return (
        visible(actor)
        .annotate(key_a=_key("a"), key_b=_key("b"))
        .exclude(Exists(closed))
        .exclude(Exists(doubted))
    )


def candidate(pk: int, actor: accounts.Actor) -> Candidate | None:
    """One pair `actor` may review."""
    return visible(actor).filter(pk=pk).first()


def key_of(sheet: int, row: int, part: str) -> str:
    """How a row is named in a decision."""
    return f"{sheet}:{row}:{part}"


def mention_of(person: str, place: int) -> Mention | None:
    """A row of a person by its place."""
    return Mention.objects.filter(person=person, place=place, build_to=None).first()


def mentions_of(person: str) -> list[Mention]:
    """All rows of a person."""
    return registry.mentions(person, None)


def sides(found: Candidate) -> Sides | None:
    """The pair as it is shown; None where a row is gone."""
    a = Mention.objects.filter(
        person=found.person_a, sheet=found.sheet_a, row=found.row_a, part=found.part_a, build_to=None
    ).first()
    b = Mention.objects.filter(
        person=found.person_b, sheet=found.sheet_b, row=found.row_b, part=found.part_b, build_to=None
    ).first()
    if a is None or b is None:
        return None
    left, right = picture.rows_of([a, b], sensitive=False)
    lines = [
        {"label": picture.compared(name), "left": left.values.get(name, ""), "right": right.values.get(name, ""),
         "state": _state(name, left, right, a, b)}
        for name in SHOWN
        if left.values.get(name) or right.values.get(name)
    ]  # fmt: skip
    parts = registry.patterns([found.pattern]).get(found.pattern, []) if found.pattern is not None else []
    keys = sorted((key_of(a.sheet, a.row, a.part), key_of(b.sheet, b.row, b.part)))
    open_ = Decision.objects.filter(ended=None, a=keys[0], b=keys[1])
    return Sides(
        found, left, right, lines, picture.contributions(parts),
        bool(a.nik and b.nik and a.nik != b.nik),
        open_.filter(decision__in=rules.OF_PERSONS).first(), open_.filter(decision=rules.UNSURE).count(),
    )  # fmt: skip


def _state(name: str, left: picture.Row, right: picture.Row, a: Mention, b: Mention) -> str:
    if name in ("nik", "kk"):
        first, second = getattr(a, name), getattr(b, name)
        return "missing" if not first or not second else "same" if first == second else "different"
    return rules.state(left.values.get(name, ""), right.values.get(name, ""))


def families(found: Candidate) -> tuple[str, str] | None:
    """The keluarga of both sides where they are two."""
    of = dict(
        Person.objects.filter(reference__in=[found.person_a, found.person_b], build_to=None).values_list(
            "reference", "keluarga"
        )
    )
    a, b = of.get(found.person_a), of.get(found.person_b)
    return (a, b) if a and b and a != b else None


def between_families(found: Candidate, actor: accounts.Actor) -> list[Candidate]:
    """Open pairs that may be decided along when both keluarga are said to be one: the pair itself, then by weight, each
    person once. Pairs asked about for being two people (twins, parent and child, one NIK of two) keep their question."""
    homes = families(found)
    if homes is None:
        return []
    members: dict[str, str | None] = dict(
        Person.objects.filter(keluarga__in=homes, build_to=None).values_list("reference", "keluarga")
    )
    waiting = queue(actor).filter(person_a__in=members, person_b__in=members, reason__in=rules.OPEN_REASONS)
    chosen, used = [found], {found.person_a, found.person_b}
    for each in waiting.exclude(pk=found.pk).order_by("-weight", "pk"):
        if members[each.person_a] != members[each.person_b] and not used & {each.person_a, each.person_b}:
            chosen.append(each)
            used |= {each.person_a, each.person_b}
    return chosen


@dataclass(frozen=True, slots=True)
class Together:
    """A pair of members of two families: both names as merged, and whether the evidence is in favour."""

    pk: int
    left: str
    right: str
    likely: bool


def together(pairs: list[Candidate]) -> list[Together]:
    """The pairs with both names."""
    wanted = [reference for pair in pairs for reference in (pair.person_a, pair.person_b)]
    known = dict(Person.objects.filter(reference__in=wanted, build_to=None).values_list("reference", "nama"))
    return [
        Together(
            pair.pk,
            known.get(pair.person_a) or pair.person_a,
            known.get(pair.person_b) or pair.person_b,
            pair.reason in rules.OPEN_REASONS and pair.weight > 0,
        )
        for pair in pairs
    ]


def latest(actor: accounts.Actor) -> Decision | None:
    """What `actor` decided last, while it is fresh enough to have been a slip of the finger."""
    fresh = timezone.now() - SLIP
    return Decision.objects.filter(by=actor.user_id, ended=None, at__gte=fresh).order_by("-pk").first()


def of_families(a: str, b: str) -> Decision | None:
    """The open word that the keluarga of two rows are one."""
    return Decision.objects.filter(ended=None, a=a, b=b, decision=rules.ONE_FAMILY).first()


def about(person: str) -> QuerySet[Decision]:
    """Open decisions about a person, newest first."""
    return Decision.objects.filter(Q(person_a=person) | Q(person_b=person), ended=None).order_by("-at")


def decisions() -> pl.DataFrame:
    """Settled decisions by key of both rows, in the contract DECISIONS: what the next build respects."""
    rows = Decision.objects.filter(
        ended=None, settled__isnull=False, decision__in=[*rules.OF_PERSONS, rules.ONE_FAMILY]
    )
    pairs = [(d.a.split(":"), d.b.split(":"), d.decision) for d in rows.order_by("pk")]
    known = registry.sheets([int(key[0]) for a, b, _ in pairs for key in (a, b)])
    made = []
    for a, b, decision in pairs:
        sheets = [known[int(key[0])] for key in (a, b)]
        cells = [
            (s.source, s.edition, s.file, s.sheet, int(k[1])) for s, k in zip(sheets, (a, b), strict=True)
        ]
        made.append((*cells[0], *cells[1], decision))
    return pl.DataFrame(made, schema=tables.DECISIONS.schema, orient="row")
