"""What holds for every request before anybody is known: no identity numbers in addresses, quiet headers, language."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation

Answer = Callable[[HttpRequest], HttpResponse]
# A NIK or KK in an address ends in histories, proxies and logs. Grouping by blank, dot or dash does not hide it.
_IDENTITY = re.compile(r"(?<!\d)\d(?:[ .\-_]?\d){15}(?!\d)")
# A UUID is made by a machine: one in two hundred has sixteen digits in a row, and none of them is anybody's.
_KEY_OF_A_CLIENT = re.compile(r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


def carries_identity(address: str) -> bool:
    """Whether an address (path and query, encoded once or twice) carries a number of sixteen digits."""
    once = unquote_plus(address)
    texts = (address, once, unquote_plus(once))
    return any(_IDENTITY.search(_KEY_OF_A_CLIENT.sub("uuid", text)) for text in texts)


def no_identity_numbers(answer: Answer) -> Answer:
    """Refuses an address with a number of sixteen digits before anything else sees it."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if carries_identity(request.META.get("RAW_URI", "") or request.get_full_path()):
            # Without the request: a page that knows its own address would repeat the number.
            refusal = HttpResponse(loader.render_to_string("400_nik.html"), status=400)
            refusal["Referrer-Policy"] = "no-referrer"
            refusal["Cache-Control"] = "no-store"
            return refusal
        return answer(request)

    return guarded


def quiet_answers(answer: Answer) -> Answer:
    """Pages are kept by nobody; the browser is asked for no sensor; answers are no business of other origins."""

    def quiet(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    return quiet


def language(answer: Answer) -> Answer:
    """Indonesian unless this browser chose otherwise by the switch. What the browser prefers does not count."""
    known = {code for code, _ in settings.LANGUAGES}

    def spoken(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = answer(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response

    return spoken
