"""What leaves: a file, and papers as PDF, a typst template of an app with what stands in it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import typst


@dataclass(frozen=True, slots=True)
class File:
    """A file that leaves; its kind is told by the ending of its name."""

    name: str
    content: bytes


def pdf(template: Path, contents: object, on: dt.date) -> bytes:
    """The paper dated `on`. The same contents and day give the same bytes.

    `contents` (anything JSON can hold) goes in as data, `sys.inputs.isi`: nothing that a person wrote is read as markup.
    """
    noon = dt.datetime(on.year, on.month, on.day, 12, tzinfo=dt.UTC)
    made = typst.compile(
        template.read_bytes(), format="pdf", ignore_system_fonts=True, timestamp=int(noon.timestamp()),
        sys_inputs={"isi": json.dumps(contents, ensure_ascii=False)},
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made
