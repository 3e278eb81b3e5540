"""Lays the catalogue and made-up money on the ground of a browser test: `python plans_ground.py`, in the environment of the portal."""

import datetime as dt

import django

django.setup()

from django.db import transaction  # noqa: E402

from selaras.apps.accounts import rules, services  # noqa: E402
from selaras.apps.programmes.services import catalogue, facts, plan_example  # noqa: E402

if __name__ == "__main__":
    facts.ensure()
    with transaction.atomic():
        services.identify(rules.SYSTEM)
        catalogue.seed()
        plan_example.fund(dt.datetime.now(dt.UTC).date())
