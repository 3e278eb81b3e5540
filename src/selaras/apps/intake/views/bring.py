"""Files are brought: the overview, and the door."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.intake import forms, presenting, queries, words
from selaras.apps.intake import rules as own
from selaras.apps.intake.services import receive
from selaras.kernel import errors
from selaras.shell import words as shell

SEND, SEE = rules.Ability.SEND, rules.Ability.SEE
IDENTITY = rules.FieldClass.IDENTITY
RECENT = 20


@require_GET
@access.page(ability=SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Bring a file; what is under way; how fresh each source is."""
    actor = access.actor_of(request)
    context = {
        "may_send": rules.may(actor, SEND, field_class=IDENTITY),
        "form": forms.Send(),
        "page": Paginator(queries.visible(actor), RECENT).get_page(request.GET.get("halaman")),
        "fresh": [presenting.fresh(one) for one in queries.freshness(actor, timezone.localdate())],
        "limits": {"files": own.MOST_FILES, "size": words.size(own.MOST_BYTES)},
    }
    context["deliveries"] = presenting.deliveries(context["page"])  # type: ignore[arg-type]
    return render(request, "intake/overview.html", context)


@require_POST
@access.page(ability=SEND, field_class=IDENTITY)
def send(request: HttpRequest) -> HttpResponse:
    """Takes the files in; what arrived is said once, what did not is said of each file with what to do."""
    actor = access.actor_of(request)
    form = forms.Send(request.POST, request.FILES)
    if not form.is_valid():
        for wrong in form.errors.get("berkas", [_("Pilih berkasnya dahulu.")]):
            messages.warning(request, str(wrong))
        return redirect("intake:overview")
    replaces = form.cleaned_data["replaces"]
    last = None
    arrived: list[str] = []
    for file in form.cleaned_data["berkas"]:
        last = _take(request, actor, file, replaces, arrived) or last
    if arrived:
        text = ngettext(
            "%(names)s sudah sampai dan sedang dibaca.",
            "%(n)s berkas sudah sampai dan sedang dibaca: %(names)s.",
            len(arrived),
        )
        messages.success(request, text % {"n": len(arrived), "names": ", ".join(arrived)})
    if last is not None and len(form.cleaned_data["berkas"]) == 1 and queries.delivery(actor, last):
        return redirect("intake:delivery", last)
    return redirect("intake:overview")


def _take(
    request: HttpRequest,
    actor: rules.Actor,
    file: UploadedFile[Any],
    replaces: int | None,
    arrived: list[str],
) -> int | None:
    name = own.clean_name(file.name or "")
    try:
        with tempfile.TemporaryDirectory() as folder, transaction.atomic():
            path = Path(folder) / "berkas"
            with path.open("wb") as out:
                for piece in file.chunks():
                    out.write(piece)
            got = receive.receive(path=path, name=name, by=actor, replaces=replaces)
    except errors.SelarasError as error:
        messages.warning(request, f"{name}: {shell.error(error)}")
        return None
    if got.again:
        messages.info(
            request,
            _("%(name)s sudah pernah dikirim. Tidak ada yang berubah; ini kiriman yang dahulu.")
            % {"name": name},
        )
    elif got.delivery.problem:
        problem = got.delivery.problem
        messages.warning(request, f"{shell.retold(problem['message'])} {shell.retold(problem['hint'])}")
    else:
        arrived.append(name)
    return int(got.delivery.pk)
