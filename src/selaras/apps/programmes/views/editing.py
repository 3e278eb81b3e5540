"""A rule is written: begun, filled in as a table with an immediate check, thrown away, handed to who decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import editing_forms, showing_rules
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.queries import editing as queries
from selaras.apps.programmes.rules import words as states
from selaras.apps.programmes.services import editing as services
from selaras.kernel import angka, errors
from selaras.shell import answers, words

PLAN, PROGRAMME = accounts.Ability.PLAN, accounts.FieldClass.PROGRAMME


def version(code: str, number: int) -> Any:
    """A version of a rule. Raises Http404."""
    programme = catalogue.programme(code)
    found = queries.rule(programme, number) if programme is not None else None
    if found is None:
        raise Http404
    return found


def address(rule: Any, name: str = "rule") -> str:
    """Where a version stands."""
    return reverse(f"programmes:{name}", args=[rule.programme.code, rule.number])


def _mine(request: HttpRequest, code: str, number: int) -> Any:
    """A version this person may write in. Raises Http404."""
    found = version(code, number)
    if not queries.may_write(access.actor_of(request), found.programme):
        raise Http404
    return found


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """A new draft, of a version or of the newest published one."""
    programme = catalogue.programme(code)
    if programme is None or not queries.may_write(access.actor_of(request), programme):
        raise Http404
    source = angka.whole(request.POST.get("dari", ""), 9)
    try:
        made = services.begin(code=code, by=access.actor_of(request), source=source)
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return answers.lead(request, reverse("programmes:programme", args=[code]))
    return answers.lead(request, address(made, "rule_edit"))


def _more(data: QueryDict, prefix: str) -> QueryDict:
    """The same form with one row more."""
    grown = data.copy()
    held = angka.whole(grown.get(f"{prefix}-TOTAL_FORMS", ""), 4) or 0
    grown[f"{prefix}-TOTAL_FORMS"] = str(held + 1)
    return grown


@require_http_methods(["GET", "POST"])
@access.page(ability=PLAN, field_class=PROGRAMME)
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The table of a draft. Buttons: save; check, which keeps nothing; one row more."""
    rule = _mine(request, code, number)
    if rule.state != states.RuleState.DRAFT:
        return answers.lead(request, address(rule))
    if request.method == "GET":
        return _shown(request, rule, editing_forms.Table(rule), 200)
    wanted = request.POST.get("do", "simpan")
    data = _more(request.POST, wanted[-1]) if wanted in ("tambah-s", "tambah-a") else request.POST
    table = editing_forms.Table(rule, data)
    if not table.valid() or wanted != "simpan":
        return _shown(request, rule, table, 200 if wanted != "simpan" else 422)
    text = table.text()
    if any(row.troubles for row in table.clauses.forms):
        return _shown(request, rule, table, 422)
    try:
        services.save(rule=rule, text=text, seen=table.head.cleaned_data["seen"], by=access.actor_of(request))
    except errors.SelarasError as error:
        return _clash(request, rule, data, error)
    messages.success(request, _("Rancangan tersimpan."))
    return answers.lead(request, address(rule, "rule_edit" if request.POST.get("lagi") else "rule"))


def _clash(request: HttpRequest, rule: Any, data: QueryDict, error: errors.SelarasError) -> HttpResponse:
    """Somebody else wrote meanwhile: what was typed stays on the page, and the next saving knows of the other."""
    fresh = data.copy()
    fresh["seen"] = services.seal(version(rule.programme.code, rule.number))
    table = editing_forms.Table(rule, fresh)
    table.valid()
    return _shown(request, rule, table, 409, trouble=words.error(error))


def _shown(
    request: HttpRequest, rule: Any, table: editing_forms.Table, status: int, *, trouble: str = ""
) -> HttpResponse:
    bound = table if table.head.is_bound else editing_forms.Table(rule, _as_sent(table))
    context = {
        "rule": rule, "programme": rule.programme, "table": table, "trouble": trouble, "said": _said(bound),
    }  # fmt: skip
    return render(request, "programmes/rule_edit.html", context, status=status)


def _as_sent(table: editing_forms.Table) -> dict[str, Any]:
    """A table nobody has touched, as its form would be sent: so that it is checked the same way."""
    data: dict[str, Any] = {each.html_name: each.value() for each in table.head}
    for rows in (table.clauses, table.figures):
        for each in (*rows.management_form, *(field for form in rows.forms for field in form)):
            value = each.value()
            data[each.html_name] = "" if value is None or value is False else value
    return data


def _said(table: editing_forms.Table) -> dict[str, Any]:
    """What is wrong, by the prefix of the row and of the rule as one."""
    valid = table.valid()
    rows, whole = table.checked() if table.head.is_valid() and table.clauses.is_valid() else ({}, [])
    return showing_rules.said(table, rows, whole, valid=valid)


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def check(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """While it is typed: only what is wrong, for each row in its place. Keeps nothing."""
    rule = _mine(request, code, number)
    table = editing_forms.Table(rule, request.POST)
    return render(request, "programmes/_rule_said.html", {"said": _said(table), "swap": True})


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def discard(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Throws a draft away."""
    rule = _mine(request, code, number)
    answers.done(
        request, lambda: services.discard(rule=rule, by=access.actor_of(request)),
        _("Rancangan dihapus. Aturan yang berlaku tidak berubah."),
    )  # fmt: skip
    return answers.lead(request, reverse("programmes:programme", args=[code]))


@require_POST
@access.page(ability=PLAN, field_class=PROGRAMME)
def propose(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hands a draft to who decides."""
    rule = _mine(request, code, number)
    note = request.POST.get("mengapa", "")
    answers.done(
        request, lambda: services.propose(rule=rule, note=note, by=access.actor_of(request)),
        _("Diajukan. Orang lain yang berhak menyetujui akan membacanya."),
    )  # fmt: skip
    return answers.lead(request, address(rule))
