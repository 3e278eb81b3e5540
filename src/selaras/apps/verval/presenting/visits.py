"""One visit as its page shows it: what was answered, where and when, its photos, and why it is held."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.submissions import Attachment, Contradiction, Observation, Submission
from selaras.apps.verval.presenting import findings as presenting
from selaras.apps.verval.queries import campaigns, quality, releasing
from selaras.apps.verval.queries import findings as queries
from selaras.apps.verval.rules import asked, comparing, labels, marks, places
from selaras.apps.verval.rules import findings as merging
from selaras.apps.verval.rules.words import Standing
from selaras.shell import words


def listed(actor: access.Actor, rows: Iterable[Submission]) -> list[dict[str, Any]]:
    """Held submissions as rows."""
    found = list(rows)
    users = queries.names(row.user for row in found)
    known = presenting.heads(actor, [row.target.keluarga for row in found if row.target])
    return [
        {
            "number": row.pk, "who": users.get(row.user, "–"), "received": row.received_at,
            "why": marks.HELD.get(row.held, row.held), "desa": row.kode_desa or "",
            "channel": marks.CHANNELS.get(row.channel, row.channel), "campaign": row.campaign.title if row.campaign else "",
            "name": known.get(row.target.keluarga or "", {}).get("name", "") if row.target else "",
        }
        for row in found
    ]  # fmt: skip


def contradicted(rows: Iterable[Contradiction]) -> list[dict[str, Any]]:
    """Other contents under a key that was taken."""
    found = list(rows)
    users = queries.names(row.user for row in found)
    return [
        {
            "number": row.submission_id, "who": users.get(row.user, "–"), "received": row.received_at,
            "desa": row.kode_desa or "", "digest": row.digest[:12],
        }
        for row in found
    ]  # fmt: skip


def visit(actor: access.Actor, row: Submission, sensitive: bool) -> dict[str, Any]:  # noqa: FBT001
    """Everything about one visit."""
    seen = releasing.observation(row)
    about = (
        presenting.heads(actor, [row.target.keluarga]).get(row.target.keluarga or "", {})
        if row.target
        else {}
    )
    files = queries.attachments([row]).get(row.pk, [])
    here = {each.name for each in files}
    held = row.standing == Standing.HELD
    return {
        "row": row, "seen": seen, "about": about, "who": queries.names([row.user]).get(row.user, "–"),
        "standing": marks.STANDINGS.get(row.standing, row.standing), "held": held,
        "aside": row.standing == Standing.REFUSED, "why": marks.HELD.get(row.held, ""),
        "channel": marks.CHANNELS.get(row.channel, row.channel),
        "outcome": labels.outcome(seen.outcome) if seen else "", "answers": _answers(row, seen, about, sensitive),
        "minutes": quality.minutes(seen) if seen else None, "marks": _marks(actor, row),
        "photos": [each for each in files if each.picture], "files": [_file(each) for each in files if not each.picture],
        "missing": [name for name in row.expected if name not in here], "note": _note(seen),
        "choices": _choices(actor, row) if held and seen else [], "decisions": _decisions(row),
        "contradicted": contradicted(releasing.contradicted(row)),
    }  # fmt: skip


def _answers(
    row: Submission,
    seen: Observation | None,
    about: dict[str, Any],
    sensitive: bool,  # noqa: FBT001
) -> list[tuple[str, str]]:
    if seen is None:
        return []
    questions = row.campaign.instrument.questions if row.campaign else []
    form = asked.Asked(questions, about.get("members"))
    values = merging.values_of(queries.answers(seen))
    names = sorted(asked.shown(values, sensitive), key=form.order)
    return [(form.label(name), form.value(name, values[name])) for name in names]


def _note(seen: Observation | None) -> str:
    found = queries.answers(seen).get("catatan", "") if seen else ""
    return found if isinstance(found, str) else ""


def _marks(actor: access.Actor, row: Submission) -> list[dict[str, Any]]:
    if row.campaign is None:
        seen = releasing.observation(row)
        own = [comparing.Mark(code, float(n)) for code, n in sorted(seen.flags.items())] if seen else []
        return [
            {"said": marks.said(each), "hint": marks.MARK_HINTS.get(each.code, ""), "others": []}
            for each in own
        ]
    visits = quality.visits(actor, row.campaign)
    found = next((each for each in visits if each.submission == row.pk), None)
    numbers = releasing.numbers(key for mark in (found.marks if found else ()) for key in mark.others)
    return [
        {
            "said": marks.said(mark), "hint": marks.MARK_HINTS.get(mark.code, ""),
            "others": [numbers[key] for key in mark.others if key in numbers][:10],
        }
        for mark in (found.marks if found else ())
    ]  # fmt: skip


def _file(each: Attachment) -> dict[str, Any]:
    return {"row": each, "problem": marks.PROBLEMS.get(each.problem, each.problem)}


def _choices(actor: access.Actor, row: Submission) -> list[tuple[str, str]]:
    """Families this submission may belong to: of its campaign in its village, or of those that run there."""
    running = [row.campaign] if row.campaign else list(campaigns.visible(actor, access.Ability.LEAD)[:20])
    found = releasing.candidates(actor, running, row.kode_desa or "")
    known = presenting.heads(actor, [each.keluarga for each in found])
    return [
        (
            each.reference,
            " · ".join((
                known.get(each.keluarga or "", {}).get("name") or each.reference,
                places.rt_words(each.rt), words.region(each.kode_desa),
            )),
        )
        for each in found
    ]  # fmt: skip


def _decisions(row: Submission) -> list[dict[str, Any]]:
    return [
        {
            "deed": marks.DEEDS.get(each.what, each.what),
            "reason": each.reason,
            "by": each.by_name,
            "at": each.at,
        }
        for each in releasing.decisions(row)
    ]
