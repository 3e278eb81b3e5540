"""Something secret for the next few pages of one browser: sealed in a cookie, in no address, no session, no table.

A code that is shown once, or what somebody without sign-in may read for a while. How long it holds is sealed with it: a cookie
that is kept longer opens nothing.
"""

from __future__ import annotations

import base64
import binascii
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from selaras.kernel import errors
from selaras.shell import secrets

_TABLE, _FIELD = "shell_slip", "text"


def put(answer: HttpResponse, text: str, *, name: str, path: str, minutes: int) -> None:
    """Lets the browser bring `text` along to the pages below `path` for some minutes."""
    kept = f"{int(time.time()) + 60 * minutes}|{text}"
    sealed = base64.urlsafe_b64encode(secrets.seal(kept, table=_TABLE, row=name, field=_FIELD)).decode()
    answer.set_cookie(
        name, sealed, max_age=60 * minutes, path=path, httponly=True, samesite="Strict",
        secure=bool(settings.CSRF_COOKIE_SECURE),
    )  # fmt: skip


def read(request: HttpRequest, name: str) -> str:
    """What was put; "" where there is nothing, its time is over, or it was not made here."""
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(name, ""))
        until, _, text = secrets.unseal(sealed, table=_TABLE, row=name, field=_FIELD).partition("|")
        return text if int(until) >= time.time() else ""
    except (binascii.Error, ValueError, IndexError, errors.SelarasError):
        # None, somebody else's, or one that was changed: as if there were none.
        return ""
