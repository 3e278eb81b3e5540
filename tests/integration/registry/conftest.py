"""A small made-up kabupaten, run through the conveyor once for all tests of the registry."""

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import pytest

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.registry import services
from selaras.pipeline import sync
from selaras.synthetic import make

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """`all`: the result of every list; `less`: without DTSEN; `sources`: the files."""
    base = tmp_path_factory.mktemp("registri")
    make.make(600, 11, base / "sources")
    sync.sync(sync.Order(base / "sources", base / "all", DAY, insist=True))
    shutil.copytree(base / "sources", base / "fewer")
    for path in (base / "fewer").glob("dtsen*"):
        path.unlink()
    sync.sync(sync.Order(base / "fewer", base / "less", DAY, insist=True))
    return {"all": base / "all", "less": base / "less", "sources": base / "sources"}


@pytest.fixture
def loaded(db, material) -> int:
    """The build of all lists, in the test's transaction and in the name of the house."""
    accounts.identify(rules.SYSTEM)
    return services.load(material["all"], by=rules.SYSTEM)


@pytest.fixture(scope="session")
def persons(material) -> pl.DataFrame:
    """The persons as the conveyor merged them."""
    return pl.read_parquet(material["all"] / "persons.parquet")
