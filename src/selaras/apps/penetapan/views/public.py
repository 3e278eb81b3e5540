"""Pages for citizens, without sign-in: propose, object, the slip with the code, and how far it is."""

from __future__ import annotations

import secrets as random
from typing import Any

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from selaras.apps.accounts import access
from selaras.apps.audit import services as audit
from selaras.apps.penetapan import appeal_forms as forms
from selaras.apps.penetapan import choosing, tracking
from selaras.apps.penetapan.queries import appeals as queries
from selaras.apps.penetapan.rules import appeals as rules
from selaras.apps.penetapan.rules import codes
from selaras.apps.penetapan.services import appeals as services
from selaras.apps.penetapan.services import knocking
from selaras.kernel import errors
from selaras.shell import answers, drafts, slips

SLIP, _MINUTES = "slip", 10


def address(request: HttpRequest) -> str:
    """Where a request comes from, as sign-in counts it."""
    return get_client_ip_address(request) or ""


@require_http_methods(["GET", "POST"])
@access.public
def propose(request: HttpRequest) -> HttpResponse:
    """A keluarga that stands on no list."""
    return _form(request, rules.Kind.USUL)


@require_http_methods(["GET", "POST"])
@access.public
def objection(request: HttpRequest) -> HttpResponse:
    """Something that is not right."""
    return _form(request, rules.Kind.SANGGAH)


def _form(request: HttpRequest, kind: str) -> HttpResponse:
    home = rules.province()
    place = choosing.place(request.GET.get("wilayah", "")[:13], (home,), home)
    context = {"kind": kind, "place": place, "duty": rules.duty("")}
    if not place.villages:
        return render(request, "penetapan/public_place.html", context)
    written = drafts.read(request)
    if request.method == "GET" and written is None:
        first = {"key": random.token_urlsafe(24), "kode_desa": place.first}
        form = forms.Send(kind=kind, choices=place.villages, initial=first)
        return render(request, "penetapan/public_form.html", {**context, "form": form})
    form = forms.Send(request.POST if written is None else written, kind=kind, choices=place.villages)
    if written is not None:
        return drafts.over(
            request, _again(request, {**context, "form": form}, often=drafts.TOO_OFTEN in written)
        )
    if not form.is_valid():
        return drafts.refused(request, _again(request, {**context, "form": form}, status=422))
    if not knocking.may_send(address(request)):
        return drafts.refused(request, _again(request, {**context, "form": form}, often=True, status=429))
    return with_slip(request, services.send(sent=form.sent()))


def _again(
    request: HttpRequest, context: dict[str, Any], *, often: bool = False, status: int = 200
) -> HttpResponse:
    """The form with what was written, and what is wrong with it."""
    if often:
        context["form"].add_error(None, errors.SelarasError("aduan_terlalu_sering").message)
    answer = render(request, "penetapan/public_form.html", {**context, "often": often}, status=status)
    if often:
        answer["HX-Retarget"] = "#isi"
    return answer


def with_slip(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to the slip. The code travels sealed in a cookie of ten minutes: in no address, no session, no table."""
    answer = answers.lead(request, reverse("penetapan:slip"))
    slips.put(answer, code, name=SLIP, path=reverse("penetapan:slip"), minutes=_MINUTES)
    return answer


@require_GET
@access.public
def slip(request: HttpRequest) -> HttpResponse:
    """The code, for who sent the form in this browser a moment ago."""
    code = codes.read(slips.read(request, SLIP))
    context = {"code": codes.shown(code) if code else "", "minutes": _MINUTES, "duty": rules.duty("diterima")}
    return render(request, "penetapan/public_slip.html", context)


@require_http_methods(["GET", "POST"])
@access.public
def track(request: HttpRequest) -> HttpResponse:
    """How far it is, by code. An unknown code, a wrong one, and one of somebody else's imagination are one answer."""
    if request.method == "GET":
        return render(request, "penetapan/public_track.html", {})
    code = codes.read(request.POST.get("kode", ""))
    if not knocking.may_ask(address(request), codes.beginning(code) if code else None):
        return render(
            request, "penetapan/public_track.html", {"often": rules.limits()["lacak_menit"]}, status=429
        )
    digest = codes.digest(code or "tidak mungkin")
    with services.by_code(digest):
        found = queries.with_code(digest)
        told = queries.steps(found) if found else []
        # Asked every time, so that no code takes another time than an unknown one.
        elsewhere = tracking.ask(request, digest)
    if found is None and elsewhere is not None:
        return elsewhere
    audit.record(
        actor=None, action="lacak_lihat" if found else "lacak_tidak_dikenal", object_kind="usul_sanggah",
        object_id=found.reference if found else "", region=found.kode_desa if found else "",
    )  # fmt: skip
    if found is None:
        return render(request, "penetapan/public_track.html", {"unknown": True})
    context = {
        "found": found, "kind": rules.KINDS[found.kind], "state": rules.STATES[found.state],
        "holder": rules.HOLDERS[found.holder], "ended": found.state in rules.ENDED, "duty": rules.duty(found.state),
        "steps": [{"date": each.at, "title": rules.STATES[each.state], "text": each.told} for each in reversed(told)],
    }  # fmt: skip
    return render(request, "penetapan/public_status.html", context)
