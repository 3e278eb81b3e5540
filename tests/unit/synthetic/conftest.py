"""One small made-up kabupaten for all tests of this room."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from selaras.synthetic import make

PERSONS, SEED = 6_000, 7


@pytest.fixture(scope="session")
def kabupaten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("buatan") / "kab"
    make.make(PERSONS, SEED, out, options=make.Options(damaged=True, editions=True))
    return out


@pytest.fixture(scope="session")
def links(kabupaten: Path) -> pl.DataFrame:
    return pl.read_parquet(kabupaten / "truth" / "links.parquet")


@pytest.fixture(scope="session")
def persons(kabupaten: Path) -> pl.DataFrame:
    return pl.read_parquet(kabupaten / "truth" / "persons.parquet")


@pytest.fixture(scope="session")
def hits(kabupaten: Path) -> pl.DataFrame:
    return pl.read_parquet(kabupaten / "truth" / "faults.parquet")
