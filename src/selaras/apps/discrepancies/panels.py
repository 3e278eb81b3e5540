"""What discrepancies hangs into the pages of a person and a keluarga: where lists say different things about them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.apps.discrepancies import drawing, queries, rules
from selaras.apps.discrepancies.models import Discrepancy
from selaras.apps.registry import queries as registry
from selaras.apps.registry import rules as words
from selaras.engine.compare import kinds
from selaras.shell import words as shell
from selaras.shell.panels import Page, Panel


def of_person(page: Page) -> Panel | None:
    """Where lists disagree about a person."""
    return _panel(page, person=page.reference)


def of_keluarga(page: Page) -> Panel | None:
    """Where lists disagree about a keluarga, its members included."""
    return _panel(page, keluarga=page.reference)


def _panel(page: Page, **about: str) -> Panel | None:
    if not may(page.actor, Ability.SEE, field_class=FieldClass.IDENTITY):
        return None
    found = queries.about(page.actor, build=registry.build_on(page.on), **about)
    return Panel(
        "beda",
        _("Di mana daftar-daftar berbeda"),
        "discrepancies/panel.html",
        {"rows": [_told(row) for row in found]},
    )


def _told(row: Discrepancy) -> dict[str, Any]:
    kind = kinds.catalogue().get(row.kind)
    return {
        "title": rules.title(row.kind), "hint": shell.said(kind.hint) if kind else "",
        "review": bool(kind and kind.severity == "perlu_ditinjau"),
        "field": words.label(row.field) if row.field else "",
        "a": rules.source(row.source_a or ""), "edition_a": row.edition_a or "", "value_a": row.value_a,
        "b": rules.source(row.source_b or ""), "edition_b": row.edition_b or "", "value_b": row.value_b,
        "closed": drawing.closed(row),
    }  # fmt: skip
