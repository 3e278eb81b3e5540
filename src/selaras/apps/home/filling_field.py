"""The field work of a demo: a campaign that ended, its meeting, its package and its findings on their way back into the
registry; and one for decile 1 with two officers that runs, with visits coming in.

Every step is a service that a page or phone calls too, in the name of the person who would. Answers and photos are made up.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from django.utils import timezone
from PIL import Image, ImageDraw

from selaras.apps.accounts import demo
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.discrepancies import queries as discrepancies
from selaras.apps.discrepancies import rules as differing
from selaras.apps.home import filling
from selaras.apps.penetapan.queries import meetings as listed
from selaras.apps.penetapan.services import meetings, packages
from selaras.apps.registry import queries as registry
from selaras.apps.verval.models.campaigns import Campaign, Target
from selaras.apps.verval.queries import targets
from selaras.apps.verval.rules import choosing, receiving, settling
from selaras.apps.verval.rules.words import Channel, Purpose
from selaras.apps.verval.services import campaigns, officers, returning
from selaras.apps.verval.services.receiving import receive
from selaras.apps.wilayah import queries as wilayah

OFFICER, SECOND, LEADER = "petugas@demo.selaras", "petugas2@demo.selaras", "verifikator@demo.selaras"
VILLAGE, LURAH = "desa@demo.selaras", "lurah@demo.selaras"
_NEAR, _AROUND, _DECIDED, _VISITED, _ENOUGH = 400, 40, 8, 25, 4
_RUNNING = 100  # numbers of visits from here on belong to the running campaign
_PRESENT = (
    ("Lurah (contoh)", "kepala", True), ("Ketua RT (contoh)", "rt_rw", True), ("Tokoh warga (contoh)", "tokoh", True),
    ("Pendamping (contoh)", "pendamping", False), ("Warga (contoh)", "warga", False),
)  # fmt: skip
_WALLS = ((214, 190, 150), (176, 204, 196), (224, 214, 196), (190, 176, 204), (204, 160, 140))
_ROOFS = ((122, 62, 48), (96, 96, 104), (60, 92, 74))


def fill() -> int | None:
    """Where the village of the demo has families; without them nothing is made. The delivery that takes findings back."""
    leader = filling.actor(LEADER)
    with accounts.acting(leader):
        rows = registry.visible_keluarga(actor=leader).order_by("desil", "reference")
        here = list(rows.filter(kode_desa=demo.VILLAGE).values_list("reference", flat=True)[:_NEAR])
        unsure = _differing(leader)
        around = rows.filter(kode_desa__startswith=f"{demo.KECAMATAN}.")
        # The officer of the village is to have somebody to visit: a small demo has too few of decile 1 there.
        poorest, first = (
            rows.filter(kode_desa=demo.VILLAGE, desil=1).count() >= _ENOUGH,
            list(around.values_list("reference", flat=True)[:_AROUND]),
        )
    here.sort(key=lambda reference: reference not in unsure)
    decided = here[: min(_DECIDED, len(here) // 2)]
    ended = _ended(decided, leader) if decided else None
    if not here:
        return None
    if poorest:
        title, wanted = (
            "Verval desil 1 Kecamatan Tenggarong",
            choosing.Wanted(Purpose.DECILE_1, demo.KECAMATAN),
        )
    else:
        left = (one for one in (*here[:_AROUND], *first) if one not in decided)
        title = "Usulan warga Tenggarong, putaran kedua"
        wanted = choosing.Wanted(Purpose.PROPOSALS, demo.KECAMATAN, references=tuple(dict.fromkeys(left)))
    running = _campaign(title, wanted, leader)
    _visits(running, OFFICER, 100)
    _visits(running, SECOND, 200)
    return _returned(ended) if ended else None


def _ended(decided: Sequence[str | None], leader: access.Actor) -> str:
    """A campaign about these families that is over, its meeting held and its package on its way; its reference."""
    wanted = choosing.Wanted(Purpose.PROPOSALS, demo.VILLAGE, references=tuple(filter(None, decided)))
    ended = _campaign("Usulan warga, putaran pertama", wanted, leader)
    _visits(ended, OFFICER, 0)
    _visits(ended, SECOND, 50)
    with accounts.acting(leader):
        campaigns.end(reference=ended, by=leader)
    _decided(ended)
    return ended


def _differing(leader: access.Actor) -> set[str | None]:
    """Keluarga of the village about which lists differ in something a visit can settle."""
    build = discrepancies.current()
    if build is None:
        return set()
    wanted = differing.Filter(demo.VILLAGE)
    found = discrepancies.cases(actor=leader, build=int(build.number), wanted=wanted)
    return set(found.filter(kind__in=settling.KINDS).values_list("keluarga", flat=True))


def _returned(ended: str) -> int:
    """The findings at intake, sent by the wali data; the number of the delivery."""
    steward = filling.actor(filling.STEWARD)
    with accounts.acting(steward):
        found = Campaign.objects.get(reference=ended)
        return int(returning.send_back(campaign=found, by=steward).delivery)


def _campaign(title: str, wanted: choosing.Wanted, by: access.Actor) -> str:
    """A campaign about these families that runs, its visits shared out; its reference."""
    today = timezone.localdate()
    with accounts.acting(by):
        plan = choosing.Plan(title, wanted, today, today + dt.timedelta(days=28))
        reference = campaigns.plan(plan=plan, by=by)
        campaigns.launch(reference=reference, by=by)
        made = Campaign.objects.get(reference=reference).pk
    campaigns.make_targets(made)
    with accounts.acting(by):
        if officers.add_all(campaign=reference, by=by):
            officers.carry_out(campaign=reference, by=by)
    return reference


def _visits(campaign: str, email: str, seed: int) -> None:
    """Those of an officer; in a running campaign one differs from an earlier one, and one is far away at night."""
    officer, runs = filling.actor(email), seed >= _RUNNING
    with accounts.acting(officer):
        mine = list(
            targets.mine(officer).filter(campaign__reference=campaign).select_related("campaign__instrument")
        )
    # Of the running one a third still waits: the phone has somebody to visit.
    done = len(mine) * 2 // 3 if runs else len(mine)
    for number, row in enumerate(mine[: min(_VISITED, done)]):
        said = "tidak_layak" if number % 5 == 4 else "layak"
        _sent(row, officer, seed + number, {"kelayakan": said, "hasil": said, **_members(row, officer)})
    if runs and email == OFFICER and len(mine) > 2:
        other = {"kelayakan": "tidak_layak", "hasil": "tidak_layak", "tidak_layak": "mampu_penghasilan"}
        _sent(mine[0], officer, seed + 60, other)
        _sent(mine[1], officer, seed + 61, {"kelayakan": "layak", "hasil": "layak"}, far=True)


def _members(row: Target, by: access.Actor) -> dict[str, str]:
    """Everybody of the keluarga was met: a group of answers each."""
    with accounts.acting(by):
        _known, people = targets.families(by, [row.keluarga], access.Ability.VISIT)
    met = people.get(row.keluarga or "", [])
    each = "</anggota><anggota>".join(
        f"<anggota_ref>{person.reference}</anggota_ref><keberadaan>1</keberadaan>" for person in met
    )
    return {"anggota": each} if each else {}


def _sent(row: Target, by: access.Actor, number: int, said: dict[str, str], *, far: bool = False) -> None:
    """A visit as the page of a phone sends it. `far`: elsewhere, at night, with a photo of another visit."""
    lat, lon = (-0.9, 116.2) if far else _place(row.kode_desa, number)
    day = timezone.localdate() - dt.timedelta(days=1)
    starts = f"{day}T{23 if far else 8 + number % 8:02d}:"
    name, form = f"rumah-{number}.jpg", row.campaign.instrument
    told = {
        "keadaan": "ada", "persetujuan": "ya", **said, "lokasi": f"{lat:.5f} {lon:.5f} 0 8", "foto_depan": name,
        "luas_lantai": str(24 + number % 40), "lantai": str(1 + number % 8),
    }  # fmt: skip
    body = "".join(f"<{field}>{text}</{field}>" for field, text in told.items())
    xml = (
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form.form_id}" version="{form.version}">'
        f"<start>{starts}{number % 30:02d}:00+08:00</start><end>{starts}{number % 30 + 12 + number % 9:02d}:00+08:00</end>"
        f"<sasaran>{row.reference}</sasaran>{body}<orx:meta><orx:instanceID>uuid:demo-{number}-{row.reference}"
        "</orx:instanceID></orx:meta></data>"
    )
    files = ((name, house(100 if far else number)),)
    with accounts.acting(by):
        receive(receiving.Sent(xml.encode(), Channel.PAGE, files=files), by)


def _place(code: str, number: int) -> tuple[float, float]:
    """Latitude and longitude of a house in the middle of a village, twenty metres and more from the next."""
    outline: Sequence[Sequence[Sequence[Sequence[float]]]] = wilayah.outline(code)
    ring = outline[0][0] if outline else [(117.0, -0.45)]
    lon, lat = (sum(point[axis] for point in ring) / len(ring) for axis in (0, 1))
    return lat + number % 6 * 0.0002, lon + number // 6 % 6 * 0.0002


def house(number: int) -> bytes:
    """A drawing of a house as JPEG, one unlike the other."""
    picture = Image.new("RGB", (640, 480), (196, 220, 236))
    pen, left, top = ImageDraw.Draw(picture), 90 + number * 37 % 160, 190 + number * 23 % 60
    right, bottom = left + 240 + number * 53 % 120, 400
    pen.rectangle((0, 380, 640, 480), fill=(132, 150, 96))
    pen.rectangle((left, top, right, bottom), fill=_WALLS[number % len(_WALLS)])
    roof = ((left - 30, top), ((left + right) // 2, top - 60 - number * 17 % 60), (right + 30, top))
    pen.polygon(roof, fill=_ROOFS[number % len(_ROOFS)])
    door = left + 30 + number * 41 % 120
    pen.rectangle((door, bottom - 120, door + 56, bottom), fill=(92, 66, 48))
    room = io.BytesIO()
    picture.save(room, "JPEG", quality=80)
    return room.getvalue()


def _decided(campaign: str) -> None:
    """The meeting of the village, and its package on the desk of the kecamatan."""
    village, lurah = filling.actor(VILLAGE), filling.actor(LURAH)
    with accounts.acting(village):
        plan = meetings.Plan(
            demo.VILLAGE, timezone.localdate(), "Balai kelurahan (contoh)", "Lurah (contoh)", campaign
        )
        held = meetings.begin(plan=plan, by=village)
        for name, capacity, signs in _PRESENT:
            meetings.attend(reference=held.reference, name=name, capacity=capacity, signs=signs, by=village)
        for item in listed.items(held):
            said = meetings.Said("layak" if item.place % 4 else "tidak_layak", "menurut warga yang hadir")
            meetings.decide(reference=held.reference, place=item.place, said=said, by=village)
        meetings.close(reference=held.reference, by=village)
        made = packages.make_of(campaign=campaign, kode_desa=demo.VILLAGE, by=village)
    with accounts.acting(lurah):
        packages.sign(reference=made.reference, seen=made.steps.count(), by=lurah)
