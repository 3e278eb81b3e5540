"""A loaded build for each test that asks."""

import pytest
from lists_that_differ import build


@pytest.fixture
def loaded(db, tmp_path):
    """The made-up lists as build 1."""
    return build(tmp_path / "hasil")
