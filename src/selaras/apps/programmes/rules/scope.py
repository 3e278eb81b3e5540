"""Whose eyes a programme's recipients are for: who manages programmes sees those of the own agency only."""

from __future__ import annotations

import dataclasses

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.rules import delivery

OWNER = "pemilik_program"


def narrowed(actor: access.Actor, agency: str) -> access.Actor:
    """The actor as far as a programme of `agency` goes: without the grants of a programme's owner where it is another's."""
    if delivery.own(actor, agency):
        return actor
    return dataclasses.replace(actor, grants=tuple(g for g in actor.grants if g.role != OWNER))


def answering(actor: access.Actor, agency: str) -> access.Actor:
    """The same where standing in a programme's list tells of health: one that no agency was named for is then not every owner's, but
    the business of who answers for social affairs."""
    everybodys = not agency and actor.duty != access.Duty.SOCIAL
    return narrowed(actor, "-" if everybodys else agency)
