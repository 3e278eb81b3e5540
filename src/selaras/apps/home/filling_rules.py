"""Rules of a demo: one that waits for a second person with its dry run, and one that is still being written.

Every step is a service that a page calls too, in the name of the person who would.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.home import filling
from selaras.apps.programmes.models.catalogue import Rule
from selaras.apps.programmes.services import editing, trying
from selaras.apps.registry import queries as registry

OWNER = "program@demo.selaras"
PROPOSED, DRAFT = "lansia", "disabilitas"
_LIMIT, _BASIS = 3, "Contoh: rancangan perubahan perbup 2026"
_NOTE = "Anggaran tahun ini cukup untuk keluarga sampai desil 3."


def fill() -> None:
    """Where there are families to try a rule on; else nothing is made."""
    owner = filling.actor(OWNER)
    active = registry.active()
    if active is None or not active.keluarga:
        return
    with accounts.acting(owner):
        rule = trying.run(rule=_narrower(PROPOSED, owner), by=owner)
        editing.propose(rule=rule, note=_NOTE, by=owner)
    with accounts.acting(owner):
        _narrower(DRAFT, owner)


def _narrower(code: str, by: access.Actor) -> Rule:
    """A draft that serves fewer deciles than the rule that holds."""
    draft = editing.begin(code=code, by=by)
    figures = [_lower(each) for each in draft.figures]
    text = editing.Text(draft.clauses, figures, timezone.localdate(), _NOTE)
    return editing.save(rule=draft, text=text, seen=editing.seal(draft), by=by)


def _lower(figure: dict[str, Any]) -> dict[str, Any]:
    if not figure["name"].startswith("desil"):
        return figure
    return {
        **{key: value for key, value in figure.items() if key != "assumption"},
        "value": _LIMIT,
        "basis": _BASIS,
    }
