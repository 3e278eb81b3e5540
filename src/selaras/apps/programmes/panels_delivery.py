"""What deliveries hang into the page of a keluarga: what it was to get, when, and what became of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.apps.programmes import handing
from selaras.apps.programmes.queries import delivery, recipients
from selaras.shell.panels import Page, Panel


def of_keluarga(page: Page) -> Panel | None:
    """Deliveries to this keluarga. Nothing about the past: the ledger itself tells the days."""
    if page.on is not None or not may(page.actor, Ability.SEE, field_class=FieldClass.IDENTITY):
        return None
    given = delivery.of_family(page.reference, page.actor)
    if not given:
        return None
    known = recipients.of([each.line for each in given if each.line.person], page.actor)
    return Panel(
        "penyaluran-keluarga",
        _("Yang disalurkan kepada keluarga ini"),
        "programmes/panel_delivery.html",
        {"given": [(each, handing.parts(each.line, page.actor), known.get(each.line.pk)) for each in given]},
    )
