"""What somebody without scripts wrote into a form that was refused: read once more at the address of the form, then gone.

A browser keeps what it posted with the page that answers it, names and all, also after it is closed. So the refusal leads on to
the form itself (303), and what was written travels sealed in a cookie that only that address gets and that its next page ends.
"""

from __future__ import annotations

import base64
import zlib

from django.http import HttpRequest, HttpResponse, QueryDict

from selaras.shell import answers, slips

NAME, MINUTES = "isian", 10
TOO_OFTEN = "_terlalu_sering"
# A browser takes 4096 characters of name, value and attributes (RFC 6265 section 6.1). Longer texts are answered in place.
_MOST = 2_600


def refused(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Leads a browser that sent the form as a page back to it; `answer` itself for htmx, or where too much was written."""
    if request.headers.get("Sec-Fetch-Mode") != "navigate":
        return answer
    written = request.POST.copy()
    written.pop("csrfmiddlewaretoken", None)
    if answer.status_code == 429:
        written[TOO_OFTEN] = "1"
    text = base64.b85encode(zlib.compress(written.urlencode().encode(), 9)).decode()
    if len(text) > _MOST:
        return answer
    led = answers.SeeOther(request.get_full_path())
    slips.put(led, text, name=NAME, path=request.path, minutes=MINUTES)
    return led


def read(request: HttpRequest) -> QueryDict | None:
    """What was written before, for the page that shows the form again; None where nothing was."""
    text = slips.read(request, NAME) if request.method == "GET" else ""
    return QueryDict(zlib.decompress(base64.b85decode(text)).decode()) if text else None


def over(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Ends the draft with the page that showed it."""
    answer.delete_cookie(NAME, path=request.path, samesite="Strict")
    return answer
