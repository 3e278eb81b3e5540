"""What the offline page carries: families, campaigns and forms of one officer; and the files the page is made of."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Q
from django.templatetags.static import static

from selaras.apps.accounts import rules as access
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument, Officer
from selaras.apps.verval.queries import targets
from selaras.apps.verval.rules import field, field_paths, openrosa, words

SCRIPTS = (
    "app", "dom", "door", "filling", "form", "inputs", "lists", "outbox", "paths", "photo", "place", "seal", "sending",
    "store", "vault", "words", "worker",
)  # fmt: skip
FILES = (
    *(f"verval/field/{name}.js" for name in SCRIPTS), "verval/field/field.css", "verval/field/icon.svg",
    "verval/field/icon-192.png", "selaras/tokens.css", "font/source-sans-3-latin.woff2",
)  # fmt: skip


def campaigns(actor: access.Actor) -> list[Campaign]:
    """Running campaigns this officer works in, with their forms."""
    mine = Assignment.objects.filter(user=actor.user_id, until=None).values("target__campaign")
    named_in = Officer.objects.filter(user=actor.user_id).values("campaign")
    running = Campaign.objects.filter(Q(pk__in=mine) | Q(pk__in=named_in), state=words.CampaignState.RUNNING)
    return list(running.select_related("instrument").order_by("-pk"))


def pack(actor: access.Actor) -> dict[str, Any]:
    """{"campaigns", "forms", "families", "elsewhere"}: what the page asks and about whom.

    A family carries, as `lists`, its rows of the lists that ODK gets as files. `elsewhere`: titles of campaigns whose form has a
    rule the page cannot work out; their families are visited with ODK Collect.
    """
    running = campaigns(actor)
    forms = {_version(row.instrument): prepared(row.instrument.xform) for row in running}
    able = [row for row in running if forms[_version(row.instrument)] is not None]
    mine = {row.reference for row in able}
    return {
        "campaigns": [
            {"reference": row.reference, "title": row.title, "form": _version(row.instrument)} for row in able
        ],
        "forms": {name: form for name, form in forms.items() if form is not None},
        "families": [
            {**each, "lists": _lists(each)} for each in targets.pack(actor) if each["campaign"] in mine
        ],
        "elsewhere": [row.title for row in running if row not in able],
    }


def _version(instrument: Instrument) -> str:
    return f"{instrument.form_id} {instrument.version}"


@functools.lru_cache(maxsize=32)
def prepared(xform: str) -> dict[str, Any] | None:
    """The form as the page asks it; None where the page cannot."""
    try:
        return field.prepared(xform)
    except field_paths.StrangeError:
        return None


def _lists(family: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    members = csv.DictReader(io.StringIO(openrosa.members([family]).decode()))
    return {
        openrosa.FAMILIES.removesuffix(".csv"): [openrosa.family(family)],
        openrosa.MEMBERS.removesuffix(".csv"): list(members),
    }


@functools.cache
def files() -> tuple[tuple[str, str], ...]:
    """(address, SHA-256) of every file the page is made of, as the server sends them.

    Scripts keep their plain names, because they import one another by them; the service worker compares the hashes.
    """
    found = []
    for name in FILES:
        # A script is reached by its plain name, everything else by the name that style sheets and pages use.
        url = settings.STATIC_URL + name if name.endswith(".js") else static(name)
        found.append(
            (url, hashlib.sha256(_contents(url.removeprefix(settings.STATIC_URL), name)).hexdigest())
        )
    return tuple(found)


def _contents(served: str, name: str) -> bytes:
    if settings.STATIC_ROOT:
        with staticfiles_storage.open(served) as file:
            return bytes(file.read())
    place = finders.find(name)
    with open(str(place), "rb") as file:  # noqa: PTH123  the finder answers with a text
        return file.read()
