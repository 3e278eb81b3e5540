"""A file with damaged bytes is read or refused with a sentence; nothing else ever comes out."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine.read import workbook
from selaras.kernel.errors import SelarasError

SHAPES = Path(__file__).parents[1] / "fixtures" / "shapes"
PLAIN = sorted(path for path in SHAPES.iterdir() if path.suffix in (".csv", ".txt", ".xls"))
ZIPPED = sorted(path for path in SHAPES.iterdir() if path.suffix in (".xlsx", ".ods"))
EDITS = st.lists(
    st.tuples(
        st.floats(0, 0.999), st.integers(0, 40), st.text("<>/\"'= abcrstv0123456789&;é\n", max_size=12)
    ),
    min_size=1,
    max_size=5,
)


def edited(content: bytes, edits: list[tuple[float, int, str]]) -> bytes:
    """At a share of the way, take some bytes out and put others in."""
    for share, length, text in edits:
        at = int(len(content) * share)
        content = content[:at] + text.encode() + content[at + length :]
    return content


def read_or_refused(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            found = workbook.read(path)
        except SelarasError:
            return
        assert any(sheet.data.height for sheet in found)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLAIN), EDITS)
def test_plain_files(path: Path, edits: list[tuple[float, int, str]]) -> None:
    read_or_refused(path.name, edited(path.read_bytes(), edits))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZIPPED), st.integers(0, 20), EDITS)
def test_parts_of_containers(path: Path, part: int, edits: list[tuple[float, int, str]]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in names:
            content = old.read(name)
            new.writestr(name, edited(content, edits) if name == names[part % len(names)] else content)
    read_or_refused(path.name, out.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZIPPED), EDITS)
def test_containers_themselves(path: Path, edits: list[tuple[float, int, str]]) -> None:
    read_or_refused(path.name, edited(path.read_bytes(), edits))
