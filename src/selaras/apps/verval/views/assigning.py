"""Pages: officers of a campaign, the proposal, visits that change hands, targets one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.accounts import queries as people
from selaras.apps.audit import services as audit
from selaras.apps.verval.forms import assigning as forms
from selaras.apps.verval.queries import assigning, targets
from selaras.apps.verval.rules import labels, places, ranking
from selaras.apps.verval.rules.words import CampaignState, TargetState
from selaras.apps.verval.services import assigning as holding
from selaras.apps.verval.services import officers as services
from selaras.apps.verval.views import campaigns
from selaras.kernel import angka, errors
from selaras.shell import answers, words

Ability, FieldClass = rules.Ability, rules.FieldClass
PER_PAGE = 50


@require_GET
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def officers(request: HttpRequest, reference: str) -> HttpResponse:
    """Who takes part, what each holds and can do, and how the rule would share out what nobody holds."""
    row = campaigns.found_or_404(request, reference, Ability.LEAD)
    return _officers(request, row, _add_form(request, row), _move_form(request, row))


def _officers(request: HttpRequest, row: Any, add: Any, move: Any) -> HttpResponse:
    actor = access.actor_of(request)
    crew = assigning.crew(row, actor)
    plan = assigning.proposal(row, actor)
    shown = [
        {"one": each, "areas": [(area.kode_desa, words.region(area.kode_desa), ", ".join(area.rts)) for area in each.areas],
         "gets": max(plan.loads.get(each.user, each.held) - each.held, 0), "over": plan.over.get(each.user, 0),
         "absent": forms.Absent(initial={"day": timezone.localdate()}, auto_id=f"absen-{each.user}-%s")}
        for each in crew
    ]  # fmt: skip
    return render(request, "verval/assign.html", {
        "campaign": row, "region_code": row.wilayah, "crew": shown, "add": add, "move": move, "days": assigning.days_left(row),
        "to_give": len(plan.holders), "nobody": len(plan.nobody), "over": sum(plan.over.values()),
        "split": [f"{places.rt_words(rt)} {words.region(desa)}" for desa, rt in plan.split],
        "open": row.state in (CampaignState.DRAFT, CampaignState.RUNNING), "runs": row.state == CampaignState.RUNNING,
    })  # fmt: skip


def _add_form(request: HttpRequest, row: Any, data: Any = None) -> forms.Add:
    form, actor = forms.Add(data, auto_id="tambah-%s"), access.actor_of(request)
    people = assigning.may_visit(row.wilayah)
    form.fields["user"].choices = [(each.user, f"{each.name}, {each.agency}") for each in people]  # type: ignore[attr-defined]
    areas = {code for each in people for code in each.scopes if code}
    areas |= {code for code, _n in assigning.areas(row, actor)}
    form.fields["kode_desa"].choices = [  # type: ignore[attr-defined]
        (code, words.region(code)) for code in sorted(areas) if rules.may(actor, Ability.LEAD, code)
    ]
    return form


def _move_form(request: HttpRequest, row: Any, data: Any = None) -> forms.Move:
    form, actor = forms.Move(data, auto_id="pindah-%s"), access.actor_of(request)
    form.fields["kode_desa"].choices = [  # type: ignore[attr-defined]
        (code, f"{words.region(code)} ({n})") for code, n in assigning.areas(row, actor) if n
    ]
    form.fields["user"].choices = [  # type: ignore[attr-defined]
        (each.user, each.name) for each in assigning.crew(row, actor) if each.absent_from is None
    ]
    return form


def _done(request: HttpRequest, reference: str, deed: Callable[[], str]) -> HttpResponse:
    """Does something and says what it answers, or why not, on the page of officers."""
    answers.done(request, deed, str)
    return redirect("verval:officers", reference=reference)


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """An officer takes part, or works somewhere else."""
    row = campaigns.found_or_404(request, reference, Ability.LEAD)
    form = _add_form(request, row, request.POST)
    if not form.is_valid():
        return _officers(request, row, form, _move_form(request, row))
    given = form.cleaned_data

    def deed() -> str:
        rts = [found for text in given["rts"].split(",") if (found := places.rt(text))]
        services.add(
            campaign=reference, user=given["user"], kode_desa=given["kode_desa"], rts=rts, per_day=given["per_day"],
            by=access.actor_of(request),
        )  # fmt: skip
        return _("Petugas tersimpan.")

    return _done(request, reference, deed)


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def add_all(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody who may visit there takes part."""
    campaigns.found_or_404(request, reference, Ability.LEAD)

    def deed() -> str:
        n = services.add_all(campaign=reference, by=access.actor_of(request))
        return ngettext("%(n)s wilayah kerja ditambahkan.", "%(n)s wilayah kerja ditambahkan.", n) % {"n": n}

    return _done(request, reference, deed)


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def remove(request: HttpRequest, reference: str, user: int, code: str) -> HttpResponse:
    """An officer no longer works in an area."""
    campaigns.found_or_404(request, reference, Ability.LEAD)

    def deed() -> str:
        services.remove(campaign=reference, user=user, kode_desa=code, by=access.actor_of(request))
        return _("Wilayah kerja dihapus. Tugas yang sudah dipegang tetap padanya sampai dipindahkan.")

    return _done(request, reference, deed)


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def absent(request: HttpRequest, reference: str, user: int) -> HttpResponse:
    """An officer cannot come: their open visits go to neighbours; or they are there again."""
    campaigns.found_or_404(request, reference, Ability.LEAD)
    actor, form = access.actor_of(request), forms.Absent(request.POST)

    def deed() -> str:
        if request.POST.get("kembali"):
            services.back(campaign=reference, user=user, by=actor)
            return _("Petugas dapat menerima tugas lagi.")
        if not form.is_valid():
            raise errors.SelarasError("verval_alasan_kurang")
        given = form.cleaned_data
        handed, left = services.absent(
            campaign=reference, user=user, day=given["day"], why=given["why"], by=actor
        )
        said = _("%(n)s keluarga dipindahkan kepada petugas lain.") % {"n": handed}
        return f"{said} {_('%(n)s belum ada penggantinya.') % {'n': left}}" if left else said

    return _done(request, reference, deed)


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def share_out(request: HttpRequest, reference: str) -> HttpResponse:
    """Gives out what nobody holds, as the rule proposes."""
    campaigns.found_or_404(request, reference, Ability.LEAD)

    def deed() -> str:
        plan = services.carry_out(campaign=reference, by=access.actor_of(request))
        n = len(plan.holders)
        return ngettext("%(n)s keluarga ditugaskan.", "%(n)s keluarga ditugaskan.", n) % {
            "n": words.number(n)
        }

    return _done(request, reference, deed)


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """A village or an RT goes to an officer by hand."""
    row = campaigns.found_or_404(request, reference, Ability.LEAD)
    form = _move_form(request, row, request.POST)
    if not form.is_valid():
        return _officers(request, row, _add_form(request, row), form)
    given = form.cleaned_data

    def deed() -> str:
        rt = places.rt(*given["rt"].split("/")[:2]) if given["rt"] else None
        n = services.move(
            campaign=reference, kode_desa=given["kode_desa"], rt=rt, user=given["user"], why=given["why"],
            by=access.actor_of(request),
        )  # fmt: skip
        return ngettext("%(n)s keluarga dipindahkan.", "%(n)s keluarga dipindahkan.", n) % {"n": n}

    return _done(request, reference, deed)


@require_GET
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def target_list(request: HttpRequest, reference: str) -> HttpResponse:
    """Targets one by one, most urgent first: who, where, why, who has them."""
    row, actor = campaigns.found_or_404(request, reference, Ability.LEAD), access.actor_of(request)
    found = targets.led(actor).filter(campaign=row).order_by("rank", "pk")
    desa, state = request.GET.get("desa", ""), request.GET.get("keadaan", "")
    if desa:
        found = found.filter(people.within([desa]))
    if state in set(TargetState):
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    crew = assigning.crew(row, actor)
    names = {each.user: each.name for each in crew}
    audit.record(
        actor=actor, action="kampanye_lihat", object_kind="kampanye", object_id=row.reference, region=row.wilayah,
        detail={"baris": len(page.object_list)},
    )  # fmt: skip
    return render(request, "verval/assign_targets.html", {
        "campaign": row, "region_code": row.wilayah, "page": page, "rows": rows_of(actor, list(page.object_list), names),
        "desa": desa, "state": state, "areas": [(code, words.region(code)) for code, _n in assigning.areas(row, actor)],
        "states": labels.TARGET_STATES.items(), "crew": crew, "runs": row.state == CampaignState.RUNNING,
        "address": f"?desa={desa}&keadaan={state}",
    })  # fmt: skip


def rows_of(actor: rules.Actor, rows: list[Any], names: dict[int, str]) -> list[dict[str, Any]]:
    """Targets with the family they are about, as far as this person may see it."""
    known, members = targets.families(actor, [row.keluarga for row in rows], Ability.SEE)
    held = targets.holders(rows)
    shown = []
    for row in rows:
        family, people = known.get(row.keluarga or ""), members.get(row.keluarga or "", [])
        head = targets.head(family, people)
        shown.append({
            "row": row, "family": family, "name": (head.nama if head else "") or "", "address": targets.address(family),
            "rt": places.rt_words(row.rt), "why": ranking.said(row.why), "state": labels.target_state(row.state),
            "officer": names.get(held.get(row.pk, 0), ""),
        })  # fmt: skip
    return shown


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def assign(request: HttpRequest, reference: str, target: str) -> HttpResponse:
    """One target to one officer."""
    row = campaigns.found_or_404(request, reference, Ability.LEAD)
    user, why = angka.whole(request.POST.get("user", "")), request.POST.get("why", "") or _("diatur tangan")

    def deed() -> None:
        if user is None:
            raise errors.SelarasError("verval_petugas_salah")
        holding.assign(target=target, user=user, by=access.actor_of(request), why=why)

    answers.done(request, deed, _("Tugas diberikan."))
    return redirect("verval:targets", reference=row.reference)
