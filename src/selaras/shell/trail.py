"""The trail as seen from below: how any app leaves a mark or refuses, before it knows where marks are kept.

`audit` keeps them; it stands above `accounts`, which must leave marks too. So the keeper is named at start
(`keep_with`, called by audit's AppConfig). Apps above audit call `audit.services.record`, which is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

DONE, REFUSED = "selesai", "ditolak"


class Who(Protocol):
    """What the trail needs to know of somebody who acts."""

    @property
    def user_id(self) -> int: ...
    @property
    def agency(self) -> str: ...
    @property
    def purpose(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """One event. Ids and codes only: never a NIK, never a name, never the text somebody searched for."""

    action: str
    object_kind: str = ""
    object_id: str = ""
    user_id: int | None = None
    agency: str = ""
    purpose: str = ""
    region: str = ""
    outcome: str = DONE
    detail: Mapping[str, object] = field(default_factory=dict)


class Refused(PermissionDenied):
    """A refusal: answered with 403, and marked in a transaction of its own once the refused one is rolled back."""

    def __init__(self, action: str, object_kind: str = "", object_id: str = "") -> None:
        super().__init__(action)
        self.action, self.object_kind, self.object_id = action, object_kind, object_id

    def mark(self, actor: Who | None) -> Mark:
        """The refusal as an event."""
        return Mark(
            self.action,
            self.object_kind,
            self.object_id,
            user_id=(actor.user_id or None) if actor else None,
            agency=actor.agency if actor else "",
            purpose=actor.purpose if actor else "",
            outcome=REFUSED,
        )


_keepers: list[str] = []


def keep_with(keeper: str) -> None:
    """Names the keeper of marks, a function that takes a `Mark`, by its dotted path; the last one named counts."""
    _keepers[:] = [keeper]


def leave(mark: Mark) -> None:
    """Keeps a mark in the present transaction. Without a keeper nothing may be done: raises RuntimeError."""
    if not _keepers:
        raise RuntimeError("selaras.apps.audit is not among the installed apps")
    keeper: Callable[[Mark], None] = import_string(_keepers[0])
    keeper(mark)


def record(
    *,
    actor: Who | None,
    action: str,
    object_kind: str = "",
    object_id: str | int = "",
    region: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Records what `actor` did, in the present transaction: rolled back together with the deed."""
    leave(
        Mark(
            action,
            object_kind,
            str(object_id),
            user_id=(actor.user_id or None) if actor else None,
            agency=actor.agency if actor else "",
            purpose=actor.purpose if actor else "",
            region=region,
            detail=dict(detail or {}),
        )
    )
