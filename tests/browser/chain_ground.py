"""Lays an ended campaign with visits in the village of the demo: what a package is made of, and what the registry shows.

`python chain_ground.py NUMBER`: a process of its own, in the environment of the portal under test. Writes {"campaign", "keluarga"}:
references of those visited; the first was found not eligible.
"""

import json
import sys

import quality_ground  # sets Django up
from django.db import transaction

from selaras.apps.accounts import demo, queries, rules, services
from selaras.apps.accounts.models import User
from selaras.apps.registry.models import Keluarga
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Target
from selaras.apps.verval.services import campaigns, instruments


def person(name: str) -> rules.Actor:
    """Somebody of the demo."""
    found = queries.actor(User.objects.get(email=f"{name}@demo.selaras").pk, purpose="verifikasi")
    assert found is not None
    return found


@transaction.atomic
def main(number: int) -> None:
    """Targets, each visited once by the officer of that village; then the campaign is ended by who leads it."""
    services.identify(rules.SYSTEM)
    officer = person("petugas")
    campaign = Campaign.objects.create(
        title="Verval desil 1 kelurahan (uji)", purpose="desil_1", wilayah=demo.VILLAGE, begins="2026-11-01", ends="2026-12-20",
        state="berjalan", instrument=instruments.current(), agency="dinsos", made_by=1, made_by_name="Uji",
        launched_at="2026-11-19T00:00Z",
    )  # fmt: skip
    families = Keluarga.objects.filter(build_to=None, kode_desa=demo.VILLAGE).exclude(desil=None)
    chosen = list(families.order_by("reference")[:number])
    assert len(chosen) == number, "the ground has too few keluarga in this village"
    for place, family in enumerate(chosen):
        target = Target.objects.create(
            campaign=campaign, keluarga=family.reference, kode_desa=family.kode_desa, rt="001", rank=place, desil=family.desil,
            state="ditugaskan", why={"desil": family.desil, "sumber": "dtsen"},
        )  # fmt: skip
        Assignment.objects.create(
            target=target, kode_desa=target.kode_desa, user=officer.user_id, place=place, made_by=1
        )
        said = "layak" if place else "tidak_layak"
        quality_ground.sent(target, officer, place, kelayakan=said, hasil=said)
    services.identify(rules.SYSTEM)
    campaigns.end(reference=campaign.reference, by=person("verifikator"))
    sys.stdout.write(
        json.dumps({"campaign": campaign.reference, "keluarga": [each.reference for each in chosen]})
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
