"""Writes of review: decide a pair, agree or not as the second, take back, part rows of one person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from selaras.apps.accounts import rules as accounts
from selaras.apps.audit import services as audit
from selaras.apps.registry.models import Candidate, Mention, Person
from selaras.apps.review import queries, rules
from selaras.apps.review.models import Decision
from selaras.kernel import errors
from selaras.shell import trail


def _may(by: accounts.Actor, *codes: str | None) -> None:
    regions = accounts.scopes(by, accounts.Ability.REVIEW, accounts.FieldClass.IDENTITY)
    if not all(any(accounts.inside(code, region) for region in regions) for code in codes):
        raise trail.Refused("tinjau_putus", "pasangan")


def decide(*, candidate: Candidate, decision: str, note: str = "", by: accounts.Actor) -> Decision:
    """Decides a pair; as second reviewer where the first decision waits for one: the same word settles it, another
    word ends it and the pair is open again. Raises Refused, SelarasError tinjau_berubah."""
    _may(by, candidate.kode_desa, candidate.kode_desa_b)
    shown = queries.sides(candidate)
    if decision not in rules.WORDS or shown is None:
        raise errors.SelarasError("tinjau_berubah")
    earlier = shown.earlier
    if earlier is not None and decision != rules.UNSURE:
        return _second(earlier, decision, by)
    pair = rules.Pair(candidate.weight, shown.niks_differ)
    one, two = _sides(candidate)
    return _write(one, two, decision, candidate.weight, note, rules.needs_second(decision, pair), by)


Side = tuple[str, str, str | None]


def _write(  # noqa: PLR0913, PLR0917  a decision has these sides, and one caller each
    one: Side,
    two: Side,
    decision: str,
    weight: float | None,
    note: str,
    second: bool,  # noqa: FBT001
    by: accounts.Actor,
) -> Decision:
    (a, person_a, code_a), (b, person_b, code_b) = sorted((one, two), key=lambda side: side[0])
    settled = None if second or decision == rules.UNSURE else timezone.now()
    try:
        with transaction.atomic():
            made = Decision.objects.create(
                a=a, b=b, person_a=person_a, person_b=person_b, kode_desa=code_a, kode_desa_b=code_b,
                decision=decision, weight=weight, note=note[:200], by=by.user_id, by_name=by.name, second=second,
                settled=settled,
            )  # fmt: skip
    except IntegrityError:
        raise errors.SelarasError("tinjau_berubah") from None
    audit.record(
        actor=by, action="tinjau_putus", object_kind="pasangan", object_id=made.pk, region=code_a or "",
        detail={"putusan": decision, "berlaku": settled is not None},
    )  # fmt: skip
    return made


def _second(earlier: Decision, decision: str, by: accounts.Actor) -> Decision:
    held = Decision.objects.select_for_update().get(pk=earlier.pk)
    if held.settled is not None or held.ended is not None or held.by == by.user_id:
        raise errors.SelarasError("tinjau_berubah")
    held.second_by, held.second_name = by.user_id, by.name
    agreed = held.decision == decision
    if agreed:
        held.settled = timezone.now()
    else:
        held.ended = timezone.now()
    held.save(update_fields=["second_by", "second_name", "settled", "ended"])
    audit.record(
        actor=by, action="tinjau_kedua", object_kind="pasangan", object_id=held.pk, region=held.kode_desa or "",
        detail={"putusan": decision, "sepakat": agreed},
    )  # fmt: skip
    return held


@dataclass(frozen=True, slots=True)
class Merged:
    """What saying that two keluarga are one did: pairs of persons decided, and whether a second reviewer is awaited."""

    pairs: int
    waits: bool


def merge_families(
    *, candidate: Candidate, pairs: Collection[int], note: str = "", by: accounts.Actor
) -> Merged:
    """Says that the keluarga of both rows are one, and that these `pairs` of their members are one person each (of
    those `queries.between_families` offers; others are not looked at).

    Both hold from the next build on, and as long as nobody takes them back. Where one of the pairs needs a second
    reviewer, the word about the keluarga waits for one too. Raises Refused, SelarasError tinjau_berubah.
    """
    _may(by, candidate.kode_desa, candidate.kode_desa_b)
    found = queries.between_families(candidate, by)
    if not found:
        raise errors.SelarasError("tinjau_berubah")
    chosen = [each for each in found if each.pk in pairs]
    made = [decide(candidate=each, decision=rules.SAME, note=note, by=by) for each in chosen]
    waits = any(each.settled is None for each in made)
    one, two = sorted(_sides(candidate), key=lambda side: side[0])
    earlier = queries.of_families(one[0], two[0])
    if earlier is None:
        _write(one, two, rules.ONE_FAMILY, candidate.weight, note, waits, by)
    elif earlier.settled is None and earlier.by != by.user_id:
        _second(earlier, rules.ONE_FAMILY, by)
    return Merged(len(chosen), waits)


def _sides(candidate: Candidate) -> tuple[Side, Side]:
    a = queries.key_of(candidate.sheet_a, candidate.row_a, candidate.part_a)
    b = queries.key_of(candidate.sheet_b, candidate.row_b, candidate.part_b)
    return (a, candidate.person_a, candidate.kode_desa), (b, candidate.person_b, candidate.kode_desa_b)


def part(*, person: Person, place: int, note: str, by: accounts.Actor) -> int:
    """Un-merge: the row at `place` is not this person. It may not be joined with any of the person's other rows.

    Returns how many pairs were decided; against a strong tie they wait for a second reviewer.
    """
    _may(by, person.kode_desa)
    row = queries.mention_of(person.reference, place)
    others = [each for each in queries.mentions_of(person.reference) if each.place != place]
    if row is None or not others:
        raise errors.SelarasError("tinjau_berubah")
    second = bool(row.nik and row.nik == person.nik)
    for other in others:
        sides = [_side(mention, person) for mention in (row, other)]
        earlier = Decision.objects.filter(a=min(s[0] for s in sides), b=max(s[0] for s in sides), ended=None)
        earlier.exclude(decision=rules.ONE_FAMILY).update(ended=timezone.now())
        _write(sides[0], sides[1], rules.DIFFERENT, None, note, second, by)
    return len(others)


def _side(mention: Mention, person: Person) -> Side:
    return queries.key_of(mention.sheet, mention.row, mention.part), person.reference, person.kode_desa


def take_back(*, decision_id: int, by: accounts.Actor) -> None:
    """Ends a decision: the next build no longer respects it."""
    held = Decision.objects.select_for_update().filter(pk=decision_id, ended=None).first()
    if held is None:
        raise errors.SelarasError("tinjau_berubah")
    _may(by, held.kode_desa, held.kode_desa_b)
    held.ended = timezone.now()
    held.save(update_fields=["ended"])
    audit.record(
        actor=by,
        action="tinjau_cabut",
        object_kind="pasangan",
        object_id=held.pk,
        region=held.kode_desa or "",
    )
