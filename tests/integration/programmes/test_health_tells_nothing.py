"""Two kabupaten that differ in nothing but health: who may not see health cannot tell them apart, on any page a link leads to.

What is compared is whole pages, not words that were thought of: order of rows, counts, colours of a map, whether a link is there.
"""

import functools
import re

import pytest
from django.db import connection
from django.urls import Resolver404, resolve, reverse

from selaras.apps.accounts import rules as access
from selaras.apps.accounts import services as accounts
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.services import facts
from selaras.apps.registry.models import Keluarga

PEOPLE = [
    ("pemilik_program", "64.02", "opd"),
    ("penyetuju", "64.02", "opd"),
    ("wali_data", "64", "provinsi"),
    # Sees what an owner sees, and decides less.
    pytest.param("operator", "64.02", "opd", marks=pytest.mark.slow),
]
STARTS = (
    "programmes:programmes",
    "programmes:matrix",
    "programmes:matrix_families",
    "programmes:measures",
    "registry:search",
    "home",
)
# Pages of one kind are alike: so many of each are opened.
EACH, MOST = 2, 90
_NEW = re.compile(r'"[\w=+/-]{22,}"|nonce="[^"]*"|/registri/hasil/[a-z]{20}/|\b\d\d[.:]\d\d\b')
_LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
# What a click does or leads out, and pages that change by being opened.
_NOT_HERE = ("/keluar", "/masuk", "/static", "/api", "/akun", "/jejak", "/galeri", "/panduan", "/bahasa")


def flipped():
    """Everybody who is well is sick, everybody sick is well, whoever was not asked was asked."""
    accounts.identify(access.SYSTEM)
    with connection.cursor() as cursor:
        for table in ("registry_person", "registry_keluarga"):
            cursor.execute(f"SELECT id, sensitif FROM {table}")
            rows = cursor.fetchall()
            for row, packed in rows:
                number, *values = packed.split("\x1f")
                turned = [{"1": "0", "0": "1", "": "1"}.get(value, value) for value in values]
                cursor.execute(
                    f"UPDATE {table} SET sensitif = %s WHERE id = %s", ["\x1f".join([number, *turned]), row]
                )
    build = facts.registry.active().number
    facts.make(build, by=access.SYSTEM)


@functools.cache
def _route(path):
    """Name of the route at a path; nothing where there is none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def walk(client, starts, most=MOST):
    """Address -> page, of whatever links lead to."""
    wanted, seen, told = list(starts), {}, {}
    while wanted and len(told) < most:
        address = wanted.pop(0)
        if address in told or address.startswith(_NOT_HERE):
            continue
        name = _route(address.partition("?")[0])
        if not name or seen.get(name, 0) >= EACH:
            continue
        seen[name] = seen.get(name, 0) + 1
        answer = client.get(address)
        body = answer.content.decode(errors="replace") if "html" in answer.get("Content-Type", "") else ""
        told[address] = (answer.status_code, _NEW.sub("", body))
        wanted += [each.replace("&amp;", "&") for each in _LINK.findall(body)]
    return told


@pytest.mark.parametrize(("role", "scope", "kind"), PEOPLE)
def test_pages_do_not_depend_on_what_one_may_not_see(kabupaten, make_actor, sign_in, role, scope, kind):
    actor = make_actor(role, scope=scope, kind=kind, purpose="perencanaan")
    Programme.objects.filter(code__in=("disabilitas", "lansia", "jamban")).update(agency=actor.agency)
    families = list(
        Keluarga.objects.filter(build_to=None, kode_desa__startswith="64.02")
        .order_by("reference")
        .values_list("reference", flat=True)[:6]
    )
    starts = [reverse(name) for name in STARTS]
    starts += [reverse("registry:keluarga", args=[each]) for each in families]
    starts += [reverse("programmes:family", args=[each]) for each in families]
    starts += [reverse("programmes:families", args=[code]) for code in ("disabilitas", "pkh", "lansia")]
    client = sign_in(actor)
    before = walk(client, starts)
    assert sum(status == 200 for status, _ in before.values()) > 20
    flipped()
    accounts.identify(actor)
    after = walk(client, starts)
    differ = sorted(set(before) ^ set(after)) + [each for each in before if after.get(each) != before[each]]
    assert "\n".join(differ) == ""


def test_the_walk_finds_the_difference_where_it_may_be_seen(kabupaten, make_actor, sign_in):
    """Else it would prove nothing."""
    client = sign_in(make_actor("verifikator", scope="64.02", kind="opd", purpose="verifikasi"))
    starts = [reverse("programmes:families", args=["disabilitas"])]
    before = walk(client, starts, 3)
    flipped()
    assert walk(client, starts, 3) != before
