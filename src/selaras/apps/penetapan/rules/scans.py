"""Whether a PDF is a paper and nothing more: no commands, no files inside. Pictures are encoded anew elsewhere."""

from __future__ import annotations

import re
import zlib

MOST_BYTES = 10_000_000
_MOST_UNPACKED = 40_000_000
_HEAD, _END, _TAIL = b"%PDF-", b"%%EOF", 4096
# Names of the PDF format that run, open or carry something (ISO 32000-1, sections 7.11, 12.6, 13).
_COMMANDS = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|RichMedia|XFA|SubmitForm|ImportData|GoToR)(?![A-Za-z])"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def is_document(contents: bytes) -> bool:
    """Whether it begins and ends as a PDF does."""
    return contents.startswith(_HEAD) and _END in contents[-_TAIL:]


def carries_commands(contents: bytes) -> bool:
    """Whether a PDF names something that runs, opens or is carried inside, also in packed streams and in escaped names.

    An encrypted PDF cannot be looked into and counts as one that does.
    """
    if b"/Encrypt" in contents or _names(contents):
        return True
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(contents):
        try:
            unpacked = zlib.decompressobj().decompress(found.group(1), max(left, 1))
        except zlib.error:
            continue
        left -= len(unpacked)
        if left <= 0 or _names(unpacked):
            return True
    return False


def _names(part: bytes) -> bool:
    return bool(_COMMANDS.search(_ESCAPED.sub(lambda found: bytes([int(found.group(1), 16)]), part)))
