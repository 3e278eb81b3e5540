"""How lists of agencies and agreements are told on pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.queries import sharing as queries
from selaras.apps.programmes.rules import sharing

Text = str | Promise
PROBLEMS: dict[str, Text] = {
    sharing.Problem.NO_NUMBER: _("tidak ada NIK atau nomor KK yang dapat dibaca"),
    sharing.Problem.DAMAGED: _("nomornya rusak oleh lembar hitung: digit terakhir hilang"),
    sharing.Problem.UNKNOWN: _(
        "tidak dikenal di registri wilayah Anda; periksa nomornya, atau usulkan keluarganya"
    ),
    sharing.Problem.DOUBLE: _("keluarga yang sama sudah ada di baris sebelumnya"),
}
STATES: dict[str, Text] = {
    sharing.State.ASKED: _("menunggu jawaban"), sharing.State.AGREED: _("disepakati"),
    sharing.State.DECLINED: _("ditolak"), sharing.State.ENDED: _("berakhir"),
}  # fmt: skip


def brought(row: Any) -> dict[str, Any]:
    """A list an agency brought."""
    return {"row": row, "standing": row.withdrawn_at is None, "left": row.rows - row.matched}


def agreement(row: Any, actor: access.Actor, today: dt.date) -> dict[str, Any]:
    """An agreement as one side sees it."""
    mine, theirs = queries.sides(row, actor)
    over = row.state in (sharing.State.ASKED, sharing.State.AGREED) and today > row.until
    return {
        "row": row, "mine": mine, "theirs": theirs, "state": STATES[sharing.State.ENDED] if over else STATES.get(row.state, row.state),
        "purpose": access.PURPOSES.get(row.purpose, row.purpose), "holds": sharing.holds(row.state, row.until, today),
        "to_answer": row.state == sharing.State.ASKED and not over and row.other.agency == actor.agency and row.asked_by != actor.user_id,
        "waiting": row.state == sharing.State.ASKED and not over and row.one.agency == actor.agency,
        "may_end": row.state in (sharing.State.ASKED, sharing.State.AGREED) and not over,
    }  # fmt: skip
