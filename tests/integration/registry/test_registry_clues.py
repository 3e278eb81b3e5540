"""Every level the engine can find has its words on a page, so that it has its English."""

import re
from pathlib import Path

from selaras.apps.registry import clues
from selaras.engine.link import comparison

LEVEL = re.compile(r'\("([a-z][\w ,/-]+)", "(?:sama|mirip|beda)', re.MULTILINE)


def test_every_level_of_the_engine_is_known():
    found = set(LEVEL.findall(Path(comparison.__file__).read_text("utf-8")))
    assert len(found) > 20
    assert found - set(clues.FOUND) == set()
