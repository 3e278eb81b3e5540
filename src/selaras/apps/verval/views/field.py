"""The offline page under /lapangan/: its shell, its service worker, the pack, and the door for what it sends.

The shell names nobody and is the same for everybody; what it shows comes sealed out of the browser's own storage. Sending asks
for the token of the device alone: a session that ran out while an officer was in the hills loses nothing. The token stands in a
header of our own, which no other site can make a browser send.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, FieldClass, may
from selaras.apps.verval.queries import field as queries
from selaras.apps.verval.rules import field_sending, receiving
from selaras.apps.verval.services import devices
from selaras.apps.verval.services import field as services
from selaras.kernel import errors

TOKEN = "X-Selaras-Perangkat"  # noqa: S105  the name of a header
PAGES = {"id": "/lapangan/", "en": "/lapangan/en/"}
# The position is asked for by a button of the page; the camera is the phone's own (<input capture>).
_SENSORS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


def _shell(language: str) -> str:
    with translation.override(language):
        return render_to_string(
            "verval/field.html",
            {"language": language, "pages": PAGES, "script": f"{settings.STATIC_URL}verval/field/app.js"},
        )


def _shown(language: str) -> HttpResponse:
    answer = HttpResponse(_shell(language))
    answer["Permissions-Policy"] = _SENSORS
    answer["Content-Language"] = language
    return answer


@require_GET
@access.public
def page(request: HttpRequest) -> HttpResponse:
    """The page in Indonesian."""
    return _shown("id")


@require_GET
@access.public
def page_en(request: HttpRequest) -> HttpResponse:
    """The page in English."""
    return _shown("en")


@require_GET
@access.public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It changes when any file of the page does: that is how a browser knows of a new version."""
    made = [
        *((place, _shell(each)) for each, place in PAGES.items()),
        (reverse("verval:field_manifest"), _manifest()),
    ]
    own = [(place, hashlib.sha256(text.encode()).hexdigest()) for place, text in made]
    files = [{"url": url, "sha256": sha256} for url, sha256 in (*own, *queries.files())]
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    told = json.dumps({"version": version, "files": files})
    script = f'import {{ start }} from "{settings.STATIC_URL}verval/field/worker.js";\nstart({told});\n'
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = PAGES["id"]
    return answer


def _manifest() -> str:
    """What makes the page an app on a phone (W3C Web Application Manifest). One for both languages: it is one app."""
    icons = [
        {"src": static("verval/field/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("verval/field/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("verval/field/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
    ]  # fmt: skip
    told = {
        "id": PAGES["id"], "start_url": PAGES["id"], "scope": PAGES["id"], "display": "standalone", "lang": "id",
        "name": "Selaras Lapangan", "short_name": "Selaras", "description": "Kunjungan verval, juga tanpa sinyal.",
        "theme_color": "#0b5c5e", "background_color": "#fbfaf7", "icons": icons,
    }  # fmt: skip
    return json.dumps(told)


@require_GET
@access.public
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest."""
    return HttpResponse(_manifest(), content_type="application/manifest+json")


@require_GET
@access.public
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, for the page's own script: names nobody to a stranger."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return JsonResponse({"masuk": False, "petugas": False})
    visits = may(actor, Ability.VISIT, field_class=FieldClass.IDENTITY)
    told: dict[str, Any] = {"masuk": True, "petugas": visits, "id": actor.user_id, "nama": actor.name}
    return JsonResponse(told | {"csrf": get_token(request)})


@require_POST
@access.page(ability=Ability.VISIT, field_class=FieldClass.IDENTITY)
def pack(request: HttpRequest) -> HttpResponse:
    """This officer's families for seven days, and what sending needs."""
    given = request.POST
    told = services.pack(
        by=access.actor_of(request), token=given.get("token", "")[:80], name=given.get("nama", "")
    )
    return JsonResponse(told)


@require_POST
@access.page(ability=Ability.VISIT, field_class=FieldClass.IDENTITY)
def work_key(request: HttpRequest) -> HttpResponse:
    """The key of the drafts in this browser, after a PIN was forgotten."""
    given = request.FILES.get("amplop")
    try:
        key = services.work_key(envelope=given.read() if given else b"", by=access.actor_of(request))
    except errors.SelarasError as error:
        return _wrong(error.code, 422)
    return JsonResponse({"kunci": key})


def _wrong(code: str, status: int) -> HttpResponse:
    return JsonResponse({"galat": code.removeprefix("verval_")}, status=status)


@csrf_exempt
@require_POST
@access.public
def send(request: HttpRequest) -> HttpResponse:
    """Takes one visit. 201 with a signed receipt, 409 beside another one, 401 for no device of ours, 413, 422."""
    if int(request.headers.get("Content-Length") or 0) > field_sending.MOST_BYTES:
        return _wrong("terlalu_besar", 413)
    if devices.opened(request.headers.get(TOKEN, "")[:80]) is None:
        return _wrong("perangkat_asing", 401)
    given = request.FILES.get("amplop")
    try:
        receipt = services.take_in(given.read() if given else b"")
    except errors.SelarasError as error:
        # A full disk or the like is ours: the page keeps the visit and tries again.
        ours = error.code not in {"verval_amplop_rusak", "verval_perangkat_asing"}
        request.failed = ours  # type: ignore[attr-defined]
        return _wrong("gangguan" if ours else error.code, 503 if ours else 422)
    if receipt.status == receiving.REFUSED:
        return _wrong("tidak_terbaca", 422)
    return JsonResponse(_told(receipt), status=409 if receipt.status == receiving.CONTRADICTS else 201)


def _told(receipt: receiving.Receipt) -> dict[str, Any]:
    at = receiving.said("", "", receipt.at).decode().rpartition("|")[2]
    return {
        "status": receipt.status, "instance": receipt.instance, "digest": receipt.digest, "at": at,
        "standing": receipt.standing, "held": receipt.held, "missing": receipt.missing,
        "too_big": receipt.too_big, "signature": receipt.signature,
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@access.page(ability=Ability.LEAD, field_class=FieldClass.IDENTITY)
def bring(request: HttpRequest) -> HttpResponse:
    """Takes in a file that an officer exported from a phone that cannot send any more."""
    if request.method == "GET":
        return render(request, "verval/field_import.html")
    given = request.FILES.get("berkas")
    found = services.take_file(given.read() if given else b"", by=access.actor_of(request))
    said = _("Berkas dibaca: {baru} kunjungan baru, {ada} sudah ada, {beda} berbeda, {rusak} tidak terbaca.")
    messages.success(
        request,
        said.format(baru=found.new, ada=found.known, beda=found.contradicts, rusak=found.unreadable),
    )
    return redirect("verval:field_import")
