"""What waits for somebody, and what changed: read through the queries of the apps below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from selaras.apps.accounts import rules as access
from selaras.apps.intake import presenting
from selaras.apps.intake import queries as intake
from selaras.apps.intake import words as intake_words
from selaras.apps.registry import queries as registry
from selaras.apps.review import queries as review
from selaras.shell import frame, words

Ability, FieldClass = access.Ability, access.FieldClass
_RECENT = 6
_MANY = 10_000
_BROKEN = ("gagal", "tidak_layak", "perlu_pemetaan")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task: how many, of what, where to do it."""

    n: int
    label: str | Promise
    why: str | Promise
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to the data: when, what, and where to read more."""

    at: dt.datetime
    what: str
    more: str
    href: str


def waiting(actor: access.Actor) -> list[Waiting]:
    """What waits for this person, in the order in which data travel."""
    return [found for task in TASKS if (found := task(actor)) is not None and found.n]


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
    n = review.queue(actor)[:_MANY].count()
    return Waiting(
        n,
        ngettext_lazy("pasangan baris menunggu ditinjau", "pasangan baris menunggu ditinjau", n),
        _("Orang yang sama atau bukan? Yang paling berguna diputuskan ada di atas."),
        address,
        "git-merge",
    )


TASKS: tuple[Callable[[access.Actor], Waiting | None], ...] = (_to_accept, _to_repair, _to_review)


def changes(actor: access.Actor) -> list[Change]:
    """What happened lately to the data this person may know of, newest first."""
    found: list[Change] = []
    for edition in intake.editions(actor).order_by("-accepted_at")[:_RECENT]:
        told = presenting.edition(edition)
        name = f"{edition.title}, {told['label']}"
        rows = edition.rows_persons + edition.rows_keluarga + edition.rows_aggregates
        href = f"/data-masuk/edisi/{edition.pk}/"
        found.append(
            Change(edition.accepted_at, str(_("Edisi diterima")), f"{name}: {intake_words.rows(rows)}", href)
        )
        if edition.undone_at is not None:
            found.append(
                Change(edition.undone_at, str(_("Edisi dibatalkan")), f"{name}. {edition.undone_why}", href)
            )
    build = registry.active()
    if build is not None and build.activated is not None and access.may(actor, Ability.SEE):
        counts = {"persons": words.number(build.persons), "keluarga": words.number(build.keluarga)}
        text = _("%(persons)s orang dalam %(keluarga)s keluarga") % counts
        found.append(
            Change(
                build.activated,
                str(_("Registri disusun ulang")),
                text,
                frame.address("registry:search", actor),
            )
        )
    return sorted(found, key=lambda change: change.at, reverse=True)[:_RECENT]


def rebuilding() -> bool:
    """Whether the registry is being built anew right now."""
    job = registry.latest_job()
    return job is not None and job.state in ("menunggu", "berjalan")
