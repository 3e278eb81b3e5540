"""The rows of all apps, planted once for a process in a database of their own; each test undoes what it did there."""

from collections.abc import Iterator
from typing import Any

import portal_routes
import pytest

import grounds
from selaras.apps.accounts import rules, services


@pytest.fixture
def _planted(
    django_db_setup: None, django_db_blocker: Any, database_name: str
) -> Iterator[portal_routes.World]:
    with (
        django_db_blocker.unblock(),
        grounds.standing(database_name, "ditanami", portal_routes.plant) as world,
    ):
        yield world


@pytest.fixture
def world(_planted: portal_routes.World, db: None) -> portal_routes.World:
    """What `portal_routes.plant` noted, in the database where it stands. Comes first of the fixtures of a test."""
    # As a test meets the database that planted by itself.
    services.identify(rules.SYSTEM)
    return _planted
