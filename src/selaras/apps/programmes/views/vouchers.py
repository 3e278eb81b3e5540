"""Vouchers: issued, printed, and shown to a phone that checks them without signal and tells the house when it has some."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts import rules as accounts
from selaras.apps.programmes import delivery_forms as forms
from selaras.apps.programmes.rules import vouchers as rules
from selaras.apps.programmes.services import lists
from selaras.apps.programmes.services import vouchers as services
from selaras.apps.programmes.views.delivery import found
from selaras.kernel import errors
from selaras.shell import answers, secrets, words

DELIVER, IDENTITY = accounts.Ability.DELIVER, accounts.FieldClass.IDENTITY
_MOST_SENT = 200_000
# The camera is the phone's own (<input capture>).
_SENSORS = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
_FILES = ("programmes/voucher/scan.js", "programmes/voucher/worker.js", "programmes/voucher/scan.css")
# Their plain names: one imports the other by its own.
_DECODER = ("vendor/qr/decode.js", "vendor/qr/index.js")
_STYLES = ("selaras/tokens.css", "programmes/voucher/scan.css", "selaras/mark.svg")


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Makes vouchers for lines that have none."""
    cycle, form = found(request, reference), forms.Vouchers(request.POST)

    def deed() -> str:
        if not form.is_valid():
            raise errors.SelarasError("voucher_tanggal_salah")
        n = services.issue(cycle=cycle, last_day=form.cleaned_data["sampai"], by=access.actor_of(request))
        said = ngettext(
            "%(n)s voucher terbit. Cetak dan bagikan.", "%(n)s voucher terbit. Cetak dan bagikan.", n
        )
        return said % {"n": n}

    answers.done(request, deed, str)
    return redirect("programmes:cycle", reference)


@require_GET
@access.page(ability=DELIVER, field_class=IDENTITY)
def printed(request: HttpRequest, reference: str) -> HttpResponse:
    """Vouchers to cut out."""
    cycle = found(request, reference)
    try:
        made = lists.printed(cycle=cycle, by=access.actor_of(request))
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return redirect("programmes:cycle", reference)
    return answers.attachment(made.content, made.name)


def _script() -> str:
    """Scripts keep their plain names: they are compared by content, not by name."""
    return f"{settings.STATIC_URL}programmes/voucher/scan.js"


@require_GET
@access.page(ability=DELIVER, field_class=IDENTITY)
def scan(request: HttpRequest) -> HttpResponse:
    """The page a phone keeps: public keys to check with, and nobody's name."""
    keys = {str(n): base64.b64encode(key).decode() for n, key in secrets.public_keys().items()}
    told = {
        "keys": keys, "prefix": rules.PREFIX.decode(), "send": reverse("programmes:voucher_send"), "page": request.path,
        "worker": reverse("programmes:voucher_worker"),
        "decoder": f"{settings.STATIC_URL}{_DECODER[0]}", "said": {code.value: str(text) for code, text in rules.OUTCOMES.items()}, "most": rules.MOST_SENT,
    }  # fmt: skip
    answer = render(request, "programmes/voucher_scan.html", {"told": told, "script": _script()})
    answer["Permissions-Policy"] = _SENSORS
    return answer


@require_GET
@access.public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it changes when a file of the page does."""
    digest = hashlib.sha256()
    for name in (*_FILES, *_DECODER):
        place = finders.find(name)
        digest.update(Path(str(place)).read_bytes() if place else b"")
    plain = [f"{settings.STATIC_URL}{name}" for name in _DECODER]
    files = [_script(), *plain, *(static(name) for name in _STYLES)]
    told = json.dumps({
        "version": digest.hexdigest()[:16], "page": reverse("programmes:voucher_scan"), "files": files,
    })  # fmt: skip
    script = f'import {{ start }} from "{settings.STATIC_URL}programmes/voucher/worker.js";\nstart({told});\n'
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = reverse("programmes:voucher_scan")
    return answer


@require_POST
@access.page(ability=DELIVER, field_class=IDENTITY)
def send(request: HttpRequest) -> JsonResponse:
    """Uses a phone tells of: [{text, device, event, at}]; answers what became of each. What is no use is told so, never lost."""
    if len(request.body) > _MOST_SENT:
        return JsonResponse({"galat": str(_("Terlalu banyak sekali kirim."))}, status=413)
    try:
        told = json.loads(request.body)
        uses = [_use(each) for each in told]
    except (ValueError, TypeError, KeyError, OverflowError):
        return JsonResponse({"galat": str(_("Kiriman tidak terbaca."))}, status=400)
    answered = services.use(uses, access.actor_of(request))
    return JsonResponse({
        "jawaban": [
            {"event": each.event, "nomor": each.number, "hasil": each.outcome.value} for each in answered
        ]
    })  # fmt: skip


def _use(each: dict[str, Any]) -> rules.Use:
    device, event = str(each["device"]), str(each["event"])
    if not (rules.may_be_event(device) and rules.may_be_event(event)):
        raise ValueError("not a name of a phone or an event")
    at = dt.datetime.fromisoformat(str(each["at"]))
    return rules.Use(str(each["text"])[:400], device, event, at if at.tzinfo else timezone.make_aware(at))
