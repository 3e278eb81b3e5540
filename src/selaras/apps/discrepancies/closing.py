"""Cases a finding of the field settles are closed with their evidence; in every build anew, so that they can open again.

A settlement is written when findings go back (`settle`, called by apps above) and holds while their file counts as an edition.
In the first build that has it, the cases it names are closed: of the lists as they were at the visit, not of newer ones. From then on
a case is known by what it says (`Closure`): a newer list that says the same leaves it closed, one that says something else
makes another, open case. Where the edition is undone, the next build opens what it had closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import Q

from selaras.apps.accounts import rules as access
from selaras.apps.discrepancies import rules
from selaras.apps.discrepancies.models import Closure, Discrepancy, Settlement

_CHUNK = 2000
_SAID = ("kind", "field", "source_a", "value_a", "source_b", "value_b")
# A person's case is theirs in whatever keluarga they live; a case without a person is the keluarga's.
_SAME = " AND ".join(f"held.{name} IS NOT DISTINCT FROM closed.{name}" for name in _SAID)
_ABOUT = {
    "person": "held.person = closed.person",
    "keluarga": "held.person IS NULL AND closed.person IS NULL AND held.keluarga = closed.keluarga",
}


def settle(found: Iterable[rules.Settled], *, edition: rules.Findings, by: access.Actor) -> int:
    """Writes down what these findings settle; returns about how many persons and keluarga. Sent again, it takes the place of
    what was written for the same file."""
    Settlement.objects.filter(file=edition.file, since=None, closures=None).delete()
    rows = [
        Settlement(
            file=edition.file, source=edition.source, edition=edition.label, title=edition.title[:120], evidence=each.evidence,
            person=each.person or None, keluarga=each.keluarga, kinds=sorted(each.kinds), on=each.on,
            kode_desa=each.kode_desa, by=by.user_id, by_name=by.name,
        )
        for each in found
        if each.kinds
    ]  # fmt: skip
    return len(Settlement.objects.bulk_create(rows, batch_size=_CHUNK))


def renew(*, build: int, files: Iterable[str]) -> list[str]:
    """Opens and closes the cases of a build made of these files (SHA-256); returns the digests of those that are closed.

    Called with every load, in its transaction.
    """
    counting = set(files)
    held = dict(Settlement.objects.exclude(since=None).values_list("pk", "file"))
    gone = [pk for pk, file in held.items() if file not in counting]
    Closure.objects.filter(settlement__in=gone, ended=None).update(ended=build)
    Settlement.objects.filter(pk__in=gone).update(since=None)
    fresh = Settlement.objects.filter(since=None, file__in=counting)
    # File by file: two campaigns may have visited one person, and each closes by its own evidence.
    for file in set(fresh.values_list("file", flat=True)):
        rows = list(fresh.filter(file=file).order_by("pk"))
        for start in range(0, len(rows), _CHUNK):
            Closure.objects.bulk_create(_closures(rows[start : start + _CHUNK], build))
    fresh.update(since=build)
    _mark()
    closed = Discrepancy.objects.filter(build_to=None, closure__isnull=False)
    return [digest.hex for digest in closed.values_list("digest", flat=True)]


def _closures(chunk: Sequence[Settlement], build: int) -> Iterator[Closure]:
    """One for each open case these settlements name, of lists that are no newer than the visit."""
    persons = {each.person: each for each in chunk if each.person}
    homes = {each.keluarga: each for each in chunk if not each.person}
    about = Q(person__in=persons) | Q(person=None, keluarga__in=homes)
    known = set()
    for case in Discrepancy.objects.filter(about, build_to=None).order_by("pk"):
        told = persons[case.person] if case.person else homes[case.keluarga or ""]
        said = (case.person or case.keluarga, *(getattr(case, name) for name in _SAID))
        if case.kind not in told.kinds or said in known or _newer(case, told):
            continue
        known.add(said)
        values = {name: getattr(case, name) for name in (*_SAID, "person", "keluarga", "kode_desa")}
        yield Closure(settlement=told, build=build, **values)


def _newer(case: Discrepancy, told: Settlement) -> bool:
    """Whether a side is a list that began after the visit; the list of the findings themselves is not."""
    sides = ((case.source_a, case.edition_a), (case.source_b, case.edition_b))
    return any(source != told.source and rules.after(label or "", told.on) for source, label in sides)


def _mark() -> None:
    """Puts each case of the active build beside the closure that holds for it."""
    ended = Closure.objects.exclude(ended=None).values("pk")
    Discrepancy.objects.filter(build_to=None, closure__in=ended).update(closure=None)
    if not Closure.objects.filter(ended=None).exists():
        return
    with connection.cursor() as cursor:
        for about in _ABOUT.values():
            cursor.execute(
                "UPDATE discrepancies_discrepancy AS held SET closure_id = closed.id FROM discrepancies_closure AS closed "  # noqa: S608  words of ours
                f"WHERE held.build_to IS NULL AND held.closure_id IS NULL AND closed.ended IS NULL AND {about} AND {_SAME}"
            )
