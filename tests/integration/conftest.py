"""A small made-up kabupaten, run through the conveyor once for all tests of a process that want one."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from selaras.pipeline import sync
from selaras.synthetic import make

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """`all`: the result of every list; `less`: without DTSEN; `sources`: the files."""
    base = tmp_path_factory.mktemp("kabupaten")
    make.make(600, 11, base / "sources")
    sync.sync(sync.Order(base / "sources", base / "all", DAY, insist=True))
    shutil.copytree(base / "sources", base / "fewer")
    for path in (base / "fewer").glob("dtsen*"):
        path.unlink()
    sync.sync(sync.Order(base / "fewer", base / "less", DAY, insist=True))
    return {"all": base / "all", "less": base / "less", "sources": base / "sources"}
