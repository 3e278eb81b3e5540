"""What waits for whom: one function for each task. Which tasks somebody has follows from what they may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import rules as access
from selaras.apps.audit import queries as audit
from selaras.apps.home import tasks_field as field
from selaras.apps.home import tasks_programmes as aid
from selaras.apps.home.waits import MANY, Waiting
from selaras.apps.intake import queries as intake
from selaras.apps.review import queries as review
from selaras.apps.verval.queries import targets as verval
from selaras.shell import frame, trail

_BROKEN = ("gagal", "tidak_layak", "perlu_pemetaan")
_LATELY, _SOON = dt.timedelta(days=7), dt.timedelta(days=14)


def _to_accept(actor: access.Actor) -> Waiting | None:
    n = intake.waiting_for(actor).filter(state="siap").count()
    return Waiting(
        n,
        ngettext_lazy("kiriman menunggu keputusan Anda", "kiriman menunggu keputusan Anda", n),
        _("Lihat apa yang akan berubah, lalu terima atau kembalikan."),
        frame.address("intake:overview", actor),
        "clipboard-check",
    )


def _to_repair(actor: access.Actor) -> Waiting | None:
    n = intake.waiting_for(actor).filter(state__in=_BROKEN).count()
    return Waiting(
        n,
        ngettext_lazy("kiriman perlu diperbaiki", "kiriman perlu diperbaiki", n),
        _("Unduh salinan bercatatan, perbaiki barisnya, lalu kirim lagi."),
        frame.address("intake:overview", actor),
        "file-import",
    )


def _to_review(actor: access.Actor) -> Waiting | None:
    address = frame.address("review:queue", actor)
    if not address:
        return None
    # A count beyond this says no more than "many", and costs time on every visit.
    n = review.queue(actor)[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("pasangan baris menunggu ditinjau", "pasangan baris menunggu ditinjau", n),
        _("Orang yang sama atau bukan? Yang paling berguna diputuskan ada di atas."),
        address,
        "git-merge",
    )


def _to_visit(actor: access.Actor) -> Waiting | None:
    address = frame.address("verval:mine", actor)
    if not address:
        return None
    n = verval.mine(actor)[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("keluarga menunggu kunjungan Anda", "keluarga menunggu kunjungan Anda", n),
        _("Menurut urutan jalan, yang perlu dikunjungi di wilayah Anda."),
        address,
        "checklist",
    )


def _to_share_out(actor: access.Actor) -> Waiting | None:
    address = frame.address("verval:campaigns", actor)
    if not address or not frame.address("verval:new", actor):
        return None
    n = verval.unassigned(actor)[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("keluarga belum punya petugas", "keluarga belum punya petugas", n),
        _("Bagi tugasnya: Selaras mengusulkan pembagian yang seimbang."),
        address,
        "map-pin",
    )


def _without_role(actor: access.Actor) -> Waiting | None:
    address = frame.address("accounts:people", actor)
    if not address:
        return None
    n = accounts.without_role(accounts.manageable(actor)).count()
    return Waiting(
        n,
        ngettext_lazy("orang belum punya peran", "orang belum punya peran", n),
        _("Mereka dapat masuk, tetapi belum melihat apa pun. Beri peran dan wilayahnya."),
        f"{address}?keadaan=tanpa-peran",
        "users",
    )


def _tokens_ending(actor: access.Actor) -> Waiting | None:
    address = frame.address("accounts:people", actor)
    if not address:
        return None
    n = accounts.tokens_ending(actor, timezone.now() + _SOON).count()
    return Waiting(
        n,
        ngettext_lazy("token API segera berakhir", "token API segera berakhir", n),
        _("Buat yang baru bila sistemnya masih perlu membaca; yang lama berakhir sendiri."),
        f"{address}?keadaan=token-berakhir",
        "key",
    )


def _damaged(actor: access.Actor) -> Waiting | None:
    address, last = frame.address("audit:events", actor), audit.last_check()
    if not address or last is None:
        return None
    return Waiting(
        last.found,
        ngettext_lazy("masalah pada keutuhan jejak", "masalah pada keutuhan jejak", last.found),
        _("Simpan salinan basis data sekarang, lalu telusuri peristiwanya."),
        address,
        "alert-triangle",
    )


def _refusals(actor: access.Actor) -> Waiting | None:
    address = frame.address("audit:events", actor)
    if not address:
        return None
    since = timezone.localdate() - _LATELY
    wanted = audit.Filter(outcome=trail.REFUSED, since=since)
    n = audit.visible(actor, wanted)[: MANY + 1].count()
    return Waiting(
        n,
        ngettext_lazy("penolakan dalam tujuh hari terakhir", "penolakan dalam tujuh hari terakhir", n),
        _("Sebagian besar salah alamat. Yang berulang dari satu orang perlu ditanyakan."),
        f"{address}?{urlencode({'outcome': trail.REFUSED, 'since': since.isoformat()})}",
        "ban",
    )


# In the order in which data travel; looking after the house comes last.
TASKS: tuple[Callable[[access.Actor], Waiting | None], ...] = (
    _damaged, _to_accept, _to_repair, _to_review, _to_visit, _to_share_out, field.held, field.contradicting,
    field.to_hear, field.to_close, field.to_sign, aid.to_publish, aid.to_approve, aid.to_lock, aid.to_agree, aid.to_answer,
    aid.to_finish, aid.to_propose, _without_role, _tokens_ending, _refusals,
)  # fmt: skip


def waiting(actor: access.Actor) -> list[Waiting]:
    """What waits for this person."""
    return [found for task in TASKS if (found := task(actor)) is not None and found.n]
