"""Fixtures of the merge tests."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from linked_lists import Lists


@pytest.fixture
def lists() -> Lists:
    return Lists()


@pytest.fixture
def one() -> Callable[[pl.DataFrame], dict[str, Any]]:
    """The only row of a table."""

    def only(frame: pl.DataFrame) -> dict[str, Any]:
        assert frame.height == 1
        return frame.row(0, named=True)

    return only
