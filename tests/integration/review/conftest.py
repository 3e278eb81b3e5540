"""A result with pairs to decide: the strongest pairs that the conveyor left apart."""

import datetime as dt
import functools
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

import grounds
from selaras.apps.accounts import rules
from selaras.apps.accounts import services as accounts
from selaras.apps.registry import services
from selaras.engine import tables
from selaras.pipeline import sync
from selaras.synthetic import make


@pytest.fixture(scope="session")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result whose review has about thirty pairs."""
    base = tmp_path_factory.mktemp("tinjau")
    make.make(500, 12, base / "sources")
    sync.sync(sync.Order(base / "sources", base / "out", dt.date(2026, 11, 22), insist=True))
    person = pl.read_parquet(base / "out" / "links.parquet").sort("rid")["person_id"]
    pairs = pl.read_parquet(base / "out" / "pairs.parquet").filter(~pl.col("linked"))
    pairs = pairs.sort("weight", "rid_a", "rid_b", descending=[True, False, False]).head(30)
    review = pairs.select(
        "rid_a", "rid_b", person.gather(pairs["rid_a"]).alias("person_a"), person.gather(pairs["rid_b"]).alias("person_b"),
        "weight", pl.lit("ragu").alias("reason"), "pattern", pl.col("weight").rank("ordinal").cast(pl.Float64).alias("value"),
    )  # fmt: skip
    tables.REVIEW.conform(review.filter(pl.col("person_a") != pl.col("person_b"))).write_parquet(
        base / "out" / "review.parquet"
    )
    return shutil.copytree(base / "out", base / "doubtful")


@pytest.fixture(autouse=True)
def _ground(request, django_db_setup, django_db_blocker, database_name) -> Iterator[int | None]:
    """Before anything else reads the database: the ground of those who ask for the build and undo what they do there."""
    if "loaded" not in request.fixturenames or grounds.commits(request):
        yield None
        return
    lay = functools.partial(services.load, request.getfixturevalue("doubtful"), by=rules.SYSTEM)
    with django_db_blocker.unblock(), grounds.standing(database_name, "tinjau", lay) as build:
        yield build


@pytest.fixture
def loaded(_ground, db, doubtful) -> int:
    """The build, in the name of the house."""
    accounts.identify(rules.SYSTEM)
    return services.load(doubtful, by=rules.SYSTEM) if _ground is None else _ground
