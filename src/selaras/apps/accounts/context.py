"""What every template may know of the present person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from selaras.apps.accounts import demo, rules


def portal(request: HttpRequest) -> dict[str, Any]:
    """`actor` (None before sign-in), `abilities` (codes of what may be done anywhere), `demo` and its accounts."""
    actor: rules.Actor | None = getattr(request, "actor", None)
    return {
        "actor": actor,
        "abilities": {ability.value for ability in rules.Ability if actor and rules.may(actor, ability)},
        "demo": settings.SELARAS_DEMO,
        "demo_accounts": demo.ACCOUNTS if settings.SELARAS_DEMO else (),
        "demo_password": demo.PASSWORD if settings.SELARAS_DEMO else "",
    }
