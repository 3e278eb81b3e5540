"""Words somebody searches for, kept sealed on the server for a while: the address of the answer carries a random name only.

A browser keeps what was posted with the page that answered it, in files that outlive signing out. So no form of a search is
answered by a page: it leads to an address, and that must not carry a name or a number either.
"""

from __future__ import annotations

import json
import secrets as chance
import string
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache

from selaras.kernel import errors
from selaras.shell import secrets

FIELDS = ("cari", "wilayah", "umur_dari", "umur_sampai", "per")
# Letters only: digits could by chance make up a number of sixteen, which no address may carry.
_LETTERS, _LENGTH = string.ascii_lowercase, 20
# Longer than any field takes, so that what is too long is still told to be too long.
_LONGEST = 200


def keep(asked: Mapping[str, str], *, session: str) -> str:
    """Keeps the fields of a search for this session (its key); gives the reference for the address.

    Sealed with the session as part of the place, so that nobody else's session, nor one's own next one, opens it.
    """
    reference = "".join(chance.choice(_LETTERS) for _ in range(_LENGTH))
    text = json.dumps({name: asked[name][:_LONGEST] for name in FIELDS if asked.get(name)})
    cache.set(_place(reference), secrets.seal(text, table="cari", row=reference, field=session), _lasts())
    return reference


def kept(reference: str, *, session: str) -> dict[str, str] | None:
    """The fields of a search; None where it has expired or belongs to another session. Looking keeps it alive."""
    sealed = cache.get(_place(reference))
    if sealed is None:
        return None
    try:
        text = secrets.unseal(sealed, table="cari", row=reference, field=session)
    except errors.SelarasError:
        return None
    cache.touch(_place(reference), _lasts())
    return {str(name): str(value) for name, value in json.loads(text).items()}


def _place(reference: str) -> str:
    return f"registri-cari:{reference}"


def _lasts() -> int:
    return int(settings.SESSION_COOKIE_AGE)
