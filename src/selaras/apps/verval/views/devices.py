"""Pages: phones of officers. A code is shown once, as a picture that ODK Collect reads."""

from __future__ import annotations

import base64
import io
from typing import Any

import qrcode  # type: ignore[import-untyped]
import qrcode.image.svg  # type: ignore[import-untyped]
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from selaras.apps.accounts import access, rules
from selaras.apps.verval.queries import devices
from selaras.apps.verval.rules import openrosa, words
from selaras.apps.verval.services import devices as services

VISIT, LEAD, IDENTITY = rules.Ability.VISIT, rules.Ability.LEAD, rules.FieldClass.IDENTITY


def picture(text: str) -> str:
    """A QR code as an address of a picture (SVG)."""
    made = qrcode.QRCode(border=4, error_correction=qrcode.ERROR_CORRECT_L)
    made.add_data(text)
    out = io.BytesIO()
    made.make_image(image_factory=qrcode.image.svg.SvgPathFillImage).save(out)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def _village(actor: rules.Actor) -> str:
    """The first village this officer visits; a region wider than a village has no phone of its own."""
    found = [scope for scope in rules.scopes(actor, VISIT, IDENTITY) if scope.count(".") == 3]
    return found[0] if found else ""


@require_GET
@access.page(ability=VISIT, field_class=IDENTITY)
def mine(request: HttpRequest) -> HttpResponse:
    """An officer's own phones."""
    actor = access.actor_of(request)
    shown = {"rows": devices.of_person(actor), "own": True, "village": _village(actor)}
    return render(request, "verval/devices.html", shown)


@require_GET
@access.page(ability=LEAD, field_class=IDENTITY)
def led(request: HttpRequest) -> HttpResponse:
    """Phones of the officers in the regions where this person leads."""
    actor = access.actor_of(request)
    names = devices.names(actor)
    rows = list(devices.led(actor)[:500])
    for row in rows:
        row.holder = names.get(row.user, "–")  # type: ignore[attr-defined]
    return render(request, "verval/devices.html", {"rows": rows, "own": False, "village": ""})


@require_POST
@access.page(ability=VISIT, field_class=IDENTITY)
def add(request: HttpRequest) -> HttpResponse:
    """A new phone of one's own: its code, once."""
    actor = access.actor_of(request)
    village = _village(actor)
    if not village:
        messages.warning(request, _("Akun Anda belum punya desa tugas. Minta pengelola memberinya."))
        return redirect("verval:devices")
    name = request.POST.get("name", "").strip()[:80] or _("Telepon")
    token = services.issue(
        user=actor.user_id, kode_desa=village, channel=words.Channel.ODK.value, by=actor, name=name
    )
    return _shown_once(request, token, name)


def _shown_once(request: HttpRequest, token: str, name: str) -> HttpResponse:
    address = request.build_absolute_uri(f"/odk/k/{token}")
    shown: dict[str, Any] = {
        "name": name, "address": address, "picture": picture(openrosa.collect_settings(address, "Verval Selaras")),
    }  # fmt: skip
    return render(request, "verval/device_once.html", shown)


@require_POST
@access.page(ability=VISIT, field_class=IDENTITY)
def withdraw(request: HttpRequest, device: int) -> HttpResponse:
    """Withdraws a phone of one's own."""
    return _withdrawn(request, device, devices.of_person(access.actor_of(request)), "verval:devices")


@require_POST
@access.page(ability=LEAD, field_class=IDENTITY)
def withdraw_led(request: HttpRequest, device: int) -> HttpResponse:
    """Withdraws the phone of an officer where one leads: it is lost, or the officer is."""
    return _withdrawn(request, device, devices.led(access.actor_of(request)), "verval:devices_led")


def _withdrawn(request: HttpRequest, device: int, among: Any, back: str) -> HttpResponse:
    if not among.filter(pk=device).exists():
        raise Http404
    services.withdraw(device=device, by=access.actor_of(request))
    messages.success(
        request, _("Telepon dicabut. Isian yang masih ada di sana tetap dapat dikirim, lalu diperiksa.")
    )
    return redirect(back)
