"""What the routes of citizens, complaints and published figures must be. Who complains is read by those alone who answer."""

import datetime as dt
import json

import planted
from expect_registry import at, keluarga
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.penetapan.rules import codes
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.complaints import Complaint, ComplaintStep, Ticket
from selaras.apps.programmes.queries.complaints import TABLE
from selaras.shell import secrets

SEEN = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}
COUNTER = {"ability": Ability.DELIVER, "field_class": FieldClass.IDENTITY}
DAY = dt.date(2026, 11, 20)
CODE = {"here": "23456789ABCD", "there": "EFGHJKMNPQRS"}


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    for name, place in planted.PLACES.items():
        row = _complaint(place, name, "belum_sampai")
        _complaint(place, f"{name} kantor", "pungutan")
        Ticket.objects.create(
            digest=codes.digest(CODE[name]), keluarga=place.keluarga, kode_desa=place.code, made_by=0, expires=dt.date(2030, 1, 1)
        )  # fmt: skip
        world[f"complaint_{name}"] = {"reference": row.reference}


def _sender(place: planted.Place) -> str:
    return f"PENGADU {place.mark}"


def _complaint(place: planted.Place, code: str, topic: str) -> Complaint:
    programme, _new = Programme.objects.get_or_create(
        code="uji-pengaduan", defaults={"name": "Uji pengaduan", "owner_kind": "opd", "agency": "dinas-lain"}
    )
    row = Complaint(
        code=codes.digest(code), programme=programme, keluarga=place.keluarga, kode_desa=place.code, topic=topic,
        channel="kantor", due=DAY, holder="koordinator" if topic == "pungutan" else "pemilik",
    )  # fmt: skip
    row.sealed = secrets.seal(
        f"alasan padan {place.mark.lower()}", table=TABLE, row=row.reference, field="sealed"
    )
    who = json.dumps({"nama": _sender(place), "kontak": ""})
    row.reporter = secrets.seal(who, table=TABLE, row=row.reference, field="reporter")
    row.save()
    ComplaintStep.objects.create(complaint=row, kode_desa=place.code, state="diterima", told="Diterima.")
    return row


def _of(world: World) -> dict[str, object]:
    return dict(world[f"complaint_{world['place']}"])


def _senders(world: World, actor: rules.Actor) -> list[str]:
    """Who complains about a programme of another agency: read by the coordinator of that place alone."""
    return [
        _sender(place)
        for place in planted.PLACES.values()
        if actor.agency_kind != "opd"
        or not any(g.role == "penyetuju" and rules.inside(place.code, g.scope) for g in actor.grants)
    ]


def _nobody(world: World, actor: rules.Actor) -> list[str]:
    """On pages for anybody stands nobody."""
    found = [word for place in planted.PLACES.values() for words in place.words.values() for word in words]
    return [*found, *(_sender(place) for place in planted.PLACES.values())]


PUBLIC = {"open": True, "forbidden": _nobody}
ROUTES = {
    "programmes:public": Expect(**PUBLIC),
    "programmes:public_data": Expect(**PUBLIC),
    "programmes:public_programme": Expect(**PUBLIC, kwargs={"code": "pkh"}),
    "programmes:public_programme_data": Expect(**PUBLIC, kwargs={"code": "pkh"}),
    # What a card opens is told by test_programmes_own_check.py: here nobody brings one.
    "programmes:check": Expect(**PUBLIC, method="post", data={"kode": "2345-6789-WXYZ"}),
    "programmes:check_answer": Expect(**PUBLIC),
    "programmes:check_object": Expect(**PUBLIC, kwargs={"code": "pkh"}),
    "programmes:complain": Expect(**PUBLIC, data={"wilayah": "64.02.06"}),
    "programmes:ticket": Expect(Ability.DELIBERATE, FieldClass.IDENTITY, forbidden=_senders),
    "programmes:ticket_issue": Expect(
        Ability.DELIBERATE, FieldClass.IDENTITY, method="post", kwargs=keluarga, forbidden=_senders
    ),
    "programmes:complaints": Expect(**SEEN, data={"tampil": "semua"}, forbidden=_senders),
    "programmes:complaint": Expect(**SEEN, kwargs=_of, forbidden=_senders),
    "programmes:complaint_step": Expect(
        **SEEN, method="post", kwargs=_of, data={"seen": "9", "state": "dijawab", "told": "Kabar uji untuk warga."},
        follow=True, forbidden=_senders,
    ),
    "programmes:complaint_record": Expect(**COUNTER, data=lambda w: {"wilayah": at(w).code}, forbidden=_senders),
    "programmes:publishing": Expect(Ability.APPROVE, FieldClass.PROGRAMME),
    "programmes:measures": Expect(**SEEN),
    "programmes:measures_download": Expect(**SEEN),
}  # fmt: skip
