"""Work that every house needs: jobs whose worker was killed are taken up again."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(queue="rumah", queueing_lock="pulih", pass_context=False)
async def recover(timestamp: int) -> None:
    """Gives the jobs of workers that no longer show a heartbeat to those that do."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
