"""What the routes of findings, quarantine, quality and paper must be."""

import json

import planted
from expect_registry import at
from expect_verval_campaigns import OFFICER, _hidden
from portal_routes import Expect, World

from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.verval import vault
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.models.submissions import Attachment, Contradiction, Observation, Submission
from selaras.apps.verval.services import attachments
from selaras.shell import secrets

LEAD, ID = Ability.LEAD, FieldClass.IDENTITY


def _submission(
    place: planted.Place, campaign: Campaign, target: Target, number: int, floor: str
) -> Submission:
    of = place.mark.lower()
    instance = f"uuid:{of}-{number}"
    held = "bukan_tugas" if number == 2 else ""
    row = Submission.objects.create(
        instance=instance, digest="0" * 64, xml=secrets.seal("<data/>", table="verval_submission", row=instance, field="xml"),
        channel="odk", form_id="verval", form_version="1", user=OFFICER + number, campaign=campaign, target=target,
        kode_desa=place.code, standing="karantina" if held else "berlaku", held=held,
    )  # fmt: skip
    said = {"hasil": "layak", "lantai": floor, "nama_benar": place.name, "nik_benar": place.nik,
            "catatan": f"gang {of} lama", "anggota": [{"anggota_ref": place.person, "disabilitas": f"tongkat {of}"}]}  # fmt: skip
    Observation.objects.create(
        submission=row, campaign=campaign, target=target, keluarga=place.keluarga, kode_desa=place.code, user=row.user,
        outcome="layak", counts=not held, flags={"malam": 22.5},
        answers=secrets.seal(json.dumps(said), table="verval_observation", row=instance, field="answers"),
    )  # fmt: skip
    return row


def plant(world: World) -> None:
    world["visits"], world["photos"] = {}, {}
    for place in planted.PLACES.values():
        of = place.mark.lower()
        campaign = Campaign.objects.get(reference=f"kamp{of}"[:12])
        target = Target.objects.get(reference=f"sasar{of}"[:12])
        rows = [_submission(place, campaign, target, n, floor) for n, floor in enumerate(("5", "8", "9"))]
        kept = vault.put(attachments.room(rows[0].instance), b"foto")
        photo = Attachment.objects.create(
            submission=rows[0], kode_desa=place.code, name=f"{of}.jpg", sha256=kept, kept=kept, size=4, picture=True
        )  # fmt: skip
        Contradiction.objects.create(
            submission=rows[0], kode_desa=place.code, digest="1" * 64, xml=b"", user=OFFICER
        )
        world["visits"][place.mark] = rows[2].pk
        world["photos"][place.mark] = photo.pk


def _target(world: World) -> dict[str, object]:
    return {"reference": f"sasar{at(world).mark.lower()}"[:12]}


def _campaign(world: World) -> dict[str, object]:
    return {"reference": f"kamp{at(world).mark.lower()}"[:12]}


def _visit(world: World) -> dict[str, object]:
    return {"number": world["visits"][at(world).mark]}


def _asked(world: World) -> dict[str, object]:
    return {"kampanye": _campaign(world)["reference"]}


def _lead(method: str = "get", **more) -> Expect:
    return Expect(LEAD, ID, method=method, **{"forbidden": _hidden, **more})


WHY = {"alasan": "dicek ulang dengan ketua RT"}
DIGEST = "0" * 64

ROUTES = {
    "verval:finding_queue": _lead(),
    "verval:finding_family": _lead(kwargs=_target),
    "verval:finding_decide": _lead(
        "post", kwargs=_target,
        data=lambda world: {**WHY, "semua": f"uuid:{at(world).mark.lower()}-1",
                            "terlihat": [f"uuid:{at(world).mark.lower()}-{n}" for n in range(3)]},
    ),
    "verval:quarantine": _lead(),
    "verval:visit": _lead(kwargs=_visit),
    "verval:release": _lead("post", kwargs=_visit, data=WHY),
    "verval:set_aside": _lead("post", kwargs=_visit, data=WHY),
    "verval:photo": _lead(kwargs=lambda world: {"number": world["photos"][at(world).mark]}),
    "verval:quality": _lead(data=_asked),
    "verval:quality_file": _lead("post", data=_asked),
    "verval:paper": _lead(kwargs=_campaign),
    "verval:paper_print": _lead(kwargs=_campaign),
    "verval:paper_sheet": _lead(kwargs=_campaign),
    "verval:paper_look": _lead("post", kwargs=_campaign),
    "verval:paper_checked": _lead(kwargs=lambda world: {**_campaign(world), "digest": DIGEST}),
    "verval:paper_bring": _lead("post", kwargs=_campaign, data={"sidik": DIGEST}),
}  # fmt: skip
SHOWS = {"verval:finding_queue", "verval:finding_family", "verval:visit", "verval:paper_print"}
SHOWS_SENSITIVE = {"verval:finding_family", "verval:visit"}
