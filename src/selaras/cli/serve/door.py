"""The port a house answers at. It is held from the moment it is chosen: several servers may share a port (every process of ours
does), so two houses started at once would otherwise answer each other's visitors."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
from collections.abc import Iterator

from selaras.kernel import errors

# The number of an open socket that whoever started us holds the port by.
GIVEN = "SELARAS_PINTU"
_NEXT = 50


def held(host: str, port: int) -> socket.socket | None:
    """A socket that keeps every other house from this port, and lets our own server listen there; None where it is taken.

    Bound, never listening. Bound alone: a door of one's own is asked for first, the port is opened to our own processes after.
    """
    holding = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Connections of a server that ended a moment ago are no reason to wait.
        holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holding.bind((host, port))
    except OSError:
        holding.close()
        return None
    holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
    holding.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return holding


def free(host: str, port: int) -> bool:
    """Whether nobody listens there or is about to."""
    with contextlib.ExitStack() as closing:
        holding = held(host, port)
        if holding is not None:
            closing.enter_context(holding)
        return holding is not None


@contextlib.contextmanager
def claimed(host: str, port: int, mode: str) -> Iterator[None]:
    """Holds the port inside the block. Raises SelarasError where it is taken, or where an unencrypted door would stand open
    to the network."""
    if mode == "lokal" and not _loopback(host):
        raise errors.SelarasError("serve_host_terbuka", host=host)
    holding = _given(port) or held(host, port)
    if holding is None:
        other = next((p for p in range(port + 1, port + _NEXT) if free(host, p)), port + 1)
        raise errors.SelarasError("serve_port_terpakai", host=host, port=port, lain=other)
    with holding:
        yield


def _given(port: int) -> socket.socket | None:
    """The socket we were started with; it is nobody else's, so it is not handed on."""
    number = os.environ.pop(GIVEN, "")
    if not number.isdecimal():
        return None
    with contextlib.suppress(OSError):
        found = socket.socket(fileno=int(number))
        if found.getsockname()[1] == port:
            found.set_inheritable(False)
            return found
        found.detach()
    return None


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
