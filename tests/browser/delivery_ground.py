"""Lays an approved plan of one programme in the kabupaten of the demo: families that get it, and the queue behind them.

`python delivery_ground.py GIVEN QUEUE`: a process of its own, in the environment of the portal under test. Writes {"plan", "code"};
with a third argument `tahap` also a frozen cycle with a voucher and a sample: {"tahap", "baris", "rancangan_tahap"}.
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
from selaras.apps.programmes.models.delivery import Line
from selaras.apps.programmes.queries import delivery as reading
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import ledger as moves
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.rules.ledger import Told
from selaras.apps.programmes.rules.words import Entry
from selaras.apps.programmes.services import checks, delivery, ledger, vouchers
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


def cycle(programme: Programme, made: Plan) -> dict[str, str]:
    """A draft, and a frozen cycle of a village with a voucher, a line handed over, and a sample."""
    owner, approver = person("program"), person("penyetuju")
    rows = Award.objects.filter(plan=made, given=True)
    some = [delivery.Recipient(each.keluarga, each.kode_desa or "") for each in rows]
    here = [each for each in some if each.kode_desa == demo.VILLAGE]
    services.identify(owner)
    asked = delivery.Draft(
        programme, demo.KABUPATEN, "Tahap yang masih rancangan", f"{made.year}", 1, cycles.Channel.BANK, AMOUNT, some, made.build,
        made,
    )  # fmt: skip
    draft = delivery.make(draft=asked, by=owner)
    asked = delivery.Draft(
        programme,
        demo.VILLAGE,
        "Tahap lewat kelurahan",
        f"{made.year}",
        1,
        cycles.Channel.VILLAGE,
        AMOUNT,
        here,
        made.build,
        made,
    )
    one = delivery.make(draft=asked, by=owner)
    services.identify(approver)
    delivery.freeze(reference=one.reference, seen=delivery.digest(one), by=approver)
    services.identify(owner)
    one.refresh_from_db()
    vouchers.issue(cycle=one, last_day=timezone.localdate() + dt.timedelta(days=30), by=owner)
    lines = list(Line.objects.filter(cycle=one, state="diputuskan").order_by("number"))
    held = reading.moves(lines)
    for line, kind in zip(lines, (Entry.PAID, Entry.RETURNED), strict=False):
        told = Told(kind, timezone.localdate(), f"serah:{line.number}")
        ledger.enter(
            [ledger.Page(line, held[line.pk], moves.event(held[line.pk], told))],
            ledger.Because(owner, "contoh untuk diuji"),
        )
    services.identify(person("wali_data"))
    checks.draw(reference=one.reference, width=15, word="undian contoh", by=person("wali_data"))
    return {
        "rancangan_tahap": draft.reference, "tahap": one.reference, "baris": lines[2].number, "baris_kembali": lines[1].number
    }  # fmt: skip


@transaction.atomic
def main(given: int, queue: int, more: str = "") -> None:
    """All of it in one transaction."""
    services.identify(rules.SYSTEM)
    programme, made = plan(given, queue)
    told = {"plan": made.reference, "code": CODE}
    if more:
        told |= cycle(programme, made)
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
