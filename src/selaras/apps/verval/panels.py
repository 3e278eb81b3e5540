"""What verval hangs into pages below: findings beside the official decile, and which cases were looked at in the field."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.apps.registry import queries as registry
from selaras.apps.verval.queries import beside, findings
from selaras.apps.verval.rules import forms, labels
from selaras.shell.panels import Page, Panel


def of_keluarga(page: Page) -> Panel | None:
    """Findings about a keluarga, with their evidence."""
    return _panel(page, page.reference)


def of_person(page: Page) -> Panel | None:
    """Findings about the keluarga of a person, and what was said about this person."""
    person = registry.person(page.reference, actor=page.actor, on=page.on)
    return _panel(page, person.keluarga, page.reference) if person and person.keluarga else None


def _panel(page: Page, keluarga: str, person: str = "") -> Panel | None:
    if page.on is not None or not may(page.actor, Ability.SEE, field_class=FieldClass.IDENTITY):
        return None
    found = beside.about(keluarga, page.actor)
    if not found:
        return None
    names = findings.names(visit.user for each in found for visit in each.visits)
    data = {
        "rows": [_told(each, names, person) for each in found],
        "keluarga": registry.keluarga(keluarga, actor=page.actor),
        "leads": may(page.actor, Ability.LEAD, page.region or "-", FieldClass.IDENTITY),
    }
    return Panel("verval", _("Temuan di lapangan"), "verval/beside.html", data)


def _told(each: beside.Visited, names: dict[int, str], person: str) -> dict[str, Any]:
    finding = each.told.finding
    outcome = finding.value(forms.OUTCOME)
    return {
        "target": each.told.target, "campaign": each.told.target.campaign, "on": findings.day(each.told),
        "outcome": labels.outcome(outcome) if outcome else None, "open": len(finding.open),
        "presence": labels.member_presence(finding.value(f"anggota.{person}.keberadaan") or "") if person else "",
        "visits": [
            {
                "row": visit, "name": names.get(visit.user, ""), "outcome": labels.outcome(visit.outcome),
                "at": visit.started or visit.received_at, "photos": each.photos.get(visit.submission_id, []),
            }
            for visit in each.visits
        ],
    }  # fmt: skip


def of_cases(page: Page) -> Panel | None:
    """Which keluarga of a list of cases were looked at in the field. `reference` of the page: their references."""
    checked = beside.checked(page.reference.split(), page.actor)
    if not checked:
        return None
    heads = beside.heads(checked, page.actor)
    rows = [
        {
            "keluarga": reference, "head": heads.get(reference, ""), "on": findings.day(told), "campaign": told.target.campaign,
            "outcome": labels.outcome(outcome) if (outcome := told.finding.value(forms.OUTCOME)) else None,
        }
        for reference, told in sorted(checked.items())
    ]  # fmt: skip
    return Panel("verval", _("Sudah diperiksa di lapangan"), "verval/checked.html", {"rows": rows})
