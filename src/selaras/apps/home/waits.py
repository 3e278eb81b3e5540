"""What a task on the first page is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

# A count beyond this says no more than "many", and costs time on every visit.
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task: how many, of what, where to do it."""

    n: int
    label: str | Promise
    why: str | Promise
    href: str
    icon: str

    @property
    def many(self) -> bool:
        """There are more than were counted."""
        return self.n > MANY

    @property
    def counted(self) -> int:
        """How many there are at least."""
        return min(self.n, MANY)
