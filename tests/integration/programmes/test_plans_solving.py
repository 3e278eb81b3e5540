"""A plan is reckoned from the facts of now, holds every limit, explains itself, and is decided by somebody else."""

import json

import plan_ground as ground
import pytest

from selaras.apps.programmes.models.allocation import Award
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.queries import plans
from selaras.apps.programmes.rules import plan_overrides, plan_settings


@pytest.fixture
def planner(kabupaten, make_actor):
    ground.money()
    return ground.coordinator(make_actor)


def test_a_plan_gives_to_who_is_eligible_within_every_limit_and_says_why_not_to_others(planner):
    row = ground.made(planner)[0]
    assert row.progress["state"] == "selesai", row.progress
    told = row.result
    rows = Award.objects.filter(plan=row)
    assert rows.filter(given=True).count() == told["shares"] > 0
    given = plans.given(row)
    against = plans.against(list(Programme.objects.all()))
    assert plan_overrides.broken(given, plan_settings.of_kept(row.settings), against, "64.02") == []
    assert told["value"] <= told["linear"] * (1 + 1e-6)
    assert told["value"] >= 0.99 * told["linear"]
    assert all(each["budget"] - each["spent"] == each["left"] >= 0 for each in told["programmes"])
    waiting = rows.filter(given=False, place__gt=0).order_by("place").first()
    assert waiting.why["why"] == "jatah_habis"
    assert {"cut", "regional", "instead", "cost"} <= set(waiting.why)
    assert (
        sum(n for _, n, *_ in told["by_village"])
        == told["families"]
        == sum(n for _, n, *_ in told["by_decile"])
    )
    assert json.loads(json.dumps(told)) == told
