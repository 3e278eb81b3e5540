"""A small field for tests of verval: an officer, a running campaign, families assigned to them, a form, a phone."""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument, Target
from selaras.apps.verval.models.submissions import Device

HOME, FORM, VERSION = "64.02.06.1001", "verval", "2026.1"


@dataclass
class Field:
    """What was made. `token`: the plain token of the phone."""

    officer: access.Actor
    campaign: Campaign
    form: Instrument
    targets: list[Target]
    device: Device
    token: str


def field(officer: access.Actor, *, families: int = 3, kode_desa: str = HOME) -> Field:
    """Makes it. Needs the context of the house."""
    form, _ = Instrument.objects.get_or_create(
        form_id=FORM, version=VERSION,
        defaults={"title": "Verval keluarga", "xlsform": b"", "xform": "<h:html/>", "md5": "0" * 32},
    )  # fmt: skip
    campaign = Campaign.objects.create(
        title="Verval uji", purpose="desil_1", wilayah="64.02.06", begins=dt.date(2026, 1, 1),
        ends=dt.date(2027, 1, 1), state="berjalan", instrument=form, agency="uji", made_by=1, made_by_name="Uji",
    )  # fmt: skip
    targets = [
        Target.objects.create(
            campaign=campaign,
            keluarga=f"K{uuid.uuid4().hex[:12].upper()}",
            kode_desa=kode_desa,
            rank=n,
            state="ditugaskan",
        )
        for n in range(families)
    ]
    for target in targets:
        Assignment.objects.create(
            target=target, kode_desa=kode_desa, user=officer.user_id, made_by=1, place=target.rank
        )
    token = uuid.uuid4().hex
    device = Device.objects.create(
        user=officer.user_id, name="Telepon uji", kode_desa=kode_desa, channel="odk", made_by=1,
        digest=hashlib.sha256(token.encode()).digest(),
    )  # fmt: skip
    return Field(officer, campaign, form, targets, device, token)


def filled(
    target: str = "", *, instance: str = "", version: str = VERSION, form: str = FORM, **answers: str
) -> bytes:
    """A submission as ODK Collect writes it."""
    given = {"persetujuan": "ya", "hasil": "layak", "sasaran": target, **answers}
    body = "".join(f"<{name}>{text}</{name}>" for name, text in given.items())
    key = instance or f"uuid:{uuid.uuid4()}"
    return (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form}" version="{version}">'
        f"<start>2026-11-20T08:00:00.000+08:00</start><end>2026-11-20T08:20:00.000+08:00</end>{body}"
        f"<orx:meta><orx:instanceID>{key}</orx:instanceID></orx:meta></data>"
    ).encode()
