"""Writes of campaigns: planned, launched, ended. Launching makes the targets, in pieces, and may be begun again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from selaras.apps.accounts import queries as accounts
from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as acting
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.campaigns import Campaign, Instrument, Target
from selaras.apps.verval.queries import campaigns, choosing
from selaras.apps.verval.rules import choosing as chosen
from selaras.apps.verval.rules import ranking, states
from selaras.apps.verval.rules.instruments import Row
from selaras.apps.verval.rules.words import CampaignState, Purpose, TargetState
from selaras.apps.verval.services import instruments
from selaras.kernel import errors
from selaras.shell import trail

TASK = "verval.launch"
PIECE = 500
LEAD, IDENTITY = access.Ability.LEAD, access.FieldClass.IDENTITY


def _lead(by: access.Actor, action: str, region: str, reference: str = "") -> None:
    if not access.may(by, LEAD, region, IDENTITY):
        raise trail.Refused(action, "kampanye", reference)


def _locked(reference: str, by: access.Actor, action: str) -> Campaign:
    """The campaign, held until the transaction ends. Raises Refused where this person does not lead in its region."""
    row = Campaign.objects.select_for_update().filter(reference=reference).first()
    if row is None or not access.may(by, LEAD, row.wilayah, IDENTITY):
        raise trail.Refused(action, "kampanye", reference)
    return row


def plan(*, plan: chosen.Plan, by: access.Actor, instrument: int | None = None) -> str:
    """Writes a campaign down as a draft, with its estimate; returns its reference. No target is made yet.

    `instrument`: the version of the form; without it the newest standard form that is not withdrawn. Raises Refused; SelarasError
    verval_tanpa_formulir, verval_tanpa_sasaran, and what `Plan.check` raises.
    """
    wanted = plan.wanted
    _lead(by, "kampanye_rancang", wanted.wilayah)
    plan.check()
    usable = Instrument.objects.filter(pk=instrument or 0, withdrawn_at=None)
    form = usable.first() if instrument else instruments.current()
    if form is None:
        raise errors.SelarasError("verval_tanpa_formulir")
    found = choosing.choose(wanted, by)
    if not found.candidates:
        raise errors.SelarasError("verval_tanpa_sasaran")
    checked = campaigns.one(wanted.checks, by, LEAD) if wanted.checks else None
    row = Campaign.objects.create(
        title=plan.title.strip()[:120], purpose=wanted.purpose, wilayah=wanted.wilayah, begins=plan.begins, ends=plan.ends,
        instrument=form, filter={**wanted.kept(), "per_day": plan.per_day, "officers": plan.officers, "day_rate": plan.day_rate},
        worklist=wanted.worklist, build=found.build, estimate=choosing.estimated(found, plan).kept(), checks=checked,
        agency=by.agency, made_by=by.user_id, made_by_name=by.name,
    )  # fmt: skip
    audit.record(
        actor=by, action="kampanye_rancang", object_kind="kampanye", object_id=row.reference, region=row.wilayah,
        detail={"tujuan_kampanye": wanted.purpose, "keluarga": len(found.candidates)},
    )  # fmt: skip
    return str(row.reference)


def ask(*, reference: str, added: Sequence[Row], by: access.Actor) -> None:
    """What a draft asks besides the standard form; none: the standard form alone. Publishes a form of its own for it.

    Raises Refused; SelarasError verval_keadaan, verval_sedang_diluncurkan, verval_tanpa_formulir, formulir_tambahan_salah,
    formulir_tidak_jadi.
    """
    row = _locked(reference, by, "kampanye_tanya")
    states.follow(states.CAMPAIGN, row.state, CampaignState.RUNNING)
    if row.launch.get("state") in ("menunggu", "berjalan"):
        raise errors.SelarasError("verval_sedang_diluncurkan")
    form = instruments.publish(added=added, by=by) if added else instruments.current()
    if form.withdrawn_at is not None:
        raise errors.SelarasError("verval_tanpa_formulir")
    row.instrument = form
    row.save(update_fields=["instrument"])
    audit.record(
        actor=by, action="kampanye_tanya", object_kind="kampanye", object_id=row.reference, region=row.wilayah,
        detail={"pertanyaan": len(added)},
    )  # fmt: skip


def launch(*, reference: str, by: access.Actor) -> None:
    """Asks for the targets of a draft to be made; the campaign runs once all are there. Asking twice asks once.

    Raises Refused; SelarasError verval_keadaan.
    """
    row = _locked(reference, by, "kampanye_luncur")
    if row.launch.get("state") in ("menunggu", "berjalan"):
        return
    states.follow(states.CAMPAIGN, row.state, CampaignState.RUNNING)
    row.launch = {"state": "menunggu", "done": 0, "total": row.estimate.get("families", 0), "by": by.user_id}
    row.save(update_fields=["launch"])
    audit.record(
        actor=by,
        action="kampanye_luncur",
        object_kind="kampanye",
        object_id=row.reference,
        region=row.wilayah,
    )
    app.configure_task(TASK, queue="verval", lock=f"kampanye-{row.pk}").defer(campaign_id=row.pk)


def make_targets(campaign_id: int) -> int:
    """Makes the targets of a campaign and lets it run; returns how many it has. Safe to run again after being cut off:
    a keluarga becomes one target, whatever came before. Each piece is committed, so that progress is seen."""
    row = campaigns.by_id(campaign_id)
    actor = accounts.actor(row.launch.get("by", 0), purpose="verifikasi") if row else None
    if row is None or row.state != CampaignState.DRAFT:
        return 0
    if actor is None:
        _say(row.pk, state="gagal", error="petugas_tidak_aktif")
        return 0
    try:
        return _make_all(row, actor)
    except errors.SelarasError as error:
        _say(row.pk, state="gagal", error=error.code)
    except trail.Refused:
        _say(row.pk, state="gagal", error="tidak_berhak")
    return 0


def _make_all(row: Campaign, actor: access.Actor) -> int:
    wanted = chosen.from_kept(row.filter)
    with acting.acting(actor):
        _lead(actor, "kampanye_luncur", row.wilayah, row.reference)
        rows = ranking.ranked(choosing.choose(wanted, actor, besides=row.pk).candidates)
        checked = choosing.checked_targets(wanted, actor)
    _say(row.pk, state="berjalan", done=0, total=len(rows))
    for done, piece in _pieces(rows):
        with acting.acting(actor):
            _make(row, piece, checked)
        _say(row.pk, done=done)
    with acting.acting(actor):
        return _running(row, actor)


def _make(row: Campaign, piece: Sequence[ranking.Ranked], checked: dict[str, int]) -> None:
    back_check = row.purpose == Purpose.BACK_CHECK
    made = [
        Target(
            campaign=row, keluarga=each.candidate.keluarga, kode_desa=each.candidate.kode_desa, rt=each.candidate.rt,
            rank=each.rank, desil=each.candidate.desil, checks_id=checked.get(each.candidate.keluarga),
            why={"uji_petik": True, "jalan": each.way, "kata": ranking.said({"uji_petik": True})} if back_check else each.why,
        )
        for each in piece
    ]  # fmt: skip
    there = set(
        Target.objects.filter(campaign=row, keluarga__in=[t.keluarga for t in made]).values_list(
            "keluarga", flat=True
        )
    )
    Target.objects.bulk_create([each for each in made if each.keluarga not in there], ignore_conflicts=True)


def _pieces(rows: list[ranking.Ranked]) -> Iterator[tuple[int, list[ranking.Ranked]]]:
    for start in range(0, len(rows), PIECE):
        piece = rows[start : start + PIECE]
        yield start + len(piece), piece


def _running(row: Campaign, actor: access.Actor) -> int:
    held = Campaign.objects.select_for_update().get(pk=row.pk)
    count = Target.objects.filter(campaign=held).count()
    if not count:
        raise errors.SelarasError("verval_tanpa_sasaran")
    if held.state == CampaignState.DRAFT:
        held.state, held.launched_at = CampaignState.RUNNING, timezone.now()
        held.launch = {**held.launch, "state": "selesai", "done": count, "total": count}
        held.save(update_fields=["state", "launched_at", "launch"])
        audit.record(
            actor=actor, action="kampanye_berjalan", object_kind="kampanye", object_id=held.reference, region=held.wilayah,
            detail={"sasaran": count},
        )  # fmt: skip
    return count


def interrupted(campaign_id: int) -> None:
    """Says that making the targets was cut off and will go on."""
    _say(campaign_id, state="menunggu")


def _say(campaign_id: int, **values: Any) -> None:
    """How far it is, in a transaction of its own. The table of campaigns is open: nobody has to act."""
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=campaign_id)
        row.launch = {**row.launch, **values}
        row.save(update_fields=["launch"])


def end(*, reference: str, by: access.Actor) -> None:
    """Ends a running campaign: nothing more is to be visited; what comes in later is held and shown to a person."""
    _finish(reference, by, CampaignState.ENDED, "kampanye_akhiri")


def cancel(*, reference: str, by: access.Actor) -> None:
    """Gives up a draft."""
    _finish(reference, by, CampaignState.CANCELLED, "kampanye_batal")


def _finish(reference: str, by: access.Actor, then: CampaignState, action: str) -> None:
    row = _locked(reference, by, action)
    if row.state == CampaignState.DRAFT and row.launch.get("state") in ("menunggu", "berjalan"):
        raise errors.SelarasError("verval_sedang_diluncurkan")
    states.follow(states.CAMPAIGN, row.state, then)
    row.state, row.ended_at = then, timezone.now()
    row.save(update_fields=["state", "ended_at"])
    left = Target.objects.filter(campaign=row, state__in=states.OPEN)
    count = (
        left.update(state=TargetState.WITHDRAWN, changed_at=timezone.now())
        if then == CampaignState.CANCELLED
        else left.count()
    )
    audit.record(
        actor=by, action=action, object_kind="kampanye", object_id=row.reference, region=row.wilayah,
        detail={"belum_dikunjungi": count},
    )  # fmt: skip
