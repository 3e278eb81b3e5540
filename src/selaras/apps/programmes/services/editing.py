"""Writes of rules: begun, written, proposed, then published or given back by somebody who did not write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Applied
from selaras.apps.programmes.models.catalogue import Programme, Rule
from selaras.apps.programmes.queries import catalogue as catalogue_queries
from selaras.apps.programmes.queries import editing as queries
from selaras.apps.programmes.rules import catalogue, doubting, words
from selaras.apps.programmes.services import telling
from selaras.apps.registry import queries as registry
from selaras.kernel import dates, errors
from selaras.shell import trail

LEAST_REASON = 10
_State = words.RuleState


@dataclass(frozen=True, slots=True)
class Text:
    """A version as somebody wants it. Clauses and figures as Rule keeps them."""

    clauses: Sequence[Mapping[str, Any]]
    figures: Sequence[Mapping[str, Any]]
    valid_from: dt.date
    note: str = ""


def begin(*, code: str, by: access.Actor, source: int | None = None) -> Rule:
    """A new draft, of the version `source` or else of the newest published one. Raises Refused; SelarasError program_tertutup,
    aturan_rancangan_ada."""
    programme = held(code, by, "aturan_mulai")
    other = queries.open_rule(programme)
    if other is not None:
        raise errors.SelarasError("aturan_rancangan_ada", nomor=other.number)
    versions = catalogue_queries.versions(programme)
    like = next((each for each in versions if each.number == source), None) or next(
        (each for each in versions if each.state in queries.PUBLISHED), None
    )
    clauses, figures = (like.clauses, like.figures) if like else ([], [])
    made = Rule.objects.create(
        programme=programme, number=versions[0].number + 1 if versions else 1, clauses=clauses, figures=figures,
        valid_from=max(timezone.localdate(), like.valid_from if like else dt.date.min),
        digest=catalogue.digest(clauses, figures), made_by=by.user_id, made_by_name=by.name,
        # Who wrote a version that was never published wrote this one too, whoever took it up.
        authors=sorted({by.user_id, *(like.authors if like and like.state not in queries.PUBLISHED else ())}),
    )  # fmt: skip
    telling.told(programme, "aturan_mulai", by, versi=made.number, dari=like.number if like else 0)
    return made


def save(*, rule: Rule, text: Text, seen: str, by: access.Actor) -> Rule:
    """Writes a draft as it is now, right or wrong: what is wrong is said at its row, and nothing is lost.

    `seen`: `seal` of what the writer had before them. Raises Refused; SelarasError program_tertutup, aturan_terkunci,
    aturan_sudah_berubah.
    """
    found = _draft(rule, by, "aturan_simpan")
    if seal(found) != seen:
        raise errors.SelarasError("aturan_sudah_berubah")
    found.clauses, found.figures = list(text.clauses), list(text.figures)
    found.valid_from, found.note = text.valid_from, text.note.strip()[:300]
    found.digest = catalogue.digest(found.clauses, found.figures)
    _wrote(found, by)
    found.save(update_fields=["clauses", "figures", "valid_from", "note", "digest", "authors"])
    telling.told(found.programme, "aturan_simpan", by, versi=found.number, sidik=found.digest[:16])
    return found


def discard(*, rule: Rule, by: access.Actor) -> None:
    """Throws a draft away. Raises as `save`."""
    found = _draft(rule, by, "aturan_hapus")
    telling.told(found.programme, "aturan_hapus", by, versi=found.number, sidik=found.digest[:16])
    Applied.objects.filter(rule=found).delete()
    found.delete()


def sound(rule: Rule) -> None:
    """Raises SelarasError aturan_belum_benar where something in a version is wrong."""
    about = doubting.About(rule.programme.code, rule.programme.unit)
    if not doubting.check(about, rule.clauses, rule.figures, rule.valid_from).sound:
        raise errors.SelarasError("aturan_belum_benar")


def propose(*, rule: Rule, note: str, by: access.Actor) -> Rule:
    """Hands a draft to who decides. Raises Refused; SelarasError program_tertutup, aturan_terkunci, aturan_tanpa_alasan,
    aturan_belum_benar, aturan_tanggal_mundur, aturan_belum_diuji, aturan_registri_baru."""
    found = _draft(rule, by, "aturan_ajukan")
    note = note.strip()[:300]
    if len(note) < LEAST_REASON:
        raise errors.SelarasError("aturan_tanpa_alasan")
    sound(found)
    _in_time(found)
    if not tried(found):
        raise errors.SelarasError("aturan_belum_diuji")
    active = registry.active()
    if active is None or found.dry_run["susunan"] != active.number:
        raise errors.SelarasError("aturan_registri_baru")
    found.state, found.note = _State.PROPOSED, note
    _wrote(found, by)
    found.save(update_fields=["state", "note", "authors"])
    telling.told(found.programme, "aturan_ajukan", by, versi=found.number, sidik=found.digest[:16])
    return found


def publish(*, rule: Rule, seen: str, by: access.Actor) -> Rule:
    """Makes a proposed version the rule from its day on. `seen`: `seal` of what the page showed.

    Raises Refused; SelarasError program_tertutup, aturan_terkunci, aturan_pembuat_sendiri, aturan_lain_dari_dilihat,
    aturan_tanggal_mundur.
    """
    found = _proposed(rule, by, "aturan_terbit")
    text = catalogue.digest(found.clauses, found.figures)
    if seen != seal(found) or found.digest != text or not tried(found):
        raise errors.SelarasError("aturan_lain_dari_dilihat")
    _in_time(found)
    if found.valid_from <= timezone.localdate():
        earlier = Rule.objects.filter(programme=found.programme_id, state=_State.VALID)
        earlier.filter(valid_from__lte=found.valid_from).update(state=_State.REPLACED)
    _decided(found, _State.VALID, by)
    telling.told(
        found.programme, "aturan_terbit", by, versi=found.number, sidik=text[:16], mulai=str(found.valid_from)
    )
    return found


def give_back(*, rule: Rule, reason: str, by: access.Actor) -> Rule:
    """Refuses a proposed version with a reason; it stays in the history. Raises Refused; SelarasError program_tertutup,
    aturan_terkunci, aturan_pembuat_sendiri, aturan_tanpa_alasan."""
    found = _proposed(rule, by, "aturan_kembali")
    if len(reason.strip()) < LEAST_REASON:
        raise errors.SelarasError("aturan_tanpa_alasan")
    found.reason = reason.strip()[:300]
    _decided(found, _State.REJECTED, by)
    telling.told(found.programme, "aturan_kembali", by, versi=found.number)
    return found


def seal(found: Rule) -> str:
    """Of what a version says and from when: what somebody saw is what is decided."""
    return f"{found.digest}.{found.valid_from}"


def tried(found: Rule) -> bool:
    """Whether its dry run was made of what it says now."""
    return bool(found.dry_run) and found.dry_run.get("sidik") == seal(found)


def held(code: str, by: access.Actor, action: str) -> Programme:
    """A programme of the own agency, held until the transaction ends. Raises Refused; SelarasError program_tertutup."""
    programme = Programme.objects.select_for_update().filter(code=code).first()
    if programme is None or not queries.may_write(by, programme):
        raise trail.Refused(action, "program", code)
    if programme.closed_at is not None:
        raise errors.SelarasError("program_tertutup")
    return programme


def _draft(rule: Rule, by: access.Actor, action: str) -> Rule:
    held(rule.programme.code, by, action)
    found = Rule.objects.select_for_update(of=("self",)).select_related("programme").get(pk=rule.pk)
    if found.state != _State.DRAFT:
        raise errors.SelarasError("aturan_terkunci")
    return found


def _proposed(rule: Rule, by: access.Actor, action: str) -> Rule:
    programme = Programme.objects.select_for_update().get(pk=rule.programme_id)
    if not queries.may_decide(by, programme):
        raise trail.Refused(action, "program", programme.code)
    found = Rule.objects.select_for_update(of=("self",)).select_related("programme").get(pk=rule.pk)
    if programme.closed_at is not None:
        raise errors.SelarasError("program_tertutup")
    if found.state != _State.PROPOSED:
        raise errors.SelarasError("aturan_terkunci")
    if by.user_id in found.authors:
        raise errors.SelarasError("aturan_pembuat_sendiri")
    return found


def _in_time(found: Rule) -> None:
    """A version that begins before the one that holds would never hold."""
    current = catalogue_queries.current(timezone.localdate()).get(found.programme_id)
    if current is not None and found.valid_from < current.valid_from:
        raise errors.SelarasError(
            "aturan_tanggal_mundur", nomor=current.number, tanggal=dates.long(current.valid_from)
        )


def _wrote(found: Rule, by: access.Actor) -> None:
    found.authors = sorted({*found.authors, by.user_id})


def _decided(found: Rule, state: str, by: access.Actor) -> None:
    found.state, found.decided_by, found.decided_by_name = state, by.user_id, by.name
    found.decided_at = timezone.now()
    found.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at", "reason"])
