"""Lines of money of a demo: enough for a part of those who are eligible, so that there is something to share out."""

from __future__ import annotations

import datetime as dt

from selaras.apps.programmes.models.catalogue import Funding
from selaras.apps.programmes.queries import facts, rules
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.rules.funding import Source
from selaras.engine.eligibility.answering import Outcome

_LINE = "Contoh demo, bukan angka anggaran"


def fund(on: dt.date) -> int:
    """Writes a line for each programme of `[example]` in data/plans.toml that has none in the year of a day; returns how many."""
    told = plan_settings.house()["example"]
    wanted = [each for each in rules.everything(on) if each.code in told["cost"]]
    decided = facts.registry().decided([each.asked for each in wanted], on)
    made = 0
    for each, found in zip(wanted, decided, strict=True):
        if each.programme.funding.filter(year=on.year).exists():
            continue
        eligible = found.counts()[Outcome.LAYAK]
        # In a small house a share of the few is nobody; then the first few get it, and somebody still waits behind them.
        shares = max(1, min(told["least"], eligible - 1), eligible * told["percent"] // plan_settings.WHOLE)
        cost = told["cost"][each.code]
        Funding.objects.create(
            programme=each.programme, year=on.year, line=_LINE, source=Source.KABUPATEN, cost=cost, budget=cost * shares
        )  # fmt: skip
        made += 1
    return made
