"""Lays an approved plan of one programme in the kabupaten of the demo: families that get it, and the queue behind them.

`python delivery_ground.py GIVEN QUEUE`: a process of its own, in the environment of the portal under test. Writes {"plan", "code"}; with a third
argument `voucher` also {"voucher", "number"}: the text of a voucher of the demo's village, whose cycle is frozen.
"""

import datetime as dt
import json
import sys

import quality_ground  # noqa: F401  sets Django up
from django.db import transaction
from django.utils import timezone

from selaras.apps.accounts import demo, queries, rules, services
from selaras.apps.accounts.models import User
from selaras.apps.programmes.models.allocation import Award, Plan
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Voucher
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.services import delivery, drafts, vouchers
from selaras.apps.registry.models import Build, Keluarga

CODE, AMOUNT = "bantuan-tunai-uji", 300_000


def person(name: str) -> rules.Actor:
    """Somebody of the demo."""
    found = queries.actor(User.objects.get(email=f"{name}@demo.selaras").pk, purpose="penyaluran")
    assert found is not None
    return found


def plan(given: int, queue: int) -> tuple[Programme, Plan]:
    """The plan and who is in it; families of the demo's village first."""
    programme, _ = Programme.objects.get_or_create(
        code=CODE,
        defaults={
            "name": "Bantuan tunai contoh", "owner_kind": "opd", "agency": "dinsos", "owner_name": "Dinas Sosial",
            "strategy": "kurangi_beban", "unit": "keluarga", "benefit": "uang", "gives": "Rp 300.000 sebulan",
            "basis": "contoh untuk diuji",
        },
    )  # fmt: skip
    build = Build.objects.get(state=Build.ACTIVE)
    made = Plan.objects.create(
        title="Rencana penyaluran contoh", wilayah=demo.KABUPATEN, year=timezone.localdate().year, state="disetujui",
        build=build.number, made_by=0, made_by_name="Uji", rules={CODE: {}}, result={"floors": {}},
        settings=plan_settings.Settings((), plan_settings.standard(), seed=1).kept(),
    )  # fmt: skip
    known = Keluarga.objects.filter(build_to=None, present__gt=0, kode_desa__startswith=f"{demo.KABUPATEN}.")
    mine = list(known.filter(kode_desa=demo.VILLAGE).order_by("reference")[:given])
    others = list(known.exclude(kode_desa=demo.VILLAGE).order_by("reference")[: given + queue - len(mine)])
    chosen = [*mine, *others]
    assert len(chosen) == given + queue, "the ground has too few keluarga"
    Award.objects.bulk_create(
        Award(
            plan=made, programme=programme, keluarga=each.reference, kode_desa=each.kode_desa, given=n < given,
            place=0 if n < given else n - given + 1,
        )
        for n, each in enumerate(chosen)
    )  # fmt: skip
    return programme, made


def voucher(programme: Programme, made: Plan) -> dict[str, str]:
    """A frozen cycle of the village, handed out with vouchers."""
    owner, approver = person("program"), person("penyetuju")
    rows = Award.objects.filter(plan=made, given=True, kode_desa=demo.VILLAGE)
    some = [drafts.Recipient(each.keluarga, demo.VILLAGE) for each in rows]
    services.identify(owner)
    asked = drafts.Draft(
        programme, demo.VILLAGE, "Tahap lewat kelurahan", f"{made.year}", 1, cycles.Channel.VILLAGE, AMOUNT, some, made.build,
        made,
    )  # fmt: skip
    one = delivery.make(draft=asked, by=owner)
    services.identify(approver)
    delivery.freeze(reference=one.reference, seen=delivery.digest(one), by=approver)
    services.identify(owner)
    one.refresh_from_db()
    vouchers.issue(cycle=one, last_day=timezone.localdate() + dt.timedelta(days=30), by=owner)
    first = Voucher.objects.select_related("line").filter(line__cycle=one).order_by("pk")[0]
    return {"voucher": vouchers.text(first), "number": first.line.number}


@transaction.atomic
def main(given: int, queue: int, more: str = "") -> None:
    """All of it in one transaction."""
    services.identify(rules.SYSTEM)
    programme, made = plan(given, queue)
    told = {"plan": made.reference, "code": programme.code}
    sys.stdout.write(json.dumps(told | (voucher(programme, made) if more else {})))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
