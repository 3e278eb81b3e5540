"""One page for all tracking codes: apps above penetapan name what answers for codes of theirs, as panels are hung into pages.

What answers gets the request and the digest of the code, inside `services.appeals.by_code`: row security lets through the one row
with that code. It returns a whole answer, having recorded the reading, or None for a code that is not its own.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

Answer = Callable[[HttpRequest, bytes], HttpResponse | None]
_named: list[str] = []


def name(path: str) -> None:
    """Names, by its dotted path, what answers for further codes. Called when an app starts."""
    if path not in _named:
        _named.append(path)


def ask(request: HttpRequest, digest: bytes) -> HttpResponse | None:
    """The answer of the first that knows this code; all are asked."""
    found = None
    for path in _named:
        answer: Answer = import_string(path)
        given = answer(request, digest)
        found = found or given
    return found
