"""Pages of regions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from selaras.apps.accounts import access
from selaras.apps.accounts.rules import Ability, may
from selaras.apps.wilayah import forms, queries, rules, services
from selaras.kernel import errors
from selaras.shell import words


@require_GET
@access.signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The highest region of who asks; the country for those who answer for everywhere."""
    home = rules.home(queries.scopes(access.actor_of(request)))
    if home:
        return redirect("wilayah:region", code=home)
    return render(request, "wilayah/country.html", {"below": queries.below(access.actor_of(request), "")})


def _region(request: HttpRequest, code: str) -> rules.Region:
    found = queries.region(access.actor_of(request), code)
    if found is None:
        raise Http404
    return found


@require_GET
@access.signed_in
def region(request: HttpRequest, code: str) -> HttpResponse:
    """A region: its codes, what became of it, what lies below, its map."""
    actor, found = access.actor_of(request), _region(request, code)
    below = queries.below(actor, code)
    drawn = queries.map_of(code)
    kabkota = found.depth == rules.KABKOTA
    context: dict[str, Any] = {
        "region": found, "region_code": code, "path": queries.path(actor, code), "below": below, "map": drawn,
        "villages": _villages(code, below) if drawn else [], "kinds": [_("Desa"), _("Kelurahan")],
        "split_off": rules.split_off(code), "split_from": rules.split_from(code), "gone": rules.no_longer(code),
        "may_replace": kabkota and may(actor, Ability.ACCEPT, code),
    }  # fmt: skip
    return render(request, "wilayah/region.html", context)


def _villages(code: str, below: list[rules.Region]) -> list[dict[str, Any]]:
    """What the map says of each village: level 1 desa, 2 kelurahan."""
    if code.count(".") == rules.DESA:
        found = [each for each in [rules.region(code)] if each]
    elif code.count(".") == rules.KECAMATAN:
        found = below
    else:
        found = [v for each in below for v in _villages_below(each.code)]
    return [
        {"code": v.code, "name": v.name, "level": 2 if v.level == "kelurahan" else 1,
         "text": _("kelurahan") if v.level == "kelurahan" else _("desa")}
        for v in found
    ]  # fmt: skip


def _villages_below(code: str) -> list[rules.Region]:
    deeper = rules.below(code, ("",))
    if code.count(".") == rules.KECAMATAN:
        return deeper
    return [village for each in deeper for village in _villages_below(each.code)]


@require_GET
@gzip_page
@access.signed_in
def boundaries(request: HttpRequest, code: str) -> HttpResponse:
    """The villages at or below a region as GeoJSON. Kept by the browser: a new version has a new address."""
    _region(request, code)
    found = queries.geojson(code)
    if found is None:
        raise Http404
    content, version = found
    etag = f'"{version}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    answer = HttpResponse(content, content_type="application/geo+json")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@require_http_methods(["GET", "POST"])
@access.page(ability=Ability.ACCEPT)
def layers(request: HttpRequest, code: str) -> HttpResponse:
    """Boundaries of a kabupaten/kota: which count now, which were brought, bring others."""
    actor, found = access.actor_of(request), _region(request, code)
    if found.depth != rules.KABKOTA or not may(actor, Ability.ACCEPT, code):
        raise Http404
    form = forms.Boundaries(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            villages = services.bring(
                kabkota=code,
                content=given["file"].read(),
                origin=given["origin"],
                as_of=given["as_of"],
                by=actor,
            )
        except errors.SelarasError as error:
            form.add_error("file", words.error(error))
        else:
            said = ngettext(
                "Batas %(n)d desa/kelurahan dipakai.", "Batas %(n)d desa/kelurahan dipakai.", villages
            )
            messages.success(request, said % {"n": villages})
            return redirect("wilayah:layers", code=code)
    drawn = queries.map_of(code)
    context = {"region": found, "region_code": code, "form": form, "layers": queries.layers(code),
               "source": drawn.sources[0] if drawn else None}  # fmt: skip
    return render(request, "wilayah/layers.html", context, status=422 if form.errors else 200)


@require_POST
@access.page(ability=Ability.ACCEPT)
def withdraw(request: HttpRequest, code: str, layer: int) -> HttpResponse:
    """Takes an office's layer back."""
    _region(request, code)
    services.withdraw(layer=layer, kabkota=code, by=access.actor_of(request))
    return HttpResponseRedirect(reverse("wilayah:layers", kwargs={"code": code}))
