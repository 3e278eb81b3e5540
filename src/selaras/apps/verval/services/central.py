"""Sessions of the ODK Central calls: opened with the token of a phone, over after a day."""

from __future__ import annotations

import datetime as dt

from django.core import signing

from selaras.apps.accounts import queries as people
from selaras.apps.verval.services import devices

LASTS = dt.timedelta(hours=24)
_SALT = "verval.central"


def begin(email: str, token: str) -> str | None:
    """A session for the owner of a phone: their address, and its token in place of a password. None where they do not fit."""
    phone = devices.opened(token)
    if phone is None or not phone.working:
        return None
    person = people.user(phone.actor.user_id)
    if person is None or person.email != email.strip().lower():
        return None
    return signing.dumps(phone.device, salt=_SALT)


def opened(session: str) -> devices.Opened | None:
    """Whose session it is; None where it is over, or its phone was withdrawn, or its person switched off."""
    try:
        device = int(signing.loads(session, salt=_SALT, max_age=LASTS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    phone = devices.by_number(device)
    return phone if phone is not None and phone.working else None
