"""What is known about families, as pages show it: answers side by side, what holds, who was there, what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise

from selaras.apps.accounts import rules as access
from selaras.apps.verval.queries import findings as queries
from selaras.apps.verval.queries import targets
from selaras.apps.verval.rules import asked, findings, labels, marks, places
from selaras.shell import words

LEAD = access.Ability.LEAD
_SHOWN = 3


def heads(actor: access.Actor, references: Iterable[str | None]) -> dict[str, dict[str, Any]]:
    """Name of the head, masked card number, address and names of members, by keluarga."""
    known, members = targets.families(actor, references, LEAD)
    found = {}
    for reference, family in known.items():
        people = members.get(reference, [])
        head = targets.head(family, people)
        found[reference] = {
            "name": (head.nama if head else "") or "", "kk": words.masked(family.kk_tail),
            "address": targets.address(family), "members": {p.reference: p.nama or "" for p in people},
        }  # fmt: skip
    return found


def queue(actor: access.Actor, found: Iterable[queries.Told]) -> list[dict[str, Any]]:
    """A row per family with open answers."""
    rows = list(found)
    known = heads(actor, [each.target.keluarga for each in rows])
    users = queries.names(row.user for each in rows for row in each.observations.values())
    shown = []
    for each in rows:
        family = known.get(each.target.keluarga or "", {})
        form = asked.Asked(each.target.campaign.instrument.questions, family.get("members"))
        fields = sorted(each.finding.open, key=form.order)
        states = [each.finding.fields[name] for name in fields]
        shown.append({
            "reference": each.target.reference, "name": family.get("name", ""), "campaign": each.target.campaign.title,
            "desa": each.target.kode_desa, "rt": places.rt_words(each.target.rt), "fields": [form.label(n) for n in fields[:_SHOWN]],
            "rest": max(len(fields) - _SHOWN, 0), "count": len(fields),
            "why": sorted({str(marks.HOW[state.why]) for state in states if isinstance(state, findings.Open)}),
            "officers": sorted({users.get(each.observations[k].user, "–") for k in each.finding.counting}),
        })  # fmt: skip
    return shown


def family(actor: access.Actor, told: queries.Told, sensitive: bool) -> dict[str, Any]:  # noqa: FBT001
    """Everything about one family. `sensitive`: whether health may be read there."""
    about = heads(actor, [told.target.keluarga]).get(told.target.keluarga or "", {})
    form = asked.Asked(told.target.campaign.instrument.questions, about.get("members"))
    users = queries.names(row.user for row in told.observations.values())
    fields = sorted(asked.shown(told.finding.fields, sensitive), key=form.order)
    opened = [name for name in fields if name in told.finding.open]
    visits = _visits(told, users)
    return {
        "told": told, "target": told.target, "about": about, "rt": places.rt_words(told.target.rt),
        "state": labels.target_state(told.target.state), "visits": visits,
        "counting": [each for each in visits if each["key"] in told.finding.counting],
        "open": [_open(told, name, form, users) for name in opened],
        "hidden": len(told.finding.open) - len(opened), "sides": _sides(told, opened, form, visits),
        "held_fields": [_settled(told, name, form, users) for name in fields if name not in told.finding.open],
        "decisions": _decisions(told, form, users, sensitive), "seen": sorted(told.observations),
    }  # fmt: skip


def _visits(told: queries.Told, users: dict[int, str]) -> list[dict[str, Any]]:
    finding, shown = told.finding, []
    groups = (
        ("corrected", finding.corrected), ("held", finding.held), ("away", finding.set_aside),
        ("measuring", finding.measuring),
    )  # fmt: skip
    for key, row in sorted(told.observations.items(), key=lambda item: item[1].pk):
        group = next((name for name, keys in groups if key in keys), "counts")
        shown.append({
            "key": key, "number": row.submission_id, "who": users.get(row.user, "–"), "received": row.received_at,
            "told": row.started, "outcome": labels.outcome(row.outcome), "channel": marks.CHANNELS.get(row.submission.channel, row.submission.channel),
            "group": group, "marks": [marks.mark(code) for code in sorted(row.flags)],
            "held": marks.HELD.get(row.submission.held, "") if group == "held" else "",
        })  # fmt: skip
    return shown


def _open(told: queries.Told, name: str, form: asked.Asked, users: dict[int, str]) -> dict[str, Any]:
    state = told.finding.fields[name]
    assert isinstance(state, findings.Open)
    return {
        "name": name, "label": form.label(name), "why": marks.HOW[state.why], "reopened": state.why == findings.REOPENED,
        "choices": [
            {"key": voice.keys[-1], "value": form.value(name, voice.value), "who": _who(told, voice, users)}
            for voice in state.voices
        ],
    }  # fmt: skip


def _who(told: queries.Told, voice: findings.Voice, users: dict[int, str]) -> str:
    seen = sorted((told.observations[key] for key in voice.keys), key=lambda row: row.pk)
    return "; ".join(f"{users.get(row.user, '–')}, {words.moment(row.received_at)}" for row in seen)


def _sides(
    told: queries.Told, opened: list[str], form: asked.Asked, visits: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The first visit that counts beside each other one: only what differs among them."""
    standing = [each for each in visits if each["group"] == "counts"]
    if len(standing) < 2 or not opened:
        return []
    first, shown = standing[0], []
    for other in standing[1:]:
        rows = [_side(told, name, form, first["key"], other["key"]) for name in opened]
        rows = [row for row in rows if row["left"] or row["right"]]
        shown.append({"left": _titled(first), "right": _titled(other), "rows": rows})
    return shown


def _titled(visit: dict[str, Any]) -> str:
    return f"{visit['who']}, {words.moment(visit['received'])}"


def _side(told: queries.Told, name: str, form: asked.Asked, left: str, right: str) -> dict[str, Any]:
    state = told.finding.fields[name]
    said: dict[str, str] = {}
    if isinstance(state, findings.Open):
        said = {key: form.value(name, voice.value) for voice in state.voices for key in voice.keys}
    one, other = said.get(left, ""), said.get(right, "")
    kind = "missing" if not one or not other else "same" if one == other else "different"
    return {"label": form.label(name), "left": one, "right": other, "state": kind}


def _settled(told: queries.Told, name: str, form: asked.Asked, users: dict[int, str]) -> dict[str, Any]:
    state = told.finding.fields[name]
    lost = state.lost if not isinstance(state, findings.Open) else ()
    value = ""
    how: marks.Text = ""
    if isinstance(state, findings.Settled):
        value, how = form.value(name, state.value), marks.HOW[state.how]
    return {
        "label": form.label(name), "value": value, "how": how,
        "lost": [f"{form.value(name, voice.value)} ({_who(told, voice, users)})" for voice in lost],
    }  # fmt: skip


def _decisions(
    told: queries.Told,
    form: asked.Asked,
    users: dict[int, str],
    sensitive: bool,  # noqa: FBT001
) -> list[dict[str, str | Promise | Any]]:
    shown = []
    for row in sorted(told.decisions.values(), key=lambda each: -each.pk):
        if row.field and not asked.shown([row.field], sensitive):
            continue
        about = row.observation or next(
            (o for o in told.observations.values() if o.submission_id == row.submission_id), None
        )
        shown.append({
            "deed": marks.DEEDS.get(row.what, row.what), "field": form.label(row.field) if row.field else "",
            "whose": users.get(about.user, "–") if about else "", "reason": row.reason, "by": row.by_name, "at": row.at,
        })  # fmt: skip
    return shown
