"""Answers to forms. A browser keeps what was posted with every page that answers it, so forms lead on to an address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

# Said by an answer that has a page of its own among the troubles.
TROUBLE = "X-Selaras-Gangguan"
# Their pages say what was wrong with the form, and stand where it was filled in.
_ABOUT_THE_FORM = frozenset({400, 409, 422, 429})


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
