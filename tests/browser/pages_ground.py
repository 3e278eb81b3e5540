"""Lays field work and its way to the decree for the walk over all pages: `python pages_ground.py`, after the ground was copied.

A process of its own, in the environment of the portal under test. What the demo shows, and what waits in it: a draft, an open
meeting, an objection, a weekly page, a phone. Writes references by the names that addresses of stops_field.py use.
"""

import datetime as dt
import json
import sys

import django

django.setup()

import plans_ground  # noqa: E402
from django.utils import timezone  # noqa: E402

from selaras.apps.accounts import demo, services  # noqa: E402
from selaras.apps.accounts import rules as access  # noqa: E402
from selaras.apps.accounts.models import Grant, User  # noqa: E402
from selaras.apps.home import (  # noqa: E402
    filling,
    filling_citizens,
    filling_delivery,
    filling_field,
    filling_lists,
    filling_plans,
    filling_rules,
)
from selaras.apps.penetapan.models import Appeal, Meeting, Package  # noqa: E402
from selaras.apps.penetapan.rules.appeals import OTHERS  # noqa: E402
from selaras.apps.penetapan.services import appeals, meetings  # noqa: E402
from selaras.apps.programmes.models.complaints import Complaint  # noqa: E402
from selaras.apps.programmes.models.delivery import Cycle, Line  # noqa: E402
from selaras.apps.programmes.models.sharing import Agreement, Brought  # noqa: E402
from selaras.apps.programmes.services import catalogue  # noqa: E402
from selaras.apps.verval.models.campaigns import Campaign, Target  # noqa: E402
from selaras.apps.verval.models.submissions import Submission  # noqa: E402
from selaras.apps.verval.queries import targets  # noqa: E402
from selaras.apps.verval.rules import choosing  # noqa: E402
from selaras.apps.verval.rules.words import Channel, Purpose  # noqa: E402
from selaras.apps.verval.services import campaigns, devices, instruments, weekly  # noqa: E402


def waiting() -> dict[str, object]:
    """What is not done yet, each in the name of who would begin it."""
    leader, village, officer = (
        filling.actor(email) for email in (filling_field.LEADER, filling_field.VILLAGE, filling_field.OFFICER)
    )
    today = timezone.localdate()
    steward = filling.actor(filling.STEWARD)
    with services.acting(steward):
        wanted = choosing.Wanted(Purpose.DECILE_1, demo.KABUPATEN)
        plan = choosing.Plan("Rancangan uji", wanted, today, today + dt.timedelta(days=28))
        draft = campaigns.plan(plan=plan, by=steward)
    with services.acting(leader):
        report = weekly.make(region=demo.KECAMATAN, by=leader)
    with services.acting(village):
        for topic in ("masih_hidup", OTHERS):
            told = appeals.Sent(
                f"kunci-formulir-uji-{topic}-jalan",
                "sanggah",
                topic,
                demo.VILLAGE,
                "WARGA UJI",
                text="Mohon diperiksa.",
            )
            appeals.record(sent=told, by=village)
        reference = Campaign.objects.get(state="selesai").reference
        invited = meetings.Plan(demo.VILLAGE, today, "Balai kelurahan (uji)", "Lurah (uji)", reference)
        meeting = meetings.begin(plan=invited, by=village).reference
    with services.acting(officer):
        devices.issue(
            user=officer.user_id, kode_desa=demo.VILLAGE, channel=Channel.ODK, by=officer, name="Telepon uji"
        )
    return {"rancangan": draft, "laporan": report, "rapat": meeting, "petugas": officer.user_id}


def _first_running() -> tuple[access.Actor, Target]:
    """A family of the running campaign that waits, and whose it is: which officer got some depends on who lives where."""
    for email in (filling_field.OFFICER, filling_field.SECOND):
        officer = filling.actor(email)
        with services.acting(officer):
            running = targets.mine(officer).filter(campaign__state="berjalan")
            if first := running.select_related("campaign__instrument").first():
                return officer, first
    raise SystemExit("the running campaign has no targets")


def differing() -> str:
    """A family of the running campaign, visited twice with answers that differ."""
    officer, first = _first_running()
    for number, said in ((300, "layak"), (301, "tidak_layak")):
        filling_field._sent(first, officer, number, {"kelayakan": said, "hasil": said})
    return str(first.reference)


def _deliveries() -> dict[str, object]:
    """Cycles and lines of the demo in the states the walk wants."""
    at = {
        title: Cycle.objects.get(title=title) for title in (filling_delivery.PAID, filling_delivery.VILLAGE)
    }
    paid, village = at.values()

    def line(cycle: Cycle, state: str) -> str:
        return str(Line.objects.filter(cycle=cycle, state=state).order_by("number")[0].number)

    return {
        "tahap": paid.reference, "tahap_desa": village.reference, "baris_kembali": line(paid, "kembali"),
        "baris_bayar": line(paid, "dibayar"), "baris_desa": line(village, "diputuskan"),
        "tahap_rancangan": Cycle.objects.get(title=filling_delivery.DRAFT).reference,
    }  # fmt: skip


def main() -> None:
    """Lays it and tells the references."""
    with services.acting(access.SYSTEM):
        catalogue.seed()
    filling_field.fill()
    filling_plans.fill()
    filling_rules.fill()
    filling_delivery.fill()
    filling_citizens.fill()
    filling_lists.fill()
    told, differs = waiting(), differing()
    with services.acting(access.SYSTEM):
        # Who objects about others is told to who leads field work at an office of the kabupaten.
        head = User.objects.get(email="kadinsos@demo.selaras")
        Grant.objects.create(user=head, role="verifikator", scope=demo.KABUPATEN)
        told |= plans_ground.walked() | _deliveries()
        told |= {
            "kampanye": Campaign.objects.get(state="berjalan").reference,
            "selesai": Campaign.objects.get(state="selesai").reference,
            "rapat_tutup": Meeting.objects.exclude(closed_at=None).latest("pk").reference,
            "paket": Package.objects.latest("pk").reference,
            "sanggah": Appeal.objects.get(topic="masih_hidup").reference,
            "sanggah_lain": Appeal.objects.get(topic=OTHERS).reference,
            "formulir": instruments.current().pk,
            "kunjungan": Submission.objects.latest("pk").pk,
            "beda": differs,
            "penerima": Brought.objects.get(programme__code="satpam-ikn").reference,
            "kesepakatan": Agreement.objects.get(one__code=filling_lists.THEIRS).reference,
            "pengaduan": Complaint.objects.get(programme__code="pkh").reference,
        }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
