"""An officer with a phone, a campaign with a long form, and families enough for every submission of a measurement."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass
from typing import Any

import portal_room

VILLAGE = "64.02.06.1001"
QUESTIONS = 250
BOUNDARY = "selaras-ukur"


@dataclass(frozen=True)
class Ground:
    """What a client must know: the token of the phone, form and version, names of the added questions, targets."""

    token: str
    form_id: str
    version: str
    added: tuple[str, ...]
    targets: tuple[str, ...]
    campaign: str


def plant(environment: dict[str, str], families: int) -> Ground:
    """Makes it in the database of `environment`. Runs in a process of its own."""
    portal_room.enter(environment)
    from selaras.apps.accounts import rules as access  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts.models import Agency, Grant, User  # noqa: PLC0415  Django must stand first
    from selaras.apps.verval.models.campaigns import Assignment, Campaign, Target  # noqa: PLC0415  Django must stand first
    from selaras.apps.verval.rules import instruments  # noqa: PLC0415  Django must stand first
    from selaras.apps.verval.services import devices  # noqa: PLC0415  Django must stand first
    from selaras.apps.verval.services.instruments import publish  # noqa: PLC0415  Django must stand first

    standard = len(instruments.questions(instruments.standard()))
    added = [
        {
            "type": "select_one",
            "name": f"tambahan_{n}",
            "label": f"Pertanyaan tambahan {n}",
            "choices": "a=Ya|b=Tidak",
        }
        for n in range(max(QUESTIONS - standard, 1))
    ]
    with accounts.acting(access.SYSTEM):
        agency, _ = Agency.objects.get_or_create(
            code="ukur-desa", defaults={"name": "Ukur", "kind": "desa_kelurahan", "scope": VILLAGE}
        )
        user = User.objects.create_user(
            email=f"ukur-{uuid.uuid4().hex}@uji.selaras", name="Petugas Ukur", agency=agency
        )
        Grant.objects.create(user=user, role="petugas", scope=VILLAGE)
        form = publish(by=access.SYSTEM, added=added)
        campaign = Campaign.objects.create(
            title="Ukur", purpose="desil_1", wilayah="64.02.06", begins=dt.date(2026, 1, 1), ends=dt.date(2027, 1, 1),
            state="berjalan", instrument=form, agency="ukur-desa", made_by=user.pk, made_by_name="Ukur",
        )  # fmt: skip
        rows = [
            Target(campaign=campaign, keluarga=f"K{n:012d}", kode_desa=VILLAGE, rank=n, state="ditugaskan")
            for n in range(families)
        ]
        targets = Target.objects.bulk_create(rows, 2000)
        Assignment.objects.bulk_create(
            [Assignment(target=each, kode_desa=VILLAGE, user=user.pk, made_by=user.pk) for each in targets],
            2000,
        )
        token = devices.issue(user=user.pk, kode_desa=VILLAGE, channel="odk", by=access.SYSTEM)
        names = tuple(row["name"] for row in added)
        references = tuple(each.reference for each in targets)
        return Ground(token, form.form_id, form.version, names, references, campaign.reference)


@dataclass(frozen=True)
class Filled:
    """One submission as a phone keeps it until it is received. `photos`: (name, contents)."""

    instance: str
    xml: bytes
    photos: tuple[tuple[str, bytes], ...] = ()


def fill(
    ground: Ground, number: int, chance: random.Random, photos: tuple[tuple[str, bytes], ...] = ()
) -> Filled:
    """A whole interview for the family of that number."""
    instance = f"uuid:{uuid.UUID(int=chance.getrandbits(128), version=4)}"
    given: dict[str, Any] = {
        "sasaran": ground.targets[number], "kampanye": ground.campaign, "keadaan": "ada", "persetujuan": "ya", "punya_tempat": "ya",
        "kedudukan_tertinggi": "6", "aset_besar": "tidak_ada", "luas_lantai": chance.randint(9, 90), "lantai": "5",
        "dinding": "3", "atap": "3", "aset": "sepeda_motor", "program_diterima": "pkh sembako", "kelayakan": "layak", "hasil": "layak",
        "nik_benar": f"640206410780{9000 + number % 1000}", "lokasi": f"-0.41{number % 100:02d} 116.99 0 5",
        **{name: chance.choice("ab") for name in ground.added},
        **{f"foto_{place}": name for place, (name, _) in zip(("depan", "dalam"), photos, strict=False)},
    }  # fmt: skip
    body = "".join(f"<{name}>{value}</{name}>" for name, value in given.items())
    xml = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{ground.form_id}" version="{ground.version}"><start>2026-11-20T08:00:00+08:00</start>'
        f"<end>2026-11-20T08:25:00+08:00</end>{body}<orx:meta><orx:instanceID>{instance}</orx:instanceID></orx:meta></data>"
    )
    return Filled(instance, xml.encode(), photos)


def multipart(xml: bytes, photos: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """The body of a request as ODK Collect sends it."""
    parts = [("xml_submission_file", "isian.xml", "text/xml", xml)]
    parts += [(name, name, "image/jpeg", contents) for name, contents in photos]
    out = b""
    for field, name, kind, contents in parts:
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        out += f"--{BOUNDARY}\r\n{head}".encode() + contents + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()
