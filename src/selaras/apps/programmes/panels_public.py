"""What the page of a keluarga offers a counter: a ticket for the own check, a complaint to write down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.shell.panels import Page, Panel


def of_keluarga(page: Page) -> Panel | None:
    """For who works at a counter of that village."""
    if page.on is not None or not page.region:
        return None
    if not may(page.actor, Ability.DELIBERATE, page.region, FieldClass.IDENTITY):
        return None
    records = may(page.actor, Ability.DELIVER, page.region, FieldClass.IDENTITY)
    data = {"reference": page.reference, "region": page.region, "records": records}
    return Panel("program-kartu", _("Kartu cek dan pengaduan"), "programmes/panel_ticket.html", data)
