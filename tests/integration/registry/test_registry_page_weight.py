"""A first visit to a main page brings less than 600 kB: the page, its styles, scripts, letters and pictures, without the map."""

import gzip
import posixpath
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db.models import Count

from selaras.apps.registry.models import Person

MOST = 600_000
# Only the map asks for these.
OF_A_MAP = ("vendor/maplibre/", "vendor/pmtiles/")
# Travels as it is: compressed already.
PACKED = (".woff2", ".png", ".webp")
PAGES = (
    "/", "/data-masuk/", "/registri/", "desa", "orang", "keluarga", "/tinjau/", "/ketidaksesuaian/",
    "/ketidaksesuaian/daftar/", "/wilayah/64.02/", "/akun/",
)  # fmt: skip


@cache
def travels(name: str) -> int:
    """Bytes of a static file as the server sends it."""
    content = Path(finders.find(name)).read_bytes()
    return len(content) if name.endswith(PACKED) else len(gzip.compress(content, 9))


def brings(name: str) -> set[str]:
    """A static file and what it brings along: letters of styles, modules of scripts, also those that may be woken later."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one in found or any(mark in one for mark in OF_A_MAP):
            continue
        found.add(one)
        inner = {".css": r"url\([\"']?(?!data:)([^\"')#?]+)", ".js": r"[\"'](\.\.?/[\w./-]+\.m?js)[\"']"}
        pattern = inner.get(posixpath.splitext(one)[1])
        if pattern:
            text = Path(finders.find(one)).read_text(encoding="utf-8")
            waiting += [
                posixpath.normpath(posixpath.join(posixpath.dirname(one), each))
                for each in re.findall(pattern, text)
            ]
    return found


def weight(content: bytes) -> int:
    """Of a page with everything it names. The page itself is not compressed: it carries secrets of its reader."""
    named = set(re.findall(r"/static/([\w./-]+)", content.decode()))
    return len(content) + sum(travels(each) for each in set().union(*map(brings, named)))


@pytest.fixture
def places(loaded) -> dict[str, str]:
    """The addresses of the fullest village, of one of its people and of a keluarga."""
    code = (
        Person.objects.values_list("kode_desa")
        .annotate(n=Count("pk"))
        .exclude(kode_desa=None)
        .order_by("-n")[0][0]
    )
    person = Person.objects.filter(kode_desa=code).exclude(keluarga=None).order_by("-n_records")[0]
    return {
        "desa": f"/registri/desa/{code}/",
        "orang": f"/registri/orang/{person.reference}/",
        "keluarga": f"/registri/keluarga/{person.keluarga}/",
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_first_visit_is_light(page, places, make_actor, sign_in):
    answer = sign_in(make_actor("wali_data")).get(places.get(page, page), follow=True)
    assert answer.status_code == 200
    assert not answer.request["PATH_INFO"].startswith("/masuk/")
    found = weight(answer.content)
    assert 50_000 < found < MOST


def test_a_search_is_light(places, make_actor, sign_in):
    answer = sign_in(make_actor("wali_data")).post("/registri/", {"cari": "MUHAMAD"}, follow=True)
    assert answer.status_code == 200
    assert 50_000 < weight(answer.content) < MOST


def test_heavy_pages_would_be_found_out():
    assert weight(b"x" * MOST) >= MOST
    assert travels("vendor/echarts/echarts.common.min.js") > 100_000
    assert {each for each in brings("selaras/js/main.js") if each.endswith("/chart.js")}
