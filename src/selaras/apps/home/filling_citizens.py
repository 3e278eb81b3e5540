"""What citizens of a demo sent about programmes, and the first figures anybody reads: by the doors people use."""

from __future__ import annotations

import contextlib

from selaras.apps.accounts import demo
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.home import filling
from selaras.apps.penetapan.services import appeals
from selaras.apps.programmes.models.complaints import Complaint
from selaras.apps.programmes.queries import complaints as queries
from selaras.apps.programmes.services import complaints, figures
from selaras.kernel import errors

OWNER, COORDINATOR = "program@demo.selaras", "penyetuju@demo.selaras"
_SENT = (
    ("pkh", "belum_sampai", "Bantuan triwulan ini belum kami terima, padahal tetangga sudah."),
    ("sembako", "kurang", "Yang kami terima kurang satu karung."),
    ("pbi-jk", "putusan", "Ibu saya sudah lansia tetapi kami dinilai tidak memenuhi syarat."),
    ("blt-dd", "pungutan", "Kami diminta membayar ongkos sebelum bantuan diserahkan."),
)
# What the office of the village finds on its desk.
_APPEALS = (
    ("usul", "keluarga_saya", "Kami tinggal menumpang, suami saya sakit, dan belum pernah didata."),
    ("sanggah", "tidak_masuk", "Tahun lalu kami menerima, tahun ini tidak. Mohon dijelaskan sebabnya."),
)
_CHECKED = "Kami sedang mencocokkan daftar penyaluran bulan ini."


def fill() -> None:
    """A proposal, an objection and four complaints in the village of the demo, one of them taken up; this quarter's figures where
    there are deliveries."""
    for kind, topic, text in _APPEALS:
        sent = appeals.Sent(
            f"kunci-formulir-demo-{kind}", kind, topic, demo.VILLAGE, "Warga contoh", rt="001", text=text
        )
        with accounts.acting(_nobody()):
            appeals.send(sent=sent)
    for number, (programme, topic, text) in enumerate(_SENT):
        key = f"kunci-formulir-demo-pengaduan-{number}"
        with accounts.acting(_nobody()):
            complaints.send(
                sent=complaints.Sent(key, programme, topic, demo.VILLAGE, f"Warga contoh {number + 1}", text)
            )
    owner = filling.actor(OWNER)
    with accounts.acting(owner):
        first = queries.visible(owner).filter(programme__code="sembako").first()
        if isinstance(first, Complaint) and first.state == "diterima":
            complaints.move(
                reference=first.reference, what=complaints.Move("diperiksa", _CHECKED, 1), by=owner
            )
    coordinator = filling.actor(COORDINATOR)
    # Before the first delivery there is nothing to publish.
    with contextlib.suppress(errors.SelarasError), accounts.acting(coordinator):
        figures.publish(by=coordinator)


def _nobody() -> access.Actor:
    return access.Actor(0, "", "", access.AgencyKind.DESA, ())
