"""The frame around every page: which tasks stand in the menu for whom, and where the search box leads.

Apps bring their entries as a plain list `MENU` in their `urls.py`. An entry is shown to those whom its page admits: the
page says so itself (the mark that `accounts.access` leaves on a view), so the menu cannot promise what the page refuses.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise

MARK = "selaras_access"
SEARCH = "registry:search"
ON_A_PHONE = 4
HOUSE = 200


class Access(Protocol):
    """What the mark on a view can answer."""

    def admits(self, actor: Any) -> bool: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A task in the menu.

    `order` follows the way data travel: 0 home, 10 intake, 20 registry, 30 review, 40 discrepancies, 50 verval, 60
    programmes, 70 training, 80 funds, 90 cases, 100 indicators, 110 sharing, 200 and above: looking after the house.
    `icon` is a name in data/icons.json. A phone shows the first four by `phone` (default: by order), under `short` where
    the label would not fit; before those, what says in `first_for` that it is the work of a role of who asks. `guide`:
    the guide of docs/panduan that tells of these pages, with #heading.
    """

    label: str | Promise
    route: str
    icon: str
    order: int
    phone: int | None = None
    short: str | Promise = ""
    first_for: tuple[str, ...] = ()
    guide: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A single letter that does something on the page of `route`: apps bring theirs as `KEYS` in their `urls.py`."""

    key: str
    what: str | Promise
    route: str


@dataclass(frozen=True, slots=True)
class Task:
    """An entry as one person sees it on one page."""

    entry: Entry
    address: str
    here: bool
    opens_house: bool = False
    first: bool = False


@functools.cache
def entries() -> tuple[Entry, ...]:
    """What all installed apps bring, in order."""
    return tuple(sorted(_brought("MENU"), key=lambda entry: entry.order))


@functools.cache
def _keys() -> tuple[Key, ...]:
    return tuple(_brought("KEYS"))


def keys(actor: Any) -> list[Key]:
    """The single letters of the pages that admit this person."""
    return [key for key in _keys() if address(key.route, actor)]


def _brought(name: str) -> list[Any]:
    """What all installed apps bring under a name in their urls.py."""
    found: list[Any] = []
    for config in apps.get_app_configs():
        module = f"{config.name}.urls"
        if config.name.startswith("selaras.") and find_spec(module):
            found.extend(getattr(import_module(module), name, ()))
    return found


@functools.cache
def _route(name: str) -> tuple[str, Access | None] | None:
    """Address of a route and the mark on its view; None where there is no such route (yet)."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return None
    view: Callable[..., Any] = resolve(address).func
    return address, getattr(view, MARK, None)


def address(name: str, actor: Any) -> str:
    """Where a route leads for this person: "" when it does not exist or does not admit them."""
    found = _route(name)
    if found is None or found[1] is None or not found[1].admits(actor):
        return ""
    return found[0]


def tasks(request: HttpRequest) -> list[Task]:
    """The menu of who asks; the entry that leads deepest towards the present page is marked."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    shown = [(entry, place) for entry in entries() if (place := address(entry.route, actor))]
    here = max((place for _, place in shown if request.path.startswith(place)), key=len, default="")
    house = next((entry for entry, _ in shown if entry.order >= HOUSE), None)
    roles = {grant.role for grant in getattr(actor, "grants", ())}
    return [
        Task(
            entry,
            place,
            place == here and (place != "/" or request.path == "/"),
            entry is house,
            not roles.isdisjoint(entry.first_for),
        )
        for entry, place in shown
    ]


def on_a_phone(shown: list[Task]) -> list[Task]:
    """The four tasks of the bottom bar, in the order of the menu."""

    def rank(task: Task) -> tuple[bool, int, int]:
        order, phone = task.entry.order, task.entry.phone
        return (bool(order) and not task.first, order if phone is None else phone, order)

    first = sorted(shown, key=rank)[:ON_A_PHONE]
    return [task for task in shown if task in first]
