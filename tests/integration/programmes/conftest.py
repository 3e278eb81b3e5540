"""A small made-up kabupaten in the portal, with the catalogue of programmes, for all tests of programmes."""

import pytest
from delivery_ground import ONE, People, frozen, plant

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.services import catalogue
from selaras.apps.registry import services


@pytest.fixture
def kabupaten(db, material) -> int:
    """The build of all lists and the catalogue, in the test's transaction and in the name of the house."""
    accounts.identify(rules.SYSTEM)
    catalogue.seed()
    return services.load(material["all"], by=rules.SYSTEM)


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
