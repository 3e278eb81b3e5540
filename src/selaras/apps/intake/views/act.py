"""What people do with a delivery: point out columns, correct, read again, accept, send back."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.intake import forms, inside
from selaras.apps.intake.services import compare, decide, receive
from selaras.apps.intake.views import look
from selaras.kernel import errors
from selaras.shell import answers

SEND, ACCEPT = rules.Ability.SEND, rules.Ability.ACCEPT
IDENTITY = rules.FieldClass.IDENTITY


@require_http_methods(["GET", "POST"])
@access.page(ability=SEND, field_class=IDENTITY)
def mapping(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Which column is which: proposed, confirmed by a person, kept for the next file of this layout."""
    found = look.one(request, delivery_id)
    layout = inside.layout(found, request.GET.get("lembar", ""))
    if layout is None:
        raise Http404
    form = forms.Map(request.POST or None, headers=layout["headers"], initial=layout["initial"])
    if request.method == "POST" and form.is_valid():
        said = {
            "sidik": layout["sidik"], "judul": form.cleaned_data["title"], "sumber": form.cleaned_data["source"],
            "baris": form.cleaned_data["rows"], "kolom": form.cleaned_data["columns"],
        }  # fmt: skip
        return _done(
            request, delivery_id, lambda actor: receive.save_mapping(delivery_id=delivery_id, mapping=said, by=actor),
            _("Pemetaan disimpan. Berkas sedang dibaca lagi."),
        )  # fmt: skip
    columns = [(form[f"kolom_{n}"], column) for n, column in enumerate(layout["columns"])]
    context = {"delivery": found, "form": form, "columns": columns, "layout": layout}
    return render(request, "intake/mapping.html", context, status=400 if form.errors else 200)


def _done(
    request: HttpRequest, delivery_id: int, act: Callable[[rules.Actor], object], said: str
) -> HttpResponse:
    """Acts; says what came of it on the page of the delivery. What is refused with a code changes nothing."""

    def deed() -> None:
        try:
            with transaction.atomic():
                act(access.actor_of(request))
        except errors.SelarasError as error:
            if error.code == "kiriman_banding_usang":
                compare.ask(delivery_id=delivery_id, by=access.actor_of(request))
            raise

    answers.done(request, deed, said)
    return redirect("intake:delivery", delivery_id)


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def correct(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Edition, source, day and standing, as a person says."""
    found = look.one(request, delivery_id)
    form = forms.Correct(request.POST)
    if not form.is_valid():
        context = look.told(found, access.actor_of(request), correct_form=form, correcting=True)
        return render(request, "intake/delivery.html", context, status=400)
    said = form.cleaned_data
    return _done(
        request,
        delivery_id,
        lambda actor: receive.correct(delivery_id=delivery_id, **said, by=actor),
        _("Edisi disimpan."),
    )


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def read_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Reads once more."""
    look.one(request, delivery_id)
    return _done(
        request, delivery_id, lambda actor: receive.read_again(delivery_id=delivery_id, by=actor),
        _("Berkas dibaca lagi."),
    )  # fmt: skip


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def compare_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Compares once more with what was accepted meanwhile."""
    look.one(request, delivery_id)
    return _done(
        request, delivery_id, lambda actor: compare.ask(delivery_id=delivery_id, by=actor),
        _("Perbedaannya dihitung lagi."),
    )  # fmt: skip


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def ask_annotated(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Asks for the annotated copy of a large file."""
    look.one(request, delivery_id)
    return _done(
        request, delivery_id, lambda actor: receive.ask_copy(delivery_id=delivery_id, by=actor),
        _("Salinan bercatatan sedang ditulis."),
    )  # fmt: skip


@require_POST
@access.page(ability=ACCEPT, field_class=IDENTITY)
def accept(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """A steward accepts."""
    look.one(request, delivery_id)
    replace = request.POST.get("gantikan") == "1"
    return _done(
        request, delivery_id, lambda actor: decide.accept(delivery_id=delivery_id, by=actor, replace=replace),
        _("Edisi diterima. Registri sedang disusun ulang dengan edisi ini."),
    )  # fmt: skip


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def refuse(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Sends a delivery back, or takes it back."""
    look.one(request, delivery_id)
    reason = request.POST.get("reason", "")
    return _done(
        request, delivery_id, lambda actor: decide.refuse(delivery_id=delivery_id, reason=reason, by=actor),
        _("Kiriman dikembalikan. Registri tidak berubah."),
    )  # fmt: skip
