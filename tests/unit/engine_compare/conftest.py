"""Fixtures of the compare tests."""

import pytest
from compared_lists import Compared


@pytest.fixture
def lists() -> Compared:
    return Compared()
