"""Facts of the active build that are missing are laid out when the only worker starts; plans are reckoned, figures published."""

from __future__ import annotations

from procrastinate.contrib.django import app

from selaras.apps.programmes.services import facts, plan_solving, publishing
from selaras.shell import jobs as house

house.when_alone(facts.ensure)


@app.task(name=plan_solving.TASK, queue=plan_solving.QUEUE, pass_context=False, retry=house.AGAIN)
def plan(plan_id: int) -> None:
    """Reckons a plan that waits."""
    plan_solving.solve(plan_id)


house.when_interrupted(plan_solving.TASK, lambda given: plan_solving.interrupted(int(given["plan_id"])))


@app.task(name=publishing.TASK, queue=publishing.QUEUE, pass_context=False, retry=house.AGAIN)
def publish(by: int) -> None:
    """Publishes the figures of this quarter. What was cut off left nothing behind, and is taken up again."""
    publishing.publish(by)
