"""How often somebody without sign-in may send and ask. Counted by keyed digests: no address and no code is kept."""

from __future__ import annotations

import datetime as dt
import ipaddress

from django.utils import timezone

from selaras.apps.audit import services as audit
from selaras.apps.penetapan.models import Knock
from selaras.apps.penetapan.rules import appeals as rules
from selaras.shell import secrets

SEND, ASK, BEGIN = "kirim", "lacak", "awalan"
_KEPT = dt.timedelta(days=1)
_NETWORK = 64


def place(address: str) -> bytes:
    """An address as it is counted: one of IPv6 by its network of 64 bits, since a household has that many."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return secrets.blind("tidak dikenal", field="alamat_jaringan")
    if found.version == 6:
        found = ipaddress.ip_network((found, _NETWORK), strict=False).network_address
    return secrets.blind(str(found), field="alamat_jaringan")


def _often(kind: str, who: bytes, within: dt.timedelta) -> int:
    return Knock.objects.filter(kind=kind, who=who, at__gt=timezone.now() - within).count()


def _note(kind: str, who: bytes) -> None:
    now = timezone.now()
    Knock.objects.filter(at__lt=now - _KEPT).delete()
    Knock.objects.create(kind=kind, who=who, at=now)


def may_send(address: str) -> bool:
    """Whether one more may be sent from here; if so, it is counted."""
    who, limits = place(address), rules.limits()
    if _often(SEND, who, dt.timedelta(hours=1)) >= limits["kirim_per_jam"]:
        return False
    if _often(SEND, who, _KEPT) >= limits["kirim_per_hari"]:
        return False
    _note(SEND, who)
    return True


def may_ask(address: str, beginning: bytes | None) -> bool:
    """Whether one more code may be asked for from here, and with this beginning. Known and unknown codes count alike.

    The first question beyond a limit is kept in the trail; further ones are not, or guessing would fill it.
    """
    limits = rules.limits()
    within = dt.timedelta(minutes=limits["lacak_menit"])
    wanted = [(ASK, place(address), limits["lacak_per_alamat"])]
    wanted += [(BEGIN, beginning, limits["lacak_per_awalan"])] if beginning else []
    for kind, who, most in wanted:
        asked = _often(kind, who, within)
        if asked == most:
            audit.record(actor=None, action="lacak_batas", object_kind="usul_sanggah")
            # One above the limit, so that this is said once until the time is over.
            _note(kind, who)
        if asked >= most:
            return False
    for kind, who, _most in wanted:
        _note(kind, who)
    return True
