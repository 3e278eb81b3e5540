"""A cycle as it is asked for, before anything is made: whole rupiah, recipients of its region, nobody twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Plan
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.rules import delivery as rules
from selaras.kernel import errors

_MOST = 300_000


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is to get it: a keluarga, or one of its persons, in a village. `amount`: whole rupiah where it differs, 0 for that of the
    draft; `parts`: what it is made of, as rules.components.kept writes it."""

    keluarga: str
    kode_desa: str
    person: str = ""
    amount: int = 0
    parts: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A cycle as an official asks for it. `amount`: whole rupiah (or worth) of each, 0 where each has its own; `build`: what was
    decided by."""

    programme: Programme
    wilayah: str
    title: str
    period: str
    tranche: int
    channel: rules.Channel
    amount: int
    recipients: Sequence[Recipient]
    build: int
    plan: Plan | None = None
    rule: Rule | None = None


def checked(draft: Draft) -> None:
    """Raises SelarasError tahap_isian_salah, tahap_tanpa_penerima, tahap_penerima_ganda, tahap_penerima_luar."""
    amounts = (
        [draft.amount] if draft.amount or not draft.recipients else [each.amount for each in draft.recipients]
    )
    whole = all(type(each) is int and 0 < each <= rules.MOST_RUPIAH for each in amounts)
    if not whole or rules.period(draft.period) != draft.period or not 1 <= draft.tranche <= 99:
        raise errors.SelarasError("tahap_isian_salah")
    if draft.channel is rules.Channel.POST and rules.for_villages(draft.programme.unit):
        raise errors.SelarasError("tahap_isian_salah")
    if not draft.recipients or len(draft.recipients) > _MOST:
        raise errors.SelarasError("tahap_tanpa_penerima")
    if len({each.person or each.keluarga for each in draft.recipients}) < len(draft.recipients):
        raise errors.SelarasError("tahap_penerima_ganda")
    if not all(access.inside(each.kode_desa, draft.wilayah) for each in draft.recipients):
        raise errors.SelarasError("tahap_penerima_luar")
