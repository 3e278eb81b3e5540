"""What leaves by the portal leaves in one way: files by `shell.answers`, tables by `shell.sheets`, where no cell computes."""

from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "selaras"
# Books that are forms to be filled in or are read by a program, not lists.
BOOKS = {
    "apps/intake/files.py",
    "apps/verval/services/instruments.py",
    "apps/verval/services/sheets.py",
    "shell/sheets.py",
}


def _with(*words: str) -> set[str]:
    found = [*(SOURCE / "apps").rglob("*.py"), *(SOURCE / "shell").rglob("*.py")]
    return {
        path.relative_to(SOURCE).as_posix()
        for path in found
        if any(word in path.read_text(encoding="utf-8") for word in words)
    }


def test_files_leave_by_one_answer():
    assert _with("Content-Disposition", "as_attachment") == {"shell/answers.py"}


@pytest.mark.parametrize(("word", "places"), [
    ("import xlsxwriter", BOOKS), ("utf-8-sig", {"shell/sheets.py"}),
    ("spreadsheetml.sheet", {"shell/answers.py"}),
])  # fmt: skip
def test_tables_leave_by_one_writer(word, places):
    assert _with(word) == places
