"""Pages: campaigns, a new one with its estimate, its launch and its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.discrepancies import queries as discrepancies
from selaras.apps.discrepancies import rules as differing
from selaras.apps.verval.forms import campaigns as forms
from selaras.apps.verval.queries import assigning, campaigns, choosing, progress
from selaras.apps.verval.rules import labels
from selaras.apps.verval.rules.words import CampaignState, Purpose
from selaras.apps.verval.services import campaigns as services
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as regions
from selaras.kernel import errors
from selaras.shell import answers, words

Ability, FieldClass = rules.Ability, rules.FieldClass
_LAUNCHING = ("menunggu", "berjalan")


def told(row: Any) -> dict[str, Any]:
    """A campaign as lists show it."""
    return {
        "row": row, "purpose": labels.purpose(row.purpose), "state": labels.campaign_state(row.state),
        "tone": {CampaignState.RUNNING: "accent"}.get(row.state, ""),
        "launching": row.launch.get("state") in _LAUNCHING and row.state == CampaignState.DRAFT,
    }  # fmt: skip


def found_or_404(request: HttpRequest, reference: str, ability: rules.Ability = Ability.SEE) -> Any:
    """The campaign of an address."""
    row = campaigns.one(reference, access.actor_of(request), ability)
    if row is None:
        raise Http404
    return row


@require_GET
@access.page(ability=Ability.SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """All campaigns of my regions, and how far they are."""
    actor = access.actor_of(request)
    rows = list(campaigns.visible(actor)[:200])
    figures = progress.Progress(actor, rows)
    tallies = figures.by_campaign()
    shown = [{**told(row), "tally": tallies.get(row.pk)} for row in rows]
    return render(request, "verval/campaigns.html", {
        "campaigns": shown, "rounded": figures.rounded, "may_lead": rules.may(actor, Ability.LEAD, field_class=FieldClass.IDENTITY),
    })  # fmt: skip


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Purpose and region of an address or form; 404 for a region where this person does not lead."""
    actor, given = access.actor_of(request), request.POST if request.method == "POST" else request.GET
    purpose = given.get("tujuan", "")
    # Families whose answers programmes wait for are chosen on a page of programmes.
    if purpose not in set(Purpose) - {Purpose.ANSWERS}:
        purpose = Purpose.DISCREPANCY if given.get("daftar") or given.get("jenis") else Purpose.DECILE_1
    scopes = rules.scopes(actor, Ability.LEAD, FieldClass.IDENTITY)
    region = given.get("wilayah", "") or regions.home(scopes)
    if given.get("daftar") and not given.get("wilayah"):
        listed = discrepancies.worklists(actor).filter(reference=given["daftar"]).first()
        region = listed.wilayah if listed and listed.wilayah else region
    if not region and "" in scopes:
        build = discrepancies.current()
        region = discrepancies.common_place(actor, build.number) if build else ""
    if not regions.region(region) or not rules.may(actor, Ability.LEAD, region, FieldClass.IDENTITY):
        raise Http404
    return str(purpose), region


def _form(request: HttpRequest, purpose: str, region: str) -> forms.Plan:
    kind = forms.KINDS.get(purpose, forms.Plan)
    first = forms.first_values(purpose, region, len(assigning.may_visit(region)))
    form = kind(request.POST) if request.method == "POST" else kind(initial=first)
    if "checks" in form.fields:
        tested = campaigns.visible(access.actor_of(request), Ability.LEAD).exclude(purpose=Purpose.BACK_CHECK)
        running = tested.filter(state__in=(CampaignState.RUNNING, CampaignState.ENDED))
        form.fields["checks"].choices = [(row.reference, row.title) for row in running]  # type: ignore[attr-defined]
    return form


def _new(request: HttpRequest, purpose: str, region: str, form: forms.Plan) -> HttpResponse:
    """The page of a campaign that is being planned, with what it would take."""
    actor = access.actor_of(request)
    given: Mapping[str, Any] = (request.POST if request.method == "POST" else request.GET).dict()
    context: dict[str, Any] = {
        "form": form, "purpose": purpose, "region_code": region,
        "purposes": [(code, name, labels.PURPOSE_HINTS[code]) for code, name in labels.PURPOSES.items() if code != Purpose.ANSWERS],
        "regions": [(each.code, each.name) for each, _a in wilayah.path(actor, region) if rules.may(actor, Ability.LEAD, each.code)]
        + [(each.code, f"· {each.name}") for each in wilayah.below(actor, region)],
        "hidden": {name: given[name] for name in ("daftar", "jenis", "a", "b") if given.get(name)},
        "chosen": _chosen(actor, given), "today": timezone.localdate(),
    }  # fmt: skip
    values = form.initial if not form.is_bound else form.cleaned_data if form.is_valid() else None
    if values is not None:
        plan = forms.plan(values, forms.wanted(given, values, purpose, region))
        try:
            plan.check()
            found = choosing.choose(plan.wanted, actor)
            context |= {"found": found, "estimate": choosing.estimated(found, plan), "plan": plan,
                        "enough": bool(found.candidates)}  # fmt: skip
        except errors.SelarasError as error:
            context["trouble"] = words.error(error)
    return render(request, "verval/campaign_new.html", context)


def _chosen(actor: rules.Actor, given: Mapping[str, Any]) -> str:
    """The worklist or filter a campaign is made of, in words."""
    if given.get("daftar"):
        row = discrepancies.worklists(actor).filter(reference=given["daftar"]).first()
        return str(row.title) if row else ""
    parts = [differing.title(given["jenis"])] if given.get("jenis") else []
    if given.get("a") and given.get("b"):
        parts.append(f"{differing.source(given['a'])} – {differing.source(given['b'])}")
    return ", ".join(parts)


@require_GET
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def new(request: HttpRequest) -> HttpResponse:
    """A campaign from a choice of families, with what it would take."""
    purpose, region = _asked(request)
    return _new(request, purpose, region, _form(request, purpose, region))


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def plan(request: HttpRequest) -> HttpResponse:
    """Counts again, keeps a draft, or keeps and launches it."""
    purpose, region = _asked(request)
    actor, form, do = access.actor_of(request), _form(request, purpose, region), request.POST.get("do", "")
    if do not in ("simpan", "luncur") or not form.is_valid():
        return _new(request, purpose, region, form)
    values = form.cleaned_data
    try:
        wanted = forms.wanted(request.POST.dict(), values, purpose, region)
        reference = services.plan(plan=forms.plan(values, wanted), by=actor)
        if do == "luncur":
            services.launch(reference=reference, by=actor)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return _new(request, purpose, region, form)
    messages.success(
        request, _("Rancangan tersimpan.") if do == "simpan" else _("Kampanye sedang diluncurkan.")
    )
    return redirect("verval:campaign", reference=reference)


def _do(request: HttpRequest, reference: str, deed: Any, said: str) -> HttpResponse:
    answers.done(request, lambda: deed(reference=reference, by=access.actor_of(request)), said)
    return redirect("verval:campaign", reference=reference)


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def launch(request: HttpRequest, reference: str) -> HttpResponse:
    """Makes the targets, in the background."""
    found_or_404(request, reference, Ability.LEAD)
    return _do(request, reference, services.launch, _("Kampanye sedang diluncurkan."))


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """Ends a running campaign."""
    found_or_404(request, reference, Ability.LEAD)
    return _do(request, reference, services.end, _("Kampanye diakhiri."))


@require_POST
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Gives up a draft."""
    found_or_404(request, reference, Ability.LEAD)
    return _do(request, reference, services.cancel, _("Rancangan dibatalkan."))


@require_GET
@access.page(ability=Ability.SEE)
def launching(request: HttpRequest, reference: str) -> HttpResponse:
    """How far making the targets is; asked again every second."""
    row = found_or_404(request, reference)
    return render(request, "verval/campaign_job.html", {"campaign": row, "job": job(row)})


def job(row: Any) -> dict[str, Any]:
    """The launch as the brick of slow work shows it."""
    launch = row.launch
    error = words.told(launch["error"], {}) if launch.get("error") else None
    return {
        "stage": _("Menyiapkan daftar sasaran"), "done": launch.get("done", 0), "total": launch.get("total", 0),
        "state": launch.get("state", "selesai"), "note": " ".join(error) if error else "",
        "next": _("bagi tugas kepada petugas"),
    }  # fmt: skip
