"""A small made-up kabupaten in the portal, for all tests of the registry."""

import functools
from collections.abc import Iterator

import polars as pl
import pytest

import grounds
from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.registry import services


@pytest.fixture(autouse=True)
def _ground(request, django_db_setup, django_db_blocker, database_name) -> Iterator[int | None]:
    """Before anything else reads the database: the ground of those who ask for the build and undo what they do there.

    Who wants rooms lays them: `roomy` changes how a build is loaded.
    """
    if {"loaded", "roomy"} & set(request.fixturenames) != {"loaded"} or grounds.commits(request):
        yield None
        return
    lay = functools.partial(services.load, request.getfixturevalue("material")["all"], by=rules.SYSTEM)
    with django_db_blocker.unblock(), grounds.standing(database_name, "dimuat", lay) as build:
        yield build


@pytest.fixture
def loaded(_ground, db, material) -> int:
    """The build of all lists, in the test's transaction and in the name of the house."""
    accounts.identify(rules.SYSTEM)
    return services.load(material["all"], by=rules.SYSTEM) if _ground is None else _ground


@pytest.fixture(scope="session")
def persons(material) -> pl.DataFrame:
    """The persons as the conveyor merged them."""
    return pl.read_parquet(material["all"] / "persons.parquet")
