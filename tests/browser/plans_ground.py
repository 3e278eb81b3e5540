"""Lays the catalogue and made-up money on the ground of a browser test: `python plans_ground.py`, in the environment of the portal."""

import datetime as dt

import django

django.setup()

from django.db import transaction  # noqa: E402

from selaras.apps.accounts import rules, services  # noqa: E402
from selaras.apps.programmes.models.allocation import Award, Plan  # noqa: E402
from selaras.apps.programmes.services import catalogue, facts, plan_example  # noqa: E402


def walked() -> dict[str, str]:
    """What the walk over all pages calls the plans of the demo: two scenarios, a family in one, one that was approved."""
    first, other = Plan.objects.filter(state="rancangan").order_by("id")[:2]
    family = Award.objects.filter(plan=first, given=False).order_by("-place", "keluarga").first()
    return {
        "rencana": first.reference, "rencana_lain": other.reference, "rencana_keluarga": first.family,
        "rencana_sah": Plan.objects.get(state="disetujui").reference, "rencana_satu": family.keluarga,
    }  # fmt: skip


if __name__ == "__main__":
    facts.ensure()
    with transaction.atomic():
        services.identify(rules.SYSTEM)
        catalogue.seed()
        plan_example.fund(dt.datetime.now(dt.UTC).date())
