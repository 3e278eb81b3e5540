"""Reads of the registry. `visible_persons` is the one door to persons; everything that lists or counts them goes through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as accounts
from selaras.apps.registry import rules
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import (
    Build,
    Candidate,
    Job,
    Keluarga,
    Mention,
    Number,
    Pattern,
    Person,
    Reveal,
    Sheet,
    Tie,
)

IDENTITY = accounts.FieldClass.IDENTITY
_Row = TypeVar("_Row", bound=Model)


def build_on(on: dt.date | None) -> int | None:
    """The build that was active at the end of a day; None for now. Raises Build.DoesNotExist before the first one."""
    if on is None:
        return None
    found = Build.objects.filter(activated__date__lte=on).order_by("-number").first()
    if found is None:
        raise Build.DoesNotExist
    return int(found.number)


def as_known(found: QuerySet[_Row], build: int | None) -> QuerySet[_Row]:
    """The versions a build knew; of the present one where it is None."""
    if build is None:
        return found.filter(build_to=None)
    return found.filter(Q(build_to=None) | Q(build_to__gt=build), build_from__lte=build)


def _narrowed(
    found: QuerySet[_Row], actor: accounts.Actor, field_class: accounts.FieldClass, ability: accounts.Ability
) -> QuerySet[_Row]:
    return found.filter(people.within(accounts.scopes(actor, ability, field_class)))


def visible_persons(
    *, actor: accounts.Actor, purpose: str = "", on: dt.date | None = None,
    field_class: accounts.FieldClass = IDENTITY, ability: accounts.Ability = accounts.Ability.SEE,
) -> QuerySet[Person]:  # fmt: skip
    """Persons `actor` may see, as known on a day (default: now). `purpose` narrows nothing yet; it is kept in the trail.

    Row security narrows again underneath. Sensitive fields stay packed unless `rules.may_see_sensitive`.
    """
    try:
        build = build_on(on)
    except Build.DoesNotExist:
        return Person.objects.none()
    return _narrowed(as_known(Person.objects.all(), build), actor, field_class, ability)


def visible_keluarga(
    *, actor: accounts.Actor, on: dt.date | None = None, ability: accounts.Ability = accounts.Ability.SEE
) -> QuerySet[Keluarga]:
    """Keluarga `actor` may see (or visit), as known on a day."""
    try:
        build = build_on(on)
    except Build.DoesNotExist:
        return Keluarga.objects.none()
    return _narrowed(as_known(Keluarga.objects.all(), build), actor, IDENTITY, ability)


def person(reference: str, *, actor: accounts.Actor, on: dt.date | None = None) -> Person | None:
    """One person by reference."""
    return visible_persons(actor=actor, on=on).filter(reference=reference).first()


def keluarga(reference: str, *, actor: accounts.Actor, on: dt.date | None = None) -> Keluarga | None:
    """One keluarga by reference."""
    return visible_keluarga(actor=actor, on=on).filter(reference=reference).first()


def by_number(found: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Persons with this NIK or KK number, found by the blind index."""
    number = Number.objects.filter(blind=sealing.blinds([text])[0]).values_list("pk", flat=True).first()
    if number is None:
        return found.none()
    return found.filter(Q(nik=number) | Q(kk=number))


def alike(words: Sequence[str]) -> list[dict[int, float]]:
    """For each word the ids of words it may mean, with how alike they are (1: the same)."""
    found = []
    with connection.cursor() as cursor:
        for word in words:
            cursor.execute(
                "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(rules.likeness(word))]
            )
            swapped, start = rules.swapped(word), _starting(word)
            cursor.execute(
                "SELECT id, CASE WHEN word LIKE %s OR word = ANY(%s) THEN greatest(similarity(word, %s), 0.9) "
                "ELSE similarity(word, %s) END FROM registry_word "
                "WHERE word %% %s OR word LIKE %s OR word = ANY(%s) ORDER BY 2 DESC, 1 LIMIT %s",
                [start, swapped, word, word, word, start, swapped, rules.MOST_ALIKE],
            )
            found.append(dict(cursor.fetchall()))
    return found


def _starting(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"


def by_name(
    found: QuerySet[Person], words: Sequence[str], limit: int = rules.MOST_RANKED
) -> list[tuple[int, float]]:
    """Ids of persons whose name fits every word, with how well, best first. At most `limit` are looked at."""
    meanings = alike(words)
    if not meanings or not all(meanings):
        return []
    for meaning in meanings:
        found = found.filter(words__overlap=list(meaning))
    rows = [(pk, held or []) for pk, held in found.values_list("pk", "words")[:limit]]
    scored = []
    for pk, held in rows:
        score = sum(
            max((meaning.get(word, 0.0) for word in held), default=0.0) for meaning in meanings
        ) / len(meanings)
        # Of two that fit equally well the one with fewer further words is nearer.
        scored.append((pk, score - 0.02 * max(len(held) - len(meanings), 0)))
    return sorted(scored, key=lambda each: (-each[1], each[0]))


def in_region(found: QuerySet[_Row], code: str) -> QuerySet[_Row]:
    """Those living at a region or below it."""
    if not code:
        return found
    if code.count(".") == 3:
        return found.filter(kode_desa=code)
    return found.filter(kode_desa__gte=code + ".", kode_desa__lt=code + "/")


def of_age(
    found: QuerySet[Person], youngest: int | None, oldest: int | None, today: dt.date
) -> QuerySet[Person]:
    """Those of an age in years, both ends included."""
    if youngest is not None:
        found = found.filter(tanggal_lahir__lte=_years_before(today, youngest))
    if oldest is not None:
        found = found.filter(tanggal_lahir__gt=_years_before(today, oldest + 1))
    return found


def _years_before(day: dt.date, years: int) -> dt.date:
    year = max(day.year - years, 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def in_order(found: QuerySet[Person], ids: Sequence[int]) -> list[Person]:
    """Those persons in the order of `ids`."""
    rows = {row.pk: row for row in found.filter(pk__in=ids)}
    return [rows[pk] for pk in ids if pk in rows]


def members(reference: str, *, actor: accounts.Actor, on: dt.date | None = None) -> QuerySet[Person]:
    """Persons of a keluarga, the head first."""
    return (
        visible_persons(actor=actor, on=on).filter(keluarga=reference).order_by("tanggal_lahir", "reference")
    )


def membership(reference: str, *, actor: accounts.Actor) -> QuerySet[Person]:
    """Every version of every person that ever belonged to a keluarga, oldest first."""
    found = _narrowed(Person.objects.all(), actor, IDENTITY, accounts.Ability.SEE)
    return found.filter(keluarga=reference).order_by("reference", "build_from")


def versions(reference: str, *, actor: accounts.Actor) -> list[Person]:
    """Every version of a person, newest first."""
    found = _narrowed(Person.objects.all(), actor, IDENTITY, accounts.Ability.SEE)
    return list(found.filter(reference=reference).order_by("-build_from"))


def keluarga_versions(reference: str, *, actor: accounts.Actor) -> list[Keluarga]:
    """Every version of a keluarga, newest first."""
    found = _narrowed(Keluarga.objects.all(), actor, IDENTITY, accounts.Ability.SEE)
    return list(found.filter(reference=reference).order_by("-build_from"))


def mentions(reference: str, build: int | None) -> list[Mention]:
    """The rows of lists that tell of a person, in the order of their places."""
    return list(as_known(Mention.objects.filter(person=reference), build).order_by("place"))


def family_mentions(reference: str, build: int | None) -> list[Mention]:
    """The rows of lists that tell of a keluarga as such."""
    found = Mention.objects.filter(keluarga=reference, person=None)
    return list(as_known(found, build).order_by("sheet", "row"))


def rows_at(keys: set[str], persons: Sequence[str], build: int | None) -> list[Mention]:
    """Rows of these persons that stand at one of these places, "sheet:row"."""
    if not keys:
        return []
    found = as_known(Mention.objects.filter(person__in=persons), build)
    return [row for row in found if f"{row.sheet}:{row.row}" in keys]


def tie(reference: str, build: int | None) -> Tie | None:
    """What holds a person's mentions together."""
    return as_known(Tie.objects.filter(person=reference), build).first()


def patterns(keys: Sequence[int]) -> dict[int, list[list[object]]]:
    """Explanations by key."""
    return dict(Pattern.objects.filter(key__in=keys).values_list("key", "parts"))


def sheets(ids: Sequence[int]) -> dict[int, Sheet]:
    """Sheets by id."""
    return Sheet.objects.in_bulk(list(set(ids)))


def tails(ids: Sequence[int | None]) -> dict[int, str]:
    """Last four digits of numbers, by id."""
    return dict(Number.objects.filter(pk__in=[i for i in ids if i]).values_list("pk", "tail"))


def builds() -> QuerySet[Build]:
    """All builds, newest first."""
    return Build.objects.order_by("-number")


def active() -> Build | None:
    """The build readers see."""
    return Build.objects.filter(state=Build.ACTIVE).first()


def latest_job() -> Job | None:
    """The newest piece of work."""
    return Job.objects.order_by("-pk").first()


def job(job_id: int) -> Job | None:
    """A piece of work."""
    return Job.objects.filter(pk=job_id).first()


def reveals(reference: str) -> QuerySet[Reveal]:
    """Who saw this person's number in full, newest first."""
    return Reveal.objects.filter(person=reference).order_by("-at")


def candidates() -> QuerySet[Candidate]:
    """Pairs to decide, most valuable first. Row security shows those whose both sides may be seen."""
    return Candidate.objects.filter(build_to=None).order_by("-value", "pk")
