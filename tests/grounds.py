"""What many tests stand on, written once for a process in a database of its own; each test undoes what it did there.

For tests that do not commit: those that do take `laid_once` of conftest.py.
"""

import contextlib
import copy
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

import portal_cluster
from selaras.apps.accounts import rules, services

_LAID: dict[str, Any] = {}


def commits(request: pytest.FixtureRequest) -> bool:
    """Whether a test writes for good, and so needs a database that is thrown away after it."""
    marks = request.node.iter_markers("django_db")
    return "transactional_db" in request.fixturenames or any(mark.kwargs.get("transaction") for mark in marks)


@contextlib.contextmanager
def standing(base: str, name: str, lay: Callable[[], Any]) -> Iterator[Any]:
    """Until the end everything that connects stands on this ground; gives what `lay` answered.

    `base`: name of the database of this process. `lay` runs in the name of the house, once. Comes before everything of a test
    that reads the database.
    """
    assert not connection.in_atomic_block, f"{name}: asked for after something else read the database"
    kept = f"{base}_{name}"
    files = Path(os.environ[portal_cluster.VARIABLE]) / kept
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], kept
    try:
        if name not in _LAID:
            portal_cluster.copy(portal_cluster.cluster(), kept)
            with services.acting(rules.SYSTEM):
                _LAID[name] = lay()
            if settings.SELARAS_FILES.exists():
                shutil.copytree(settings.SELARAS_FILES, files)
        elif files.exists():
            # A test may have taken files away: rows come back by themselves.
            shutil.copytree(files, settings.SELARAS_FILES, dirs_exist_ok=True)
        yield copy.deepcopy(_LAID[name])
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
