"""A small made-up kabupaten in the portal, with the catalogue of programmes, for all tests of programmes."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.services import catalogue
from selaras.apps.registry import services
from selaras.pipeline import sync
from selaras.synthetic import make

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """`all`: the result of every list; `less`: without DTSEN."""
    base = tmp_path_factory.mktemp("program")
    make.make(600, 11, base / "sources")
    sync.sync(sync.Order(base / "sources", base / "all", DAY, insist=True))
    shutil.copytree(base / "sources", base / "fewer")
    for path in (base / "fewer").glob("dtsen*"):
        path.unlink()
    sync.sync(sync.Order(base / "fewer", base / "less", DAY, insist=True))
    return {"all": base / "all", "less": base / "less"}


@pytest.fixture
def kabupaten(db, material) -> int:
    """The build of all lists and the catalogue, in the test's transaction and in the name of the house."""
    accounts.identify(rules.SYSTEM)
    catalogue.seed()
    return services.load(material["all"], by=rules.SYSTEM)
