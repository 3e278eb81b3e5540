"""Lists of recipients of a demo: Dinas Sosial and OIKN bring theirs and agree to compare them. Made-up people, like all of the demo."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from selaras.apps.accounts import demo
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.home import filling
from selaras.apps.programmes.queries import sharing as queries
from selaras.apps.programmes.services import sharing
from selaras.apps.registry.loading import sealing
from selaras.apps.registry.models import Number, Person

OWNER, OUTSIDE = "program@demo.selaras", "oikn.program@demo.selaras"
OURS, THEIRS, _BASIS = "lansia", "satpam-ikn", "PKS contoh untuk demo"
_NEAR = ("64.02.02", "64.02.03", "64.02.13", "64.02.14", "64.02.15", "64.02.20")
_MOST = 60


def fill() -> None:
    """Where there are families of the kecamatan around IKN; a demo that has the lists already keeps them."""
    owner, outside = filling.actor(OWNER), filling.actor(OUTSIDE)
    with accounts.acting(access.SYSTEM):
        near = [number for code in _NEAR for number in _numbers(code)][:_MOST]
        elsewhere = _numbers(demo.KABUPATEN)[:_MOST]
    if not near:
        return
    _brought(OURS, "penerima santunan.csv", [*near[::3], *elsewhere], owner)
    _brought(THEIRS, "peserta gada pratama.csv", near, outside)
    with accounts.acting(outside):
        if queries.agreements(outside).exists():
            return
        until = timezone.localdate() + dt.timedelta(days=180)
        reference = sharing.propose(
            mine=THEIRS, other=OURS, purpose="perencanaan", basis=_BASIS, until=until, by=outside
        )
    with accounts.acting(owner):
        sharing.answer(reference=reference, agreed=True, by=owner)


def _numbers(region: str) -> list[str]:
    """NIKs of heads of keluarga in a region."""
    heads = Person.objects.filter(
        build_to=None, kode_desa__startswith=f"{region}.", hubungan="kepala"
    ).exclude(nik=None)
    held = Number.objects.in_bulk(list(heads.order_by("reference").values_list("nik", flat=True)[:_MOST]))
    return [sealing.unseal(each.sealed, each.blind) for _, each in sorted(held.items())]


def _brought(programme: str, name: str, numbers: list[str], by: access.Actor) -> None:
    contents = "\n".join(["NO;NIK", *(f"{n};{number}" for n, number in enumerate(numbers, 1))]).encode()
    with accounts.acting(by):
        if not queries.lists(by).exists():
            sharing.bring(
                programme=programme, file=sharing.File(name, contents), agency_name=by.agency, by=by
            )
