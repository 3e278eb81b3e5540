"""Jobs of verval: the targets of a campaign that is launched, the weekly pages."""

from __future__ import annotations

from procrastinate.contrib.django import app

from selaras.apps.verval.services import campaigns, weekly
from selaras.shell import jobs as house


@app.task(name=campaigns.TASK, queue="verval", pass_context=False, retry=house.AGAIN)
def launch(campaign_id: int) -> None:
    """Makes the targets of a campaign; what was made before stays."""
    campaigns.make_targets(campaign_id)


house.when_interrupted(campaigns.TASK, lambda given: campaigns.interrupted(int(given["campaign_id"])))


@app.periodic(cron="0 6 * * 1")
@app.task(
    name="verval.weekly",
    queue="verval",
    queueing_lock="verval-mingguan",
    pass_context=False,
    retry=house.AGAIN,
)
def weekly_pages(timestamp: int) -> None:
    """On Monday mornings: one page for each region with a running campaign."""
    weekly.monday()
