"""What the routes of meetings, proposals and objections must be, asked about those here and those far away."""

import datetime as dt
import hashlib
import json

import planted
from expect_registry import at
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.penetapan import vault
from selaras.apps.penetapan.models import Appeal, AppealStep, Attendee, Item, Meeting
from selaras.apps.penetapan.rules import appeals, codes
from selaras.shell import secrets

WORK = {"ability": Ability.DELIBERATE, "field_class": FieldClass.IDENTITY}
DAY = dt.date(2026, 11, 20)


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    for name, place in planted.PLACES.items():
        meeting = Meeting.objects.create(
            kode_desa=place.code, kind="musdes", held_on=DAY, place=f"gang {place.mark.lower()} lama", chair=place.name, made_by=0
        )  # fmt: skip
        own = _appeal(place, "masih_hidup", "desa")
        sealed = _appeal(place, appeals.OTHERS, "dinsos")
        Item.objects.create(
            meeting=meeting, kode_desa=place.code, place=1, keluarga=place.keluarga, finding="layak"
        )
        Item.objects.create(meeting=meeting, kode_desa=place.code, place=2, appeal=own)
        person = Attendee.objects.create(
            meeting=meeting, kode_desa=place.code, name=place.name, capacity="warga"
        )
        world[f"meeting_{name}"] = {
            "meeting": meeting.reference, "attendee": person.pk, "own": own.reference, "sealed": sealed.reference,
            "closed": _closed(place),
        }  # fmt: skip


def _closed(place: planted.Place) -> str:
    """A meeting that is over: its berita acara and the signed paper are there to be read, with names in them."""
    paper, scan = (f"{head} {place.name} {place.keluarga}".encode() for head in ("%PDF-1.7", "pindaian"))
    papers = [hashlib.sha256(each).hexdigest() for each in (paper, scan)]
    signed = {
        "sha256": papers[1],
        "kind": "pdf",
        "size": len(scan),
        "by": 0,
        "by_name": "Uji",
        "at": DAY.isoformat(),
    }
    over = Meeting.objects.create(
        kode_desa=place.code, kind="musdes", held_on=DAY, place="balai", chair="Uji", made_by=0, state="selesai",
        closed_at=dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), pdf_sha256=papers[0], scan={"files": [signed]},
    )  # fmt: skip
    for digest, contents in zip(papers, (paper, scan), strict=True):
        vault.put(over.reference, f"{digest}.pdf", contents)
    return over.reference


def _reporter(place: planted.Place) -> str:
    return f"PENYANGGAH {place.mark}"


def _appeal(place: planted.Place, topic: str, holder: str) -> Appeal:
    of = place.mark.lower()
    row = Appeal(
        kind="sanggah", channel="warga", code=codes.digest(f"{of} {topic}"), kode_desa=place.code, topic=topic, holder=holder,
        due=DAY,
    )  # fmt: skip
    who = _reporter(place) if topic == appeals.OTHERS else place.name
    said = {"alamat": f"gang {of} lama", "tentang": place.name, "uraian": f"nilai {of} satu"}
    row.sealed = secrets.seal(json.dumps(said), table="penetapan_appeal", row=row.reference, field="sealed")
    row.reporter = secrets.seal(
        json.dumps({"nama": who}), table="penetapan_appeal", row=row.reference, field="reporter"
    )
    row.save()
    AppealStep.objects.create(appeal=row, kode_desa=place.code, state="diterima", told="Diterima.", due=DAY)
    return row


def _of(what: str):
    return lambda world: {"reference": world[f"meeting_{world['place']}"][what]}


def _attendee(world: World) -> dict[str, object]:
    held = world[f"meeting_{world['place']}"]
    return {"reference": held["meeting"], "attendee": held["attendee"]}


def _reporters(world: World, actor: rules.Actor) -> list[str]:
    """Who objects about others: in no answer but the one Dinas Sosial asks for with a reason."""
    return [_reporter(place) for place in planted.PLACES.values()]


def _others(world: World, actor: rules.Actor) -> list[str]:
    """The same where it is asked for: those who lead the field work there at an office of the kabupaten read it."""
    return [
        _reporter(place)
        for place in planted.PLACES.values()
        if actor.agency_kind != "opd"
        or not any(g.role == "verifikator" and rules.inside(place.code, g.scope) for g in actor.grants)
    ]


READ = {**WORK, "forbidden": _reporters}
POST = {**READ, "method": "post", "follow": True}
MEETING, CLOSED, OWN, SEALED = _of("meeting"), _of("closed"), _of("own"), _of("sealed")
ROUTES = {
    "penetapan:meetings": Expect(**READ),
    "penetapan:meeting_begin": Expect(**READ, data=lambda w: {"wilayah": at(w).code}),
    "penetapan:meeting": Expect(**READ, kwargs=MEETING),
    "penetapan:meeting_list": Expect(**READ, kwargs=MEETING),
    "penetapan:meeting_item": Expect(**READ, kwargs=lambda w: {**MEETING(w), "place": 2}),
    "penetapan:meeting_attend": Expect(**POST, kwargs=MEETING, data={"name": "Tamu", "capacity": "warga"}),
    "penetapan:meeting_leave": Expect(**POST, kwargs=_attendee),
    "penetapan:meeting_close": Expect(**POST, kwargs=MEETING),
    "penetapan:meeting_paper": Expect(**READ, kwargs=CLOSED),
    "penetapan:meeting_add_scan": Expect(**POST, kwargs=MEETING),
    "penetapan:meeting_scan": Expect(**READ, kwargs=lambda w: {**CLOSED(w), "number": 0}),
    "penetapan:propose": Expect(open=True, data={"wilayah": "64.02.06"}, forbidden=_reporters),
    "penetapan:object": Expect(open=True, forbidden=_reporters),
    "penetapan:slip": Expect(open=True),
    "penetapan:track": Expect(open=True, forbidden=_reporters),
    "penetapan:appeals": Expect(**READ, data={"tampil": "semua"}),
    "penetapan:appeal_record": Expect(**READ, data=lambda w: {"wilayah": at(w).code}),
    "penetapan:appeal": Expect(**READ, kwargs=OWN),
    "penetapan:appeal_step": Expect(
        **POST, kwargs=SEALED, data={"seen": "9", "state": "dijawab", "told": "Kabar uji untuk warga."}
    ),
    "penetapan:appeal_link": Expect(**POST, kwargs=OWN, data={"keluarga": ""}),
    "penetapan:appeal_visit": Expect(
        Ability.LEAD, FieldClass.IDENTITY, method="post", kwargs=OWN, follow=True, forbidden=_reporters
    ),
    "penetapan:appeal_reveal": Expect(
        Ability.LEAD, FieldClass.IDENTITY, method="post", kwargs=SEALED, data={"alasan": "memeriksa sanggahan"},
        follow=True, forbidden=_others,
    ),
}  # fmt: skip
SHOWS = {
    "penetapan:meetings", "penetapan:meeting", "penetapan:meeting_list", "penetapan:meeting_item", "penetapan:appeal",
    "penetapan:meeting_paper", "penetapan:meeting_scan",
}  # fmt: skip
