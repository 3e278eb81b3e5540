"""Pages that belong to no app: errors, and whether the house is well."""

from __future__ import annotations

import logging
import sys

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from selaras.apps.accounts import access, rules
from selaras.kernel import errors
from selaras.shell import answers, disk, gallery, guide

log = logging.getLogger("selaras.pages")
TROUBLES = frozenset({"403", "403_csrf", "404", "500", "503", "507"})


@access.public
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when not. Says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"sehat": False}, status=503)
    return JsonResponse({"sehat": True})


@(access.public if settings.SELARAS_DEMO else access.page(ability=rules.Ability.MANAGE))
def show_gallery(request: HttpRequest) -> HttpResponse:
    """Every brick of the pages, live, with made-up data: for everybody in a demo, else for the pengelola."""
    page = request.GET.get("halaman", "")
    return render(request, "shell/gallery.html", gallery.context(int(page) if page.isdecimal() else 1))


@access.public
def show_guide(request: HttpRequest, name: str = guide.FIRST) -> HttpResponse:
    """A guide of docs/panduan, in the frame of who is signed in; 404 where there is none of that name."""
    found = guide.read(name)
    if found is None:
        raise Http404
    frame = "shell/base.html" if getattr(request, "actor", None) else "shell/door.html"
    context = {"guide": found, "frame": frame, "is_first": name == guide.FIRST}
    return render(request, "shell/guide.html", context)


@access.public
def show_guide_picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of a guide, taken of a demo: nobody on it is real."""
    path = guide.picture(name)
    if path is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=3600"}
    return HttpResponse(path.read_bytes(), content_type="image/webp", headers=headers)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form cannot be read."""
    return render(request, "400.html", status=400)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not among the rights of this person. Does not say whether the thing exists."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page, or nothing there that this person may see."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without the context processors, which may be what broke. 507: the disk is full. 503: the database
    does not answer; clients in the field keep what they have and come again."""
    error = sys.exc_info()[1]
    if disk.full(error):
        return render(None, "507.html", {"error": errors.SelarasError("portal_disk_penuh")}, status=507)
    if isinstance(error, OperationalError | InterfaceError):
        answer = render(None, "503.html", status=503)
        answer["Retry-After"] = "60"
        return answer
    return render(None, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is from an earlier session."""
    answer = render(request, "403_csrf.html", status=403)
    answer[answers.TROUBLE] = "403_csrf"
    return answer


@access.public
def trouble(request: HttpRequest, kind: str) -> HttpResponse:
    """The page of a trouble that a form met, without the form (shell.answers). Rendered without a request, as in the trouble."""
    status = int(kind[:3])
    if kind not in TROUBLES:
        raise Http404
    told = {"error": errors.SelarasError("portal_disk_penuh")} if status == 507 else {}
    return render(None, f"{kind}.html", told, status=status)
