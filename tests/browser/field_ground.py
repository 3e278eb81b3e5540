"""Lays a running campaign with families of the registry for the officer of the ground: `python field_ground.py NUMBER`.

Runs as a process of its own, in the environment of the portal under test. Writes the references of the targets.
"""

import datetime as dt
import json
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from selaras.apps.accounts import demo, rules, services  # noqa: E402
from selaras.apps.accounts.models import Grant, User  # noqa: E402
from selaras.apps.registry.models import Keluarga  # noqa: E402
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Target  # noqa: E402
from selaras.apps.verval.services import instruments  # noqa: E402

TODAY = dt.datetime.now(dt.UTC).date()


@transaction.atomic
def main(number: int) -> None:
    """A campaign, its targets, all of them this officer's."""
    services.identify(rules.SYSTEM)
    officer = User.objects.get(email="petugas@demo.selaras")
    Grant.objects.get_or_create(user=officer, role="petugas", scope=demo.KECAMATAN)
    campaign = Campaign.objects.create(
        title="Verval desil 1 (uji)", purpose="desil_1", wilayah=demo.KECAMATAN, begins=TODAY,
        ends=TODAY + dt.timedelta(days=30), state="berjalan", instrument=instruments.current(), agency="dinsos",
        made_by=1, made_by_name="Uji",
    )  # fmt: skip
    families = Keluarga.objects.filter(build_to=None, kode_desa__startswith=demo.KECAMATAN + ".")
    for place, family in enumerate(families.order_by("kode_desa", "reference")[:number]):
        target = Target.objects.create(
            campaign=campaign, keluarga=family.reference, kode_desa=family.kode_desa, rt=f"{place // 5 + 1:03d}",
            rank=place, desil=1, state="ditugaskan", why={"desil": 1, "sumber": "dtsen"},
        )  # fmt: skip
        Assignment.objects.create(
            target=target, kode_desa=target.kode_desa, user=officer.pk, place=place, made_by=1
        )
    sys.stdout.write(
        json.dumps({
            "campaign": campaign.reference,
            "targets": list(Target.objects.filter(campaign=campaign).order_by("rank").values_list("reference", flat=True)),
        })
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
