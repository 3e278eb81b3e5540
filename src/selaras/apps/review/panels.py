"""What review hangs into the page of a person: part a row from them, and what people have decided about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts.rules import Ability, FieldClass, inside, scopes
from selaras.apps.registry import picture
from selaras.apps.registry import queries as registry
from selaras.apps.review import queries, rules
from selaras.shell.panels import Page, Panel


def of_person(page: Page) -> Panel | None:
    """Rows that can be parted, decisions that can be taken back; for reviewers, of the present state."""
    regions = scopes(page.actor, Ability.REVIEW, FieldClass.IDENTITY)
    if page.on is not None or not any(inside(page.region or None, region) for region in regions):
        return None
    rows = picture.rows_of(registry.mentions(page.reference, None), sensitive=False)
    told = [
        {"row": each, "said": rules.SAID.get(each.decision, each.decision), "waits": each.settled is None}
        for each in queries.about(page.reference).exclude(decision=rules.UNSURE)
    ]
    if len(rows) < 2 and not told:
        return None
    data = {"rows": rows if len(rows) > 1 else [], "decisions": told, "reference": page.reference}
    return Panel("tinjau", _("Tinjau kecocokannya"), "review/panel.html", data)
