"""The rows of all apps, planted once for a process in a database of their own; each test undoes what it did there."""

import contextlib
import copy
from collections.abc import Iterator
from typing import Any

import portal_routes
import pytest
from django.db import connection

import portal_cluster
from selaras.apps.accounts import rules, services
from selaras.cli.serve import postgres


@contextlib.contextmanager
def _inside(name: str) -> Iterator[None]:
    """Whatever connects from here on connects to this database."""
    assert not connection.in_atomic_block, "`world` comes before everything that reads the database"
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    yield
    connection.close()
    connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def _ground(
    django_db_setup: None, cluster: postgres.Cluster, database_name: str, django_db_blocker: Any
) -> tuple[str, portal_routes.World]:
    """Name of the database, and the keys of what stands in it."""
    name = f"{database_name}_ditanami"
    portal_cluster.copy(cluster, name)
    with django_db_blocker.unblock(), _inside(name), services.acting(rules.SYSTEM):
        return name, portal_routes.plant()


@pytest.fixture
def _planted(_ground: tuple[str, portal_routes.World]) -> Iterator[portal_routes.World]:
    name, world = _ground
    with _inside(name):
        yield copy.deepcopy(world)


@pytest.fixture
def world(_planted: portal_routes.World, db: None) -> portal_routes.World:
    """What `portal_routes.plant` noted, in the database where it stands. Comes first of the fixtures of a test."""
    # As a test meets the database that planted by itself.
    services.identify(rules.SYSTEM)
    return _planted
