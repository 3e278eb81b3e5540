"""Lays a campaign with visits on top: two that differ, one that is held, one far away at night with a photo used twice.

`python quality_ground.py`: a process of its own, in the environment of the portal under test, after field_ground.py made the campaign.
"""

import io
import json
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402
from PIL import Image  # noqa: E402

from selaras.apps.accounts import queries, rules, services  # noqa: E402
from selaras.apps.accounts.models import User  # noqa: E402
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Officer, Target  # noqa: E402
from selaras.apps.verval.rules import receiving  # noqa: E402
from selaras.apps.verval.services.receiving import receive  # noqa: E402
from selaras.apps.wilayah import queries as wilayah  # noqa: E402

DAY = "2026-11-20T"


def photo(seed: int) -> bytes:
    """A picture that looks like no other of another seed."""
    picture = Image.frombytes(
        "L", (9, 8), bytes((seed * 37 + n * n * 13 + n * seed) % 256 for n in range(72))
    )
    room = io.BytesIO()
    picture.convert("RGB").resize((480, 360)).save(room, "JPEG")
    return room.getvalue()


def inside(code: str) -> tuple[float, float]:
    """(latitude, longitude) of a corner of a village."""
    outline = wilayah.outline(code)
    return (outline[0][0][0][1], outline[0][0][0][0]) if outline else (-0.45, 117.0)


def sent(target: Target, officer: rules.Actor, number: int, **more: object) -> str:
    """A visit as ODK Collect sends it; returns how it stands."""
    campaign, picture = target.campaign, int(more.pop("photo", number))  # type: ignore[call-overload]
    lat, lon = more.pop("place", inside(target.kode_desa))  # type: ignore[misc]
    lat += number % 8 * 0.00018  # neighbours, not one spot
    hour = more.pop("hour", f"{8 + number % 8:02d}")
    given = {"keadaan": "ada", "persetujuan": "ya", "kelayakan": "layak", "hasil": "layak", "lokasi": f"{lat} {lon} 0 6",
             "foto_depan": f"foto{number}.jpg", "luas_lantai": str(30 + number), **more}  # fmt: skip
    body = "".join(f"<{name}>{text}</{name}>" for name, text in given.items())
    xml = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{campaign.instrument.form_id}" '
        f'version="{campaign.instrument.version}"><start>{DAY}{hour}:00:00+08:00</start><end>{DAY}{hour}:{20 + number}:00+08:00</end>'
        f"<sasaran>{target.reference}</sasaran>{body}<orx:meta><orx:instanceID>uuid:mutu-{number}-{target.pk}</orx:instanceID>"
        "</orx:meta></data>"
    )
    files = ((f"foto{number}.jpg", photo(picture)),)
    return receive(receiving.Sent(xml.encode(), "odk", files=files), officer).standing


@transaction.atomic
def main() -> None:
    """The visits, as the door takes them in."""
    services.identify(rules.SYSTEM)
    officer = queries.actor(User.objects.get(email="petugas@demo.selaras").pk)
    assert officer is not None
    campaign = Campaign.objects.latest("pk")
    campaign.launched_at = "2026-11-19T00:00Z"
    campaign.save(update_fields=["launched_at"])
    Officer.objects.create(
        campaign=campaign, user=officer.user_id, name=officer.name, kode_desa=campaign.wilayah
    )
    targets = list(campaign.targets.select_related("campaign__instrument").order_by("rank"))
    for number, target in enumerate(targets[:6]):
        sent(target, officer, number, lantai="2")
    sent(targets[0], officer, 20, lantai="8", kelayakan="tidak_layak", hasil="tidak_layak")
    sent(targets[6], officer, 21, photo=1, place=(-0.9, 116.2), hour="23")
    Assignment.objects.filter(target=targets[7]).update(until="2026-11-19T00:00Z")
    held = sent(targets[7], officer, 22)
    sys.stdout.write(
        json.dumps({"campaign": campaign.reference, "held": held, "differs": targets[0].reference})
    )


if __name__ == "__main__":
    main()
