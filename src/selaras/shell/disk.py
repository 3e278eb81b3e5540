"""Whether a thing failed because there is no room left: on our disk, in our share of it, or in the database."""

from __future__ import annotations

import errno
from collections.abc import Iterator

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DATABASE_FULL = "53100"
# Libraries written in other languages hand on the system's words, without its number.
_WORDS = tuple(f"os error {number}" for number in sorted(_FULL))


def full(error: BaseException | None) -> bool:
    """Whether `error`, or what caused it, speaks of a full disk."""
    return any(_full(each) for each in _causes(error))


def _full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    if getattr(error, "sqlstate", None) == _DATABASE_FULL:
        return True
    return any(words in str(error) for words in _WORDS)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
