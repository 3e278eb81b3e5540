"""What programmes hang into the page of a keluarga."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.apps.programmes import showing
from selaras.apps.programmes.queries import family
from selaras.shell.panels import Page, Panel


def of_keluarga(page: Page) -> Panel | None:
    """All programmes for this keluarga as it is known now. Nothing about the past: rules are asked about the present."""
    if page.on is not None or not may(page.actor, Ability.SEE, field_class=FieldClass.IDENTITY):
        return None
    answer = family.answer(page.reference, page.actor, timezone.localdate())
    if answer is None or not answer.lines:
        return None
    return Panel(
        "program-keluarga", _("Program untuk keluarga ini"), "programmes/panel.html", showing.family(answer)
    )
