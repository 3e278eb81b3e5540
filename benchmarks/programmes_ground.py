"""What the measurement of programmes stands on: the catalogue, a draft whose threshold is changed, money, a plan to reckon."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import portal_room

SCOPE = "64.02"
# The draft that is tried: of this programme, with this figure moved; its owner, who may write it.
PROGRAMME, FIGURE, OWNER = "lansia", "umur_lansia", "dinsos"


def plant(environment: dict[str, str], families: int) -> dict[str, Any]:
    """Catalogue, money, a draft. Returns its number, references of families, and whom a first draft was asked of. In a process of
    its own, as everything here."""
    portal_room.enter(environment)
    from django.utils import timezone  # noqa: PLC0415  Django must stand first

    from selaras.apps.accounts import rules as access  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.queries import facts  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.queries import rules as current  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.services import catalogue, plan_example  # noqa: PLC0415  Django must stand first

    with accounts.acting(access.SYSTEM):
        catalogue.seed()
        today = timezone.localdate()
        plan_example.fund(today)
        laid = facts.registry()
        known = laid.references.filter(laid.kode_desa.is_not_null())
        asked = known.sample(min(families, len(known)), seed=1).to_list()
        found = current.programmes(today)
        clauses = sum(len(current.ready(each.asked, today)) for each in found)
    return {"families": asked, "programmes": len(found), "clauses": clauses}


def draft(environment: dict[str, str], moved: int) -> int:
    """A draft of the rule whose figure is `moved` on from the one that holds, begun where there is none; its number."""
    portal_room.enter(environment)
    return changed(moved)


def changed(moved: int) -> int:
    """As `draft`, in a process that has entered the portal."""
    from selaras.apps.accounts import queries  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts.models import User  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.models.catalogue import Programme  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.queries import editing as reading  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.services import editing  # noqa: PLC0415  Django must stand first

    writer = queries.actor(User.objects.get(agency__code=OWNER).pk, purpose="perencanaan")
    assert writer is not None
    with accounts.acting(writer):
        programme = Programme.objects.get(code=PROGRAMME)
        held = reading.open_rule(programme) or editing.begin(code=PROGRAMME, by=writer)
        before = reading.before(held)
        assert before is not None
        figures = [
            {**each, "value": each["value"] + moved} if each["name"] == FIGURE else each for each in before.figures
        ]  # fmt: skip
        text = editing.Text(held.clauses, figures, held.valid_from)
        editing.save(rule=held, text=text, seen=editing.seal(held), by=writer)
        return int(held.number)


def lay(environment: dict[str, str]) -> dict[str, Any]:
    """The facts of the active build laid out and sealed anew, as with every load; then opened as a process of the server opens them."""
    portal_room.enter(environment)
    from selaras.apps.accounts import rules as access  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.models.facts import SnapshotFile  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.queries import facts  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.services import facts as services  # noqa: PLC0415  Django must stand first
    from selaras.apps.registry import queries as registry  # noqa: PLC0415  Django must stand first

    with accounts.acting(access.SYSTEM):
        active = registry.active()
        assert active is not None
        start = time.perf_counter()
        services.make(active.number, by=access.SYSTEM)
        made = time.perf_counter() - start
    with accounts.acting(access.SYSTEM):
        held = SnapshotFile.objects.get(build=active.number)
        start = time.perf_counter()
        laid = facts.opened(held.room)
        read = time.perf_counter() - start
    folder = Path(environment["SELARAS_FILES"]) / "program" / held.room
    kept = sum(path.stat().st_size for path in folder.iterdir())
    held_mb = (laid.families.estimated_size() + laid.members.estimated_size()) / 2**20
    return {
        "make_s": made, "read_s": read, "sealed_mb": kept / 2**20, "open_mb": held_mb,
        "families": held.families, "members": held.members,
    }  # fmt: skip


def solve(environment: dict[str, str]) -> dict[str, Any]:
    """A plan of everything there is money for, asked for by a coordinator and reckoned as the worker does it."""
    portal_room.enter(environment)
    from django.utils import timezone  # noqa: PLC0415  Django must stand first

    from selaras.apps.accounts import queries  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts.models import User  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.queries import plans as reading  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.rules import plan_settings  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.services import plan_solving, plans  # noqa: PLC0415  Django must stand first

    by = queries.actor(User.objects.get(agency__code="bappeda").pk, purpose="perencanaan")
    assert by is not None
    year = timezone.localdate().year
    with accounts.acting(by):
        shares = tuple(each for _code, each in sorted(reading.funded(year).items()))
        asked = plan_settings.Settings(shares, plan_settings.standard(), seed=20261122, floor=1)
        row = plans.make(asked=plans.Asked("Ukur", SCOPE, year, asked, ("dasar",)), by=by)[0]
    start = time.perf_counter()
    good = plan_solving.solve(row.pk)
    seconds = time.perf_counter() - start
    row.refresh_from_db()
    if not good:
        raise RuntimeError(f"the plan did not come to its end: {row.progress}")
    return {
        "seconds": seconds, "programmes": len(shares), "pairs": row.result["pairs"], "shares": row.result["shares"],
        "share_of_bound": row.result["value"] / row.result["bound"] if row.result["bound"] else None,
    }  # fmt: skip


def was_tried(number: int) -> bool:
    """Whether the dry run that is kept is of what the draft says now. In a process that has entered the portal."""
    from selaras.apps.accounts import rules as access  # noqa: PLC0415  Django must stand first
    from selaras.apps.accounts import services as accounts  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.models.catalogue import Rule  # noqa: PLC0415  Django must stand first
    from selaras.apps.programmes.services import editing  # noqa: PLC0415  Django must stand first

    with accounts.acting(access.SYSTEM):
        return editing.tried(Rule.objects.get(programme__code=PROGRAMME, number=number))
