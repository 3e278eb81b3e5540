"""What waits after the visits: what is held or contradicts, what citizens said, meetings that are open, signatures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.apps.accounts import rules as access
from selaras.apps.home.waits import MANY, Waiting
from selaras.apps.penetapan.queries import appeals, meetings, packages
from selaras.apps.penetapan.rules import meetings as rules_of_meetings
from selaras.apps.verval.queries import findings
from selaras.shell import frame


def held(actor: access.Actor) -> Waiting | None:
    """Submissions in quarantine."""
    address = frame.address("verval:quarantine", actor)
    if not address:
        return None
    n = findings.held(actor)[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("kiriman kunjungan ditahan", "kiriman kunjungan ditahan", n),
        _("Tidak ada yang hilang: baca sebabnya, lalu lepas atau sisihkan."),
        address,
        "hourglass",
    )


def contradicting(actor: access.Actor) -> Waiting | None:
    """Families about whom two answers contradict one another."""
    address = frame.address("verval:finding_queue", actor)
    if not address:
        return None
    n = findings.contradicting(actor)
    return Waiting(
        n,
        ngettext_lazy("keluarga dengan jawaban yang berbeda", "keluarga dengan jawaban yang berbeda", n),
        _("Dua kunjungan menjawab lain. Lihat buktinya, lalu putuskan mana yang berlaku."),
        address,
        "arrows-diff",
    )


def to_hear(actor: access.Actor) -> Waiting | None:
    """Proposals and objections that the office of this person holds."""
    address = frame.address("penetapan:appeals", actor)
    if not address:
        return None
    n = appeals.queue(actor)[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("usul atau sanggah menunggu kantor Anda", "usul atau sanggah menunggu kantor Anda", n),
        _("Yang batas waktunya terdekat ada di atas; warga membaca langkahnya dengan kode."),
        address,
        "message-circle",
    )


def to_close(actor: access.Actor) -> Waiting | None:
    """Meetings whose berita acara is not made yet."""
    address = frame.address("penetapan:meetings", actor)
    if not address:
        return None
    n = meetings.visible(actor).filter(state=rules_of_meetings.State.OPEN)[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("musyawarah belum ditutup", "musyawarah belum ditutup", n),
        _("Lengkapi putusan dan daftar hadirnya; berita acara terbit waktu ditutup."),
        address,
        "users",
    )


def to_sign(actor: access.Actor) -> Waiting | None:
    """Packages whose next signature is this person's."""
    address = frame.address("penetapan:packages", actor)
    if not address or not access.may(actor, access.Ability.SIGN, field_class=access.FieldClass.IDENTITY):
        return None
    n = len(packages.waiting(actor))
    return Waiting(
        n,
        ngettext_lazy("paket menunggu tanda tangan Anda", "paket menunggu tanda tangan Anda", n),
        _("Baca isinya, lalu tandatangani dan teruskan, atau kembalikan dengan alasan."),
        address,
        "clipboard-check",
    )
