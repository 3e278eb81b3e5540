"""What waits in programmes: rules, plans and lists to decide, drafts to go on with, agreements to answer, complaints."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.apps.accounts import rules as access
from selaras.apps.home.waits import MANY, Waiting
from selaras.apps.programmes.queries import complaints, delivery, editing, plans, sharing
from selaras.shell import frame


def to_publish(actor: access.Actor) -> Waiting | None:
    """Rules of others to publish or give back."""
    n = len(editing.waiting(actor))
    return Waiting(
        n,
        ngettext_lazy("aturan program menunggu keputusan Anda", "aturan program menunggu keputusan Anda", n),
        _("Baca yang berubah dan siapa yang masuk atau keluar, lalu terbitkan atau kembalikan."),
        frame.address("programmes:programmes", actor),
        "clipboard-check",
    )


def to_approve(actor: access.Actor) -> Waiting | None:
    """Plans of others to review or approve."""
    n = len(plans.waiting(actor))
    return Waiting(
        n,
        ngettext_lazy(
            "rencana penerima menunggu keputusan Anda", "rencana penerima menunggu keputusan Anda", n
        ),
        _("Baca batas dan putusan petugasnya, lalu periksa, setujui, atau kembalikan."),
        frame.address("programmes:plans", actor),
        "checklist",
    )


def to_lock(actor: access.Actor) -> Waiting | None:
    """Lists of a tranche that somebody else made."""
    address = frame.address("programmes:deliveries", actor)
    if not address:
        return None
    n = len(delivery.to_freeze(actor))
    return Waiting(
        n,
        ngettext_lazy(
            "daftar penyaluran menunggu persetujuan Anda", "daftar penyaluran menunggu persetujuan Anda", n
        ),
        _("Baca siapa yang menerima dan berapa; sesudah Anda setujui, daftarnya tidak berubah lagi."),
        address,
        "coin",
    )


def to_agree(actor: access.Actor) -> Waiting | None:
    """Agencies that ask to compare lists."""
    address = frame.address("programmes:agreements", actor)
    if not address:
        return None
    n = sharing.waiting(actor, timezone.localdate()).count()
    return Waiting(
        n,
        ngettext_lazy("kesepakatan menunggu jawaban Anda", "kesepakatan menunggu jawaban Anda", n),
        _("Instansi lain ingin membanding daftar. Baca tujuan dan dasarnya, lalu setujui atau tolak."),
        address,
        "share",
    )


def to_finish(actor: access.Actor) -> Waiting | None:
    """Rules of the own agency that are still being written."""
    n = len(editing.drafts(actor))
    return Waiting(
        n,
        ngettext_lazy("rancangan aturan belum diajukan", "rancangan aturan belum diajukan", n),
        _("Uji dulu pada registri, lalu ajukan; orang lain yang menerbitkannya."),
        frame.address("programmes:programmes", actor),
        "heart-handshake",
    )


def to_propose(actor: access.Actor) -> Waiting | None:
    """Plans this person made and has not proposed."""
    n = plans.drafts(actor).count()
    return Waiting(
        n,
        ngettext_lazy("rencana penerima masih rancangan", "rencana penerima masih rancangan", n),
        _("Bandingkan skenarionya, lalu ajukan satu."),
        frame.address("programmes:plans", actor),
        "checklist",
    )


def to_answer(actor: access.Actor) -> Waiting | None:
    """Complaints whose answer is this person's."""
    address = frame.address("programmes:complaints", actor)
    if not address:
        return None
    n = complaints.waiting(actor, timezone.localdate())[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("pengaduan menunggu jawaban Anda", "pengaduan menunggu jawaban Anda", n),
        _("Yang batas waktunya terdekat ada di atas; warga membaca jawabannya dengan kode."),
        address,
        "message-circle",
    )
