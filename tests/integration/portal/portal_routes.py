"""Every route there is, what it says of itself, and what the tests expect of it.

Each app has a file `expect_<app>.py` here with `ROUTES: dict[str, Expect]` by route name (`accounts:people`; a route of the
API: `api:GET /api/v1/wilayah/...`), and, where its routes need rows, `plant(world)`, which makes them and notes keys.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from selaras.apps.accounts import access, rules
from selaras.config import api

World = dict[str, Any]


@dataclass(frozen=True)
class Expect:
    """What a route must be. `ability` None: everybody signed in, or everybody when `open`."""

    ability: rules.Ability | None = None
    field_class: rules.FieldClass = rules.FieldClass.PUBLIC
    open: bool = False
    method: str = "get"
    # Parts of the address and of the form; a function of what `plant` noted where they need rows.
    kwargs: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)
    data: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)
    # What must not stand in the answer to this actor: names, numbers, references of others.
    forbidden: Callable[[World, rules.Actor], list[str]] | None = None
    # Who has this ability there may read whole numbers in the answer: a number shown, the list for Dukcapil.
    full_numbers: rules.Ability | None = None
    # Whether to read the page it leads to instead: what is said about a deed is said there.
    follow: bool = False
    # A view of a library: the access is ours (accounts.access.FOREIGN), the answers are its own.
    foreign: bool = False

    @property
    def access(self) -> access.Access:
        return access.Access(self.ability, self.field_class, self.open)


def inside_far(actor: rules.Actor) -> bool:
    """Whether a grant of this person reaches the far region, so that what is planted there is theirs to read."""
    return any(
        rules.inside("94.01", grant.scope) or rules.inside(grant.scope, "94.01") for grant in actor.grants
    )


@dataclass(frozen=True)
class Route:
    """A route as it is."""

    name: str
    access: access.Access | None
    address: str = ""


def _patterns(
    resolver: URLResolver, space: str = "", prefix: str = ""
) -> Iterator[tuple[str, URLPattern, str]]:
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _patterns(entry, inner, here)
        else:
            yield f"{space}{entry.name or here}", entry, here


def pages() -> list[Route]:
    """Routes of pages, and those of the API that are not operations."""
    operations = {str(o) for _, r in api.api._routers for o in r.path_operations}
    found = []
    for name, pattern, here in _patterns(get_resolver(settings.ROOT_URLCONF)):
        marked = getattr(pattern.callback, access.ATTRIBUTE, None) or access.FOREIGN.get(name)
        if here.startswith("api/v1/") and name not in access.FOREIGN and operations:
            continue
        found.append(Route(name, marked, here))
    return found


def operations() -> list[Route]:
    """Routes of the API, one per method."""
    base = reverse("api:api-root")
    found = []
    for prefix, router in api.api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                address = f"{base}{prefix.strip('/')}/{path.lstrip('/')}".replace("//", "/")
                marked = getattr(operation.view_func, access.ATTRIBUTE, None)
                found += [Route(f"api:{method} {address}", marked, address) for method in operation.methods]
    return found


def expected() -> dict[str, Expect]:
    """Expectations of all apps."""
    found: dict[str, Expect] = {}
    for module in modules():
        found |= module.ROUTES
    return found


def named(name: str) -> set[str]:
    """Routes that modules name in a set of their own, such as SHOWS."""
    return set().union(*(getattr(module, name, set()) for module in modules()))


def modules() -> list[Any]:
    """The files of expectations."""
    return [importlib.import_module(path.stem) for path in sorted(Path(__file__).parent.glob("expect_*.py"))]


def plant() -> World:
    """Rows of all apps, made inside a test."""
    world: World = {}
    for module in modules():
        if hasattr(module, "plant"):
            module.plant(world)
    return world
