"""Bad use: errors with a code and an Indonesian text that says what happened and what to do next.

Texts live in data/errors.toml, one table per code with `message` and `hint`. Words in braces are filled from the
parameters. Never pass a NIK, a KK number or a name as a parameter: errors end up on screens and in logs.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).parent / "data" / "errors.toml"


@dataclass(frozen=True, slots=True)
class Text:
    """What an error code says, with parameters still in braces."""

    message: str
    hint: str


@functools.cache
def catalogue() -> Mapping[str, Text]:
    """Every known error code with its text. Raises ValueError when the file breaks its own rules."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({code: _text(code, entry) for code, entry in entries.items()})


def _text(code: str, entry: object) -> Text:
    if not isinstance(entry, dict) or set(entry) != {"message", "hint"}:
        raise ValueError(f"errors.toml: {code} needs exactly message and hint")
    if not all(isinstance(value, str) and value.strip() for value in entry.values()):
        raise ValueError(f"errors.toml: {code} has an empty text")
    return Text(entry["message"], entry["hint"])


class SelarasError(Exception):
    """The user, or a file the user chose, cannot be served. `str()` is the message and the hint.

    An unknown code or a missing parameter is a mistake of the programmer and raises LookupError.
    """

    def __init__(self, code: str, **params: object) -> None:
        text = catalogue().get(code)
        if text is None:
            raise LookupError(f"error code {code!r} is not in kernel/data/errors.toml")
        self.code = code
        self.params: Mapping[str, object] = MappingProxyType(dict(params))
        self.message = _filled(code, text.message, params)
        self.hint = _filled(code, text.hint, params)
        super().__init__(f"{self.message} {self.hint}")

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions travel between worker processes; the default would lose the keyword parameters.
        return _rebuilt, (self.code, dict(self.params))


def _filled(code: str, template: str, params: Mapping[str, object]) -> str:
    try:
        return template.format_map(params)
    except KeyError as missing:
        raise LookupError(f"error code {code!r} needs the parameter {missing}") from None


def _rebuilt(code: str, params: Mapping[str, object]) -> SelarasError:
    return SelarasError(code, **params)
