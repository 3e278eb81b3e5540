"""Parts that an app above hangs into a page of an app below, which does not know of it.

The page below asks `hung("registry:person", Page(...))` and includes `shell/panels.html`. The app above names, when it
starts, a function that answers with a `Panel` or None: None where this person may not see it or nothing is to be told.
What a panel shows obeys the visibility rule in the queries of its own app; the page records that it was read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is about: who looks, the reference of the person or keluarga, where they live, as known on which day
    (None: now)."""

    actor: Any
    reference: str
    region: str
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of a page: `template` is included with `data` as its only own name. `key` is unique on the page."""

    key: str
    title: str | Promise
    template: str
    data: Mapping[str, Any] = field(default_factory=dict)


Maker = Callable[[Page], Panel | None]
# By route of the page: order (as in the menu, the way data travel) and dotted path of the maker.
_hung: dict[str, list[tuple[int, str]]] = {}


def hang(route: str, maker: str, order: int) -> None:
    """Names a maker for the page of a route. Called by the AppConfig of an app above, by name: models come later."""
    held = _hung.setdefault(route, [])
    if all(path != maker for _, path in held):
        held.append((order, maker))
        held.sort()


def hung(route: str, page: Page) -> list[Panel]:
    """The panels of a page for who looks, in order."""
    found = []
    for _, path in _hung.get(route, ()):
        maker: Maker = import_string(path)
        if (panel := maker(page)) is not None:
            found.append(panel)
    return found
