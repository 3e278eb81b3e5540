"""How programmes are told on pages: groups of a family's programmes, rules in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.queries.family import ORDER, Answer
from selaras.apps.programmes.rules import words
from selaras.engine.eligibility import wording
from selaras.engine.eligibility.answering import Outcome
from selaras.engine.eligibility.programme import Missing, Unit

Text = str | Promise
GROUPS: dict[Outcome, Text] = {
    Outcome.LAYAK: _("Layak menurut aturan"),
    Outcome.BELUM_TAHU: _("Belum tahu: ada jawaban yang belum kami miliki"),
    Outcome.TIDAK_LAYAK: _("Tidak layak menurut aturan"),
}
STRATEGIES: dict[str, Text] = {
    words.Strategy.BURDEN: _("Mengurangi beban pengeluaran"),
    words.Strategy.INCOME: _("Meningkatkan pendapatan"),
    words.Strategy.POCKETS: _("Mengurangi kantong kemiskinan"),
}
OWNERS: dict[str, Text] = {
    words.Owner.OPD: _("Perangkat daerah"), words.Owner.CENTRE: _("Pusat"), words.Owner.PROVINCE: _("Provinsi"),
    words.Owner.OIKN: _("Otorita IKN"), words.Owner.CSR: _("Perusahaan"), words.Owner.DESA: _("Desa"),
}  # fmt: skip
BENEFITS: dict[str, Text] = {
    words.Benefit.MONEY: _("uang"), words.Benefit.GOODS: _("barang"), words.Benefit.SERVICE: _("jasa"),
    words.Benefit.TRAINING: _("pelatihan"),
}  # fmt: skip
UNITS: dict[str, Text] = {
    Unit.PERSON: _("orang"), Unit.KELUARGA: _("keluarga"), Unit.DESA: _("desa/kelurahan"),
}  # fmt: skip
STATES: dict[str, Text] = {
    words.RuleState.DRAFT: _("rancangan"), words.RuleState.PROPOSED: _("diajukan"),
    words.RuleState.VALID: _("berlaku"), words.RuleState.REPLACED: _("diganti"),
    words.RuleState.REJECTED: _("ditolak"),
}  # fmt: skip
MISSING: dict[str, Text] = {
    Missing.ASK: _("ditanyakan dulu, belum diputus"),
    Missing.FAIL: _("dianggap tidak terpenuhi"),
    Missing.LET: _("dianggap terpenuhi"),
}


def family(answer: Answer) -> dict[str, Any]:
    """What the panel and the sheet of a family show."""
    open_ = [line for line in answer.of(Outcome.LAYAK) if not line.lists]
    return {
        "groups": [
            {"title": GROUPS[outcome], "outcome": outcome.name.lower(), "lines": answer.of(outcome)}
            for outcome in ORDER
            if answer.of(outcome)
        ],
        "received": [line for line in answer.lines if line.lists],
        # What may be asked for now, what waits for an answer, what does not fit: what is received stands apart on paper.
        "fits": open_, "unknown": [line for line in answer.of(Outcome.BELUM_TAHU) if not line.lists],
        "unfit": [line for line in answer.of(Outcome.TIDAK_LAYAK) if not line.lists],
        "wanted": answer.wanted, "asked": _by_place(answer.wanted), "keluarga": answer.facts.keluarga, "on": answer.on, "narrowed": bool(answer.facts.hidden),
        "assumed": any(line.programme.assumption for line in answer.lines),
    }  # fmt: skip


def _by_place(wanted: Sequence[tuple[str, str, int]]) -> list[tuple[str, str]]:
    """(where it is asked, the answers that are asked there)."""
    found: dict[str, list[str]] = {}
    for label, where, _n in wanted:
        found.setdefault(where, []).append(label)
    return [(where, ", ".join(labels)) for where, labels in found.items()]


def row(programme: Any, rule: Any) -> dict[str, Any]:
    """A line of the catalogue."""
    return {
        "programme": programme, "owner": OWNERS.get(programme.owner_kind, programme.owner_kind),
        "benefit": BENEFITS.get(programme.benefit, programme.benefit),
        "unit": UNITS.get(programme.unit, programme.unit),
        "strategy": STRATEGIES.get(programme.strategy, programme.strategy),
        "sentences": [clause["sentence"] for clause in rule.clauses] if rule else [],
    }  # fmt: skip


def version(rule: Any) -> dict[str, Any]:
    """A version of a rule with its clauses and figures in words."""
    return {
        "rule": rule, "state": STATES.get(rule.state, rule.state),
        "clauses": [_clause(each) for each in rule.clauses],
        "figures": [_figure(each) for each in rule.figures],
    }  # fmt: skip


def _clause(each: Mapping[str, Any]) -> dict[str, Any]:
    return {**each, "missing": MISSING[each.get("missing", Missing.ASK)]}


def figure_value(value: Any) -> str:
    """A figure, or a list of them, as an official writes it."""
    held: Sequence[Any] = value if isinstance(value, list) else [value]
    return ", ".join(wording.plain(each) for each in held)


def _figure(each: Mapping[str, Any]) -> dict[str, Any]:
    days = {key: dt.date.fromisoformat(each[key]) for key in ("begins", "ends") if each.get(key)}
    return {**each, **days, "said": figure_value(each["value"])}
