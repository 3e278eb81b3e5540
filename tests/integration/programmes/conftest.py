"""A small made-up kabupaten in the portal, with the catalogue of programmes, for all tests of programmes."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from delivery_ground import ONE, People, frozen, plant

import grounds
from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.services import catalogue
from selaras.apps.registry import services


def _laid(result_dir: Path) -> int:
    catalogue.seed()
    return services.load(result_dir, by=rules.SYSTEM)


@pytest.fixture(autouse=True)
def _ground(request, django_db_setup, django_db_blocker, database_name) -> Iterator[int | None]:
    """Before anything else reads the database: the ground of those who ask for the kabupaten and undo what they do there."""
    if "kabupaten" not in request.fixturenames or grounds.commits(request):
        yield None
        return
    lay = functools.partial(_laid, request.getfixturevalue("material")["all"])
    with django_db_blocker.unblock(), grounds.standing(database_name, "kabupaten", lay) as build:
        yield build


@pytest.fixture
def kabupaten(_ground, db, material) -> int:
    """The build of all lists and the catalogue, in the test's transaction and in the name of the house."""
    accounts.identify(rules.SYSTEM)
    return _laid(material["all"]) if _ground is None else _ground


@pytest.fixture
def people(make_actor) -> People:
    """Who hands a programme out."""
    return People(
        make_actor("pemilik_program"), make_actor("penyetuju"), make_actor("penyetuju"),
        make_actor("operator", scope=ONE, kind="desa_kelurahan"), make_actor("wali_data"),
    )  # fmt: skip


@pytest.fixture
def ground(people):
    """A programme and its approved plan."""
    return plant(people.owner.agency)


@pytest.fixture
def cycle(people, ground):
    """A frozen cycle, in the context of the owner."""
    made = frozen(people, *ground)
    accounts.identify(people.owner)
    return made
