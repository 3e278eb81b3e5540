"""A small made-up kabupaten in the portal, for all tests of the registry."""

import polars as pl
import pytest

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.registry import services


@pytest.fixture
def loaded(db, material) -> int:
    """The build of all lists, in the test's transaction and in the name of the house."""
    accounts.identify(rules.SYSTEM)
    return services.load(material["all"], by=rules.SYSTEM)


@pytest.fixture(scope="session")
def persons(material) -> pl.DataFrame:
    """The persons as the conveyor merged them."""
    return pl.read_parquet(material["all"] / "persons.parquet")
