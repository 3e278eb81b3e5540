"""A village with three keluarga, two of them visited, and a meeting about them."""

import datetime as dt

from penetapan_ground import VILLAGE, plant

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.penetapan.queries import meetings as queries
from selaras.apps.penetapan.services import appeals, meetings

HELD = dt.date(2026, 11, 20)
PRESENT = (
    ("Lurah Contoh", "kepala", True), ("Ketua RT Contoh", "rt_rw", True), ("Tokoh Contoh", "tokoh", True),
    ("Pendamping Contoh", "pendamping", False), ("Warga Contoh", "warga", False),
)  # fmt: skip
KEY = "kunci-formulir-untuk-uji-{}"


def sent(number=1, **other):
    """A proposal as a citizen writes it."""
    values = {
        "key": KEY.format(number), "kind": "usul", "topic": "keluarga_saya", "kode_desa": VILLAGE, "name": "PELAPOR UJI",
        "contact": "0812-uji", "about": "KEPALA USULAN UJI", "address": "gang uji", "text": "Kami belum pernah didata.",
    }  # fmt: skip
    return appeals.Sent(**{**values, **other})


def begin(operator, **other):
    """A meeting of the village about what waits there."""
    accounts.identify(operator)
    values = {"kode_desa": VILLAGE, "held_on": HELD, "place": "Balai kelurahan", "chair": "Lurah Contoh"}
    return meetings.begin(plan=meetings.Plan(**{**values, **other}), by=operator)


def fill(meeting, operator, decision="layak"):
    """Everybody comes and everything is decided."""
    for name, capacity, signs in PRESENT:
        meetings.attend(reference=meeting.reference, name=name, capacity=capacity, signs=signs, by=operator)
    for item in queries.items(meeting):
        said = meetings.Said(decision, "menurut musyawarah warga")
        meetings.decide(reference=meeting.reference, place=item.place, said=said, by=operator)


def planted():
    """Three keluarga in the village."""
    accounts.identify(access.SYSTEM)
    return plant()
