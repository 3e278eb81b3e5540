"""What may follow on what: campaigns and targets as state machines."""

from __future__ import annotations

from selaras.apps.verval.rules.words import CampaignState, TargetState
from selaras.kernel import errors

CAMPAIGN: dict[str, frozenset[str]] = {
    CampaignState.DRAFT: frozenset({CampaignState.RUNNING, CampaignState.CANCELLED}),
    CampaignState.RUNNING: frozenset({CampaignState.ENDED}),
    CampaignState.ENDED: frozenset(),
    CampaignState.CANCELLED: frozenset(),
}
# A visit may be wanted anew (its finding was set aside); what was withdrawn stays so.
TARGET: dict[str, frozenset[str]] = {
    TargetState.WAITING: frozenset({TargetState.ASSIGNED, TargetState.VISITED, TargetState.WITHDRAWN}),
    TargetState.ASSIGNED: frozenset({TargetState.WAITING, TargetState.VISITED, TargetState.WITHDRAWN}),
    TargetState.VISITED: frozenset({TargetState.WAITING}),
    TargetState.WITHDRAWN: frozenset(),
}
OPEN = (TargetState.WAITING, TargetState.ASSIGNED)


def may_follow(machine: dict[str, frozenset[str]], now: str, then: str) -> bool:
    """Whether `then` may follow on `now`."""
    return then in machine.get(now, frozenset())


def follow(machine: dict[str, frozenset[str]], now: str, then: str) -> None:
    """Raises SelarasError verval_keadaan where `then` may not follow on `now`."""
    if not may_follow(machine, now, then):
        raise errors.SelarasError("verval_keadaan", dari=now, ke=then)
