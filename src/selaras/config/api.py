"""The read-only API. Every app that has `api.router` is mounted under its name; OpenAPI at /api/v1/openapi.json.

Who asks: `Authorization: Bearer <token>` (bound to a person, their agency and one purpose), or the session of the portal.
The same visibility rule as for pages: `accounts.access.endpoint` at the door, the same queries behind it.
"""

from __future__ import annotations

import importlib.util

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from selaras.kernel import errors
from selaras.shell import trail

api = NinjaAPI(title="Selaras", version="1", urls_namespace="api", docs_url=None)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401: nobody, or a token that is over."""
    return api.create_response(
        request, {"galat": "Token tidak ada, sudah berakhir, atau tidak dikenal."}, status=401
    )


@api.exception_handler(trail.Refused)
def refused(request: HttpRequest, error: trail.Refused) -> HttpResponse:
    """403, and the refusal is kept (accounts.middleware)."""
    request.refusal = error  # type: ignore[attr-defined]
    return api.create_response(request, {"galat": "Di luar hak token ini."}, status=403)


@api.exception_handler(errors.SelarasError)
def not_served(request: HttpRequest, error: errors.SelarasError) -> HttpResponse:
    """400: bad use, with what to do next."""
    return api.create_response(
        request, {"galat": error.message, "saran": error.hint, "kode": error.code}, status=400
    )


for app in settings.APPS:
    if importlib.util.find_spec(f"selaras.apps.{app}.api"):
        api.add_router(f"/{app}/", import_string(f"selaras.apps.{app}.api.router"))
