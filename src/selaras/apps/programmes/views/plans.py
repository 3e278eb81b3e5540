"""Pages of plans: the list, a new one, one plan with its figures and reasons, scenarios side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import plan_forms as forms
from selaras.apps.programmes import showing_plans as showing
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.rules import plan_settings
from selaras.apps.programmes.services import plans
from selaras.apps.wilayah import queries as wilayah
from selaras.apps.wilayah import rules as places
from selaras.kernel import angka, errors
from selaras.shell import words

SEE, PLAN, IDENTITY = accounts.Ability.SEE, accounts.Ability.PLAN, accounts.FieldClass.IDENTITY
EACH_PAGE = 50


def found_or_404(request: HttpRequest, reference: str) -> Any:
    """The plan of an address; 404 where it is not there or not theirs to see."""
    found = queries.plan(reference, access.actor_of(request))
    if found is None:
        raise Http404
    return found


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def overview(request: HttpRequest) -> HttpResponse:
    """All plans of my regions, newest first; those that wait for a decision of mine above."""
    actor = access.actor_of(request)
    page = Paginator(queries.visible(actor), EACH_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "plans": [showing.line(each) for each in page], "page": page,
        "may_plan": accounts.may(actor, PLAN, field_class=IDENTITY),
    }  # fmt: skip
    return render(request, "programmes/plans.html", context)


def _region(request: HttpRequest) -> str:
    """The region of a form; 404 for one where this person does not plan."""
    actor = access.actor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    scopes = accounts.scopes(actor, PLAN, IDENTITY)
    code = given.get("wilayah", "") or places.home(scopes)
    if not places.region(code) or not accounts.may(actor, PLAN, code, IDENTITY):
        raise Http404
    return code


def _year(request: HttpRequest) -> int:
    given = request.POST if request.method == "POST" else request.GET
    year, (low, high) = angka.whole(given.get("tahun", ""), 4), forms.YEARS
    return year if year is not None and low <= year <= high else timezone.localdate().year


def _rows(request: HttpRequest, year: int) -> list[forms.Row]:
    """The programmes this person may plan that have a rule in force, with their limits."""
    actor = access.actor_of(request)
    rules = catalogue.current(timezone.localdate())
    mine = [each for each in catalogue.programmes() if each.pk in rules and plans.may_plan(each, actor)]
    given = request.POST if request.method == "POST" else None
    return forms.rows(mine, queries.funded(year), given)


@require_GET
@access.page(ability=PLAN, field_class=IDENTITY)
def new(request: HttpRequest) -> HttpResponse:
    """A plan to fill in, with what the lines of money say."""
    region, year = _region(request), _year(request)
    today = timezone.localdate()
    first = {
        "judul": _("Penerima program %(year)s") % {"year": year}, "tahun": year, "lantai": 0, "persen": plan_settings.WHOLE,
        "skenario": [each.code for each in plan_settings.SCENARIOS], "paling": plan_settings.house()["most"],
        "benih": int(f"{today:%Y%m%d}"),
    }  # fmt: skip
    form, weights = forms.Plan(initial=first), forms.Weights(initial=forms.first_weights())
    return _shown(request, region, form, weights, _rows(request, year))


def _shown(
    request: HttpRequest, region: str, form: forms.Plan, weights: forms.Weights, rows: list[forms.Row], trouble: str = ""
) -> HttpResponse:  # fmt: skip
    actor = access.actor_of(request)
    above = [
        each for each, _a in wilayah.path(actor, region) if accounts.may(actor, PLAN, each.code, IDENTITY)
    ]
    context = {
        "form": form, "weights": weights, "rows": rows, "region_code": region, "trouble": trouble,
        "regions": [(each.code, each.name) for each in above] + [(each.code, f"· {each.name}") for each in wilayah.below(actor, region)],
        "opened": any(row.chosen and not row.funded for row in rows),
    }  # fmt: skip
    return render(request, "programmes/plan_new.html", context, status=400 if trouble else 200)


@require_POST
@access.page(ability=PLAN, field_class=IDENTITY)
def make(request: HttpRequest) -> HttpResponse:
    """Keeps the scenarios and has them reckoned in the background."""
    region, actor = _region(request), access.actor_of(request)
    form, weights, rows = (
        forms.Plan(request.POST),
        forms.Weights(request.POST),
        _rows(request, _year(request)),
    )
    if not (form.is_valid() and weights.is_valid()):
        trouble = _("Ada isian yang belum benar; lihat tanda di bawahnya.")
        return _shown(request, region, form, weights, rows, trouble)
    told = form.cleaned_data
    try:
        settings = forms.settings(rows, told, weights.cleaned_data)
        asked = plans.Asked(told["judul"], region, told["tahun"], settings, told["skenario"])
        made = plans.make(asked=asked, by=actor)
    except errors.SelarasError as error:
        return _shown(request, region, form, weights, rows, words.error(error))
    messages.success(request, _("Rencana tersimpan dan sedang dihitung."))
    if len(made) > 1:
        return redirect("programmes:plan_compare", made[0].family)
    return redirect("programmes:plan", made[0].reference)


@require_GET
@access.page(ability=SEE, field_class=IDENTITY)
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """How far reckoning is; asked again every second."""
    found = found_or_404(request, reference)
    return render(request, "programmes/plan_job.html", {"plan": found, "job": showing.job(found)})


def listed(request: HttpRequest, found: Any) -> tuple[Any, QueryDict]:
    """Rows of a plan as a list asks for them: `program`, `tampil` (penerima, antrean, putusan), `wilayah`; and what was asked."""
    rows = queries.awards(found, access.actor_of(request))
    asked = request.GET.copy()
    asked.pop("halaman", None)
    code, show, region = asked.get("program", ""), asked.get("tampil", "penerima"), asked.get("wilayah", "")
    if code:
        rows = rows.filter(programme__code=code)
    if places.region(region):
        rows = rows.filter(kode_desa__startswith=region)
    if show == "putusan":
        return rows.filter(overridden=True).order_by("programme__name", "keluarga"), asked
    if show == "antrean":
        return rows.filter(given=False).exclude(place=0).order_by(
            "programme__name", "place", "keluarga"
        ), asked
    return rows.filter(given=True).order_by("programme__name", "kode_desa", "keluarga"), asked


def address(name: str, asked: QueryDict, *parts: str) -> str:
    """A page with what was asked of it."""
    return f"{reverse(f'programmes:{name}', args=parts)}?{asked.urlencode()}"
