"""How things stand and what changed: read through the queries of the apps below, narrowed to who asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from selaras.apps.accounts import rules as access
from selaras.apps.discrepancies import figures
from selaras.apps.discrepancies import queries as discrepancies
from selaras.apps.discrepancies import rules as differing
from selaras.apps.intake import presenting
from selaras.apps.intake import queries as intake
from selaras.apps.intake import words as intake_words
from selaras.apps.registry import queries as registry
from selaras.shell import frame, words

Ability = access.Ability
_RECENT = 6


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to the data: when, what, and where to read more."""

    at: dt.datetime
    what: str
    more: str
    href: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the lists agree in the regions of one person. None: not to be told, so few are they."""

    keluarga: int | None
    differing: int | None
    where: str
    as_of: dt.datetime | None
    rounded: bool
    href: str

    @property
    def told(self) -> str:
        """How many differ, as a page says it."""
        return _("kurang dari 10") if self.differing is None else words.number(self.differing)


def standing(actor: access.Actor) -> Standing | None:
    """The one figure of the registry for this person's regions; None before there is a registry, or without the right."""
    build = discrepancies.current() if access.may(actor, Ability.SEE) else None
    if build is None:
        return None
    found = figures.Dashboard(actor, build.number, differing.Filter())
    total = found.total()
    regions = access.scopes(actor, Ability.SEE)
    return Standing(
        total.of,
        total.keluarga,
        ", ".join(words.region(code) for code in regions if code) or _("seluruh wilayah"),
        build.activated,
        found.public_only,
        frame.address("discrepancies:dashboard", actor),
    )


def changes(actor: access.Actor) -> list[Change]:
    """What happened lately to the data this person may know of, newest first."""
    found: list[Change] = []
    for edition in intake.editions(actor).order_by("-accepted_at")[:_RECENT]:
        told = presenting.edition(edition)
        name = f"{edition.title}, {told['label']}"
        rows = edition.rows_persons + edition.rows_keluarga + edition.rows_aggregates
        href = f"/data-masuk/edisi/{edition.pk}/"
        found.append(
            Change(edition.accepted_at, _("Edisi diterima"), f"{name}: {intake_words.rows(rows)}", href)
        )
        if edition.undone_at is not None:
            found.append(
                Change(edition.undone_at, _("Edisi dibatalkan"), f"{name}. {edition.undone_why}", href)
            )
    build = registry.active()
    if build is not None and build.activated is not None and access.may(actor, Ability.SEE):
        # Without its counts: those are of the whole registry, not of this person's regions.
        more = _("angka baru berlaku sejak itu")
        href = frame.address("registry:search", actor) or frame.address("discrepancies:dashboard", actor)
        found.append(Change(build.activated, _("Registri disusun ulang"), more, href))
    return sorted(found, key=lambda change: change.at, reverse=True)[:_RECENT]


def rebuilding() -> bool:
    """Whether the registry is being built anew right now."""
    job = registry.latest_job()
    return job is not None and job.state in ("menunggu", "berjalan")
