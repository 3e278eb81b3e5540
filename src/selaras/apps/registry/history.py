"""What changed at a person or a keluarga, from build to build, and the editions that came or went with each build."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.apps.accounts import rules as accounts
from selaras.apps.registry import layout, queries, rules
from selaras.apps.registry.models import Build, Keluarga, Person
from selaras.pipeline import run
from selaras.shell import words as shell

_OF_PERSON = (
    "nama",
    "jenis_kelamin",
    "tanggal_lahir",
    "hubungan",
    "kode_desa",
    "status",
    "desil",
    "keluarga",
)
_OF_KELUARGA = ("kepala", "kode_desa", "desil", "present", "listed")
_TITLES = {
    "sources": "Sumber", "keluarga": "Keluarga", "kode_desa": "Desa/kelurahan", "kepala": "Kepala keluarga",
    "present": "Anggota hadir", "listed": "Anggota tercatat",
}  # fmt: skip
# Whole sentences of a long list are not read; the values themselves stand in the table above.
MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after; "" is unknown."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """A build at which a row got a new version: when, what changed, which editions came and went."""

    date: dt.date | None
    build: int
    title: str
    changes: tuple[Change, ...]
    more: int
    came: tuple[tuple[str, str], ...]
    went: tuple[tuple[str, str], ...]


class Builds:
    """Days and editions of builds, read once."""

    def __init__(self) -> None:
        self.rows: dict[int, Build] = {build.number: build for build in queries.builds()}
        self.order = sorted(self.rows)

    def day(self, number: int | None) -> dt.date | None:
        """The day a build became active."""
        build = self.rows.get(number or 0)
        return timezone.localtime(build.activated).date() if build and build.activated else None

    def moved(self, number: int) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
        """Editions that came with a build and that it no longer has, as (list, edition)."""
        at = self.order.index(number) if number in self.rows else 0
        before = self.rows[self.order[at - 1]].editions if at else []
        now, then = (
            {(str(e["source"]), str(e["edition"]), str(e.get("sha256"))) for e in each}
            for each in (self.rows[number].editions if number in self.rows else [], before)
        )
        return _said(now - then), _said(then - now)


def _said(editions: Iterable[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({(run.title(source), shell.edition(edition)) for source, edition, _hash in editions}))


def of_person(person: Person, *, actor: accounts.Actor, on: dt.date | None = None) -> list[Event]:
    """What changed at a person, newest first; up to what was known on a day. Health and disability are left out."""
    found = queries.versions(person.reference, actor=actor)
    return _events(found, on, lambda new, old: _changes(new, old, _OF_PERSON, layout.PERSON))


def of_keluarga(keluarga: Keluarga, *, actor: accounts.Actor, on: dt.date | None = None) -> list[Event]:
    """The same for a keluarga."""
    found = queries.keluarga_versions(keluarga.reference, actor=actor)
    return _events(found, on, lambda new, old: _changes(new, old, _OF_KELUARGA, layout.KELUARGA))


def _events(
    versions: Sequence[Any], on: dt.date | None, changed: Callable[[Any, Any], list[Change]]
) -> list[Event]:
    builds, last = Builds(), queries.build_on(on)
    events: list[Event] = []
    for newer, older in zip(versions, [*versions[1:], None], strict=True):
        if last is not None and newer.build_from > last:
            continue
        if newer is versions[0] and newer.build_to is not None and (last is None or newer.build_to <= last):
            events.append(_event(builds, newer.build_to, _("Tidak lagi tercatat di registri"), []))
        if older is None:
            rows = newer.n_records or 0
            title = ngettext(
                "Pertama tercatat di registri, dari %(n)s baris daftar",
                "Pertama tercatat di registri, dari %(n)s baris daftar",
                rows,
            ) % {"n": rows}
            events.append(_event(builds, newer.build_from, title, []))
            continue
        if older.build_to is not None and older.build_to < newer.build_from:
            events.append(_event(builds, newer.build_from, _("Tercatat kembali"), changed(newer, older)))
            events.append(_event(builds, older.build_to, _("Tidak lagi tercatat di registri"), []))
            continue
        told = changed(newer, older)
        title = _("Data berubah") if told else _("Asal nilai berubah; nilainya tetap")
        events.append(_event(builds, newer.build_from, title, told))
    return events


def _event(builds: Builds, number: int, title: str, told: list[Change]) -> Event:
    came, went = builds.moved(number)
    return Event(
        builds.day(number), number, title, tuple(told[:MOST_TOLD]), max(len(told) - MOST_TOLD, 0), came, went
    )


def _changes(newer: Any, older: Any, own: Sequence[str], packed: tuple[str, ...]) -> list[Change]:
    told = [
        Change(_label(name), _value(name, getattr(older, name)), _value(name, getattr(newer, name)))
        for name in own
        if getattr(newer, name) != getattr(older, name)
    ]
    for name in ("nik", "kk"):
        if getattr(newer, name, None) != getattr(older, name, None):
            tails = (getattr(each, f"{name}_tail") for each in (older, newer))
            told.append(Change(_label(name), *(shell.masked(tail) for tail in tails)))
    try:
        now, before = layout.unpack(newer.isi, packed), layout.unpack(older.isi, packed)
    except ValueError:
        return told  # an older layout: what stands in columns is told
    names = [n for n in packed if now.get(n) != before.get(n) and not n.endswith("__sources")]
    told += [Change(_label(n), _value(n, before.get(n)), _value(n, now.get(n))) for n in names]
    if newer.sources != older.sources:
        told.append(Change(_label("sources"), _lists(older.sources), _lists(newer.sources)))
    return told


def _lists(sources: str | None) -> str:
    return ", ".join(run.title(each) for each in (sources or "").split(",") if each)


def _label(name: str) -> str:
    return _TITLES.get(name) or rules.label(name)


def _value(name: str, value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return shell.long_date(value)
    if name == "kode_desa":
        return shell.region(str(value))
    return rules.said(name, str(value))


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody in a keluarga, from one build to another; `until` None: still there."""

    person: Person
    since: dt.date | None
    until: dt.date | None


def stays(keluarga: str, *, actor: accounts.Actor, on: dt.date | None = None) -> list[Stay]:
    """Who belonged to a keluarga and when, those who are there first. Leaving and coming back are two stays."""
    builds, last = Builds(), queries.build_on(on)
    made: list[tuple[Person, int, int | None]] = []
    for version in queries.membership(keluarga, actor=actor):
        if last is not None and version.build_from > last:
            continue
        end = version.build_to if last is None or (version.build_to or last + 1) <= last else None
        if made and made[-1][0].reference == version.reference and made[-1][2] == version.build_from:
            made[-1] = (version, made[-1][1], end)
        else:
            made.append((version, version.build_from, end))
    made.sort(key=lambda stay: (stay[2] is not None, stay[1], stay[0].tanggal_lahir or dt.date.max))
    return [Stay(person, builds.day(since), builds.day(until)) for person, since, until in made]
