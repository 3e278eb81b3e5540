"""Which tests run in one process, and what begins first: so that two processors are done at the same time.

Tests of a file run together, because they share what was built for them; where a file is long and shares nothing dear, in pieces.
The longest begin first, by what they cost, and the many short ones fill what is left.
"""

from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# Seconds of a processor where a file takes more than twenty; all others by the folder they lie in.
_LONG = (
    "integration/canary/", "browser/test_browser_walk.py", "browser/test_field_trouble.py", "integration/bad_days/test_bad_days_kill.py",
    "browser/test_field_day.py", "browser/test_browser_signin.py", "browser/test_journey_", "browser/", "integration/portal/",
    "integration/verval/", "integration/test_serve_bad_days.py", "unit/intake/", "integration/", "property/", "unit/",
)  # fmt: skip
# Tests of one piece: each walk of a person stands alone, stops share a page that was opened.
_PIECES = {
    "browser/test_browser_walk.py": 30, "integration/portal/test_portal_walk.py": 1, "integration/portal/test_portal_hostile_text.py": 1,
    "integration/portal/test_portal_traces.py": 1,
    "integration/programmes/test_programmes_verdicts.py": 1, "integration/test_sync_stable_ids.py": 1,
}  # fmt: skip


def _file(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).as_posix()


def _place(item: pytest.Item) -> int:
    file = _file(item)
    return next((at for at, start in enumerate(_LONG) if file.startswith(start)), len(_LONG))


def arrange(items: list[pytest.Item]) -> None:
    """Names the group of each test for `--dist loadgroup`, and sorts by what should begin first."""
    count: Counter[str] = Counter()
    for item in items:
        file = _file(item)
        piece = count[file] // _PIECES[file] if file in _PIECES else 0
        count[file] += 1
        item.add_marker(pytest.mark.xdist_group(f"{file}-{piece}"))
    items.sort(key=_place)
