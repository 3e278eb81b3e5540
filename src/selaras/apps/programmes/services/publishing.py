"""Publishing in the background: the attack by which small figures are hidden takes minutes where a programme has many kecamatan."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as acting
from selaras.apps.programmes.queries import figures as queries
from selaras.apps.programmes.rules import disclosure
from selaras.apps.programmes.services import figures
from selaras.kernel import errors
from selaras.shell import trail

TASK, QUEUE = "programmes.publish", "program"
_TURN = 640208
_OPEN = ("todo", "doing")


def ask(*, by: access.Actor) -> None:
    """Asks for this quarter's edition. Raises Refused; SelarasError terbitan_kosong where nothing is left to publish,
    terbitan_disusun where it is under way already."""
    kabupaten = queries.may_publish(by)
    if not kabupaten:
        raise trail.Refused("angka_terbit", figures.KIND)
    with connection.cursor() as cursor:
        # Two who ask at once: the second waits and finds the first one's job.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    if waits():
        raise errors.SelarasError("terbitan_disusun")
    if not queries.unpublished(disclosure.period(timezone.localdate()), timezone.localdate().year, kabupaten):
        raise errors.SelarasError("terbitan_kosong")
    app.configure_task(TASK, queue=QUEUE, lock="angka-terbit").defer(by=by.user_id)


def waits() -> bool:
    """Whether an edition is being made, or will be."""
    return ProcrastinateJob.objects.filter(task_name=TASK, status__in=_OPEN).exists()


def failed() -> bool:
    """Whether the last attempt did not come to its end: nothing of it was published."""
    last = (
        ProcrastinateJob.objects.filter(task_name=TASK)
        .order_by("-id")
        .values_list("status", flat=True)
        .first()
    )
    return last == "failed"


def publish(by: int) -> int:
    """Publishes in the name of who asked; how many programmes there were. Safe to run again: what is published stays, and is not
    made twice. 0 where they may no more, or another was faster."""
    actor = accounts.actor(by, purpose="penyaluran")
    if actor is None:
        return 0
    try:
        with acting.acting(actor):
            return figures.publish(by=actor)
    except (trail.Refused, errors.SelarasError):
        return 0
