"""Answers that are no page: files that leave, and what comes of a form.

A browser keeps what was posted with every page that answers it, so forms lead on to an address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from selaras.kernel import angka, errors
from selaras.shell import words

Done = TypeVar("Done")

# Said by an answer that has a page of its own among the troubles.
TROUBLE = "X-Selaras-Gangguan"
# Their pages say what was wrong with the form, and stand where it was filled in.
_ABOUT_THE_FORM = frozenset({400, 409, 422, 429})
_PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg"}
_KINDS = _PICTURES | {
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SeeOther(HttpResponseRedirect):
    """303: the answer stands at another address, to be fetched by GET (RFC 9110 section 15.4.4)."""

    status_code = 303


def lead(request: HttpRequest, address: str) -> HttpResponse:
    """Leads a posted form on to `address`; for htmx by its header, else it would put the page into the form."""
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = address
        return answer
    return SeeOther(address)


def done(request: HttpRequest, act: Callable[[], Done], said: str | Callable[[Done], str] = "") -> bool:
    """Does something and says so, or says what kept it from being done; whether it was done.

    `said`: the sentence, where it needs what came of `act` a function of that; nothing is said where it is empty.
    """
    try:
        came = act()
    except errors.SelarasError as error:
        messages.warning(request, words.error(error))
        return False
    if text := said(came) if callable(said) else said:
        messages.success(request, text)
    return True


def seen(request: HttpRequest) -> int:
    """How many steps the page showed of what a form decides about (`dilihat`); -1 where it does not say."""
    number = angka.whole(request.POST.get("dilihat", ""), 7)
    return -1 if number is None else number


def attachment(content: bytes, name: str) -> HttpResponse:
    """An answer that a browser saves under `name` and never shows; its kind by the ending of the name."""
    return _file(content, name, "attachment")


def brought(content: bytes, name: str) -> HttpResponse:
    """A file that somebody brought: it runs nothing whatever stands in it, and only a picture is shown."""
    answer = _file(content, name, "inline" if _ending(name) in _PICTURES else "attachment")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _file(content: bytes, name: str, shown: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=_KINDS.get(_ending(name), "application/octet-stream"))
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-()") else "_" for c in name)
    whole = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    answer["Content-Disposition"] = f'{shown}; filename="{plain}"{whole}'
    return answer


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def trouble_elsewhere(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Trouble of a form that a browser sent as a page is told at an address of its own, `/gangguan/<kind>/`.

    Else the form, with a number in it perhaps, stays in the files of the browser after signing out. Only pages that say
    nothing of the form: refusals, not found, our faults, a full disk, a database that does not answer.
    """

    def led(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        page = request.method == "POST" and request.headers.get("Sec-Fetch-Mode") == "navigate"
        if not page or response.status_code < 400 or response.status_code in _ABOUT_THE_FORM:
            return response
        return SeeOther(f"/gangguan/{response.get(TROUBLE, str(response.status_code))}/")

    return led
