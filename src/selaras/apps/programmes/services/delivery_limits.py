"""What holds for all cycles of a year together: frozen one at a time, and never more rupiah than the year has for a programme."""

from __future__ import annotations

from django.db import connection

from selaras.apps.programmes.models.delivery import Cycle
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.queries import plans
from selaras.kernel import errors
from selaras.shell import words

_TURN = 640207


def in_turn() -> None:
    """Waits until nobody else freezes: two lists at once must not both find that no other serves a family, or has the money."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def funded(cycle: Cycle, rupiah: int) -> None:
    """Whether `rupiah` more fit into what the programme has in the year of the cycle, beside all cycles frozen before.

    Programmes whose money of the year is not recorded, or has no limit, are not asked. Raises SelarasError tahap_lebih_dari_dana.
    """
    year = int(cycle.period[:4])
    share = plans.funded(year).get(cycle.programme.code)
    if share is None or share.budget is None:
        return
    before = queries.standing(cycle.programme, year).total.account.decided
    if before + rupiah > share.budget:
        raise errors.SelarasError(
            "tahap_lebih_dari_dana", perlu=words.money(rupiah), sisa=words.money(max(0, share.budget - before)), tahun=year
        )  # fmt: skip
