"""Published figures: editions for anybody, and the counts an edition is made from."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Funding, Programme, Rule
from selaras.apps.programmes.models.delivery import Line
from selaras.apps.programmes.models.figures import Published
from selaras.apps.programmes.queries import catalogue
from selaras.apps.programmes.queries.delivery import LIVE
from selaras.apps.programmes.rules import attack, disclosure
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules.disclosure import Edition
from selaras.apps.programmes.rules.ledger import State
from selaras.apps.wilayah import rules as regions
from selaras.shell import secrets

# What views call the rows they hand on: they import no models.
Found = Programme
TABLE = "theirspublished"
_KECAMATAN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A kecamatan in an edition, or all of them (code ""): per measure a number, "sedikit" or "tersembunyi"."""

    code: str
    decided: int | str
    delivered: int | str
    open: int | str


@dataclass(frozen=True, slots=True)
class Sheet:
    """An edition as anybody reads it."""

    period: str
    as_of: dt.date
    total: Row
    rows: tuple[Row, ...]


def public() -> list[Programme]:
    """Programmes anybody may read about, by name."""
    return [each for each in catalogue.programmes() if each.public]


def one(code: str) -> Programme | None:
    """A public programme by its code."""
    found = catalogue.programme(code)
    return found if found is not None and found.public and found.closed_at is None else None


def rule(programme: Programme, on: dt.date) -> Rule | None:
    """The rule that is valid on a day."""
    return catalogue.current(on).get(programme.pk)


def funding(programme: Programme, year: int) -> list[Funding]:
    """Its money in a year."""
    return list(Funding.objects.filter(programme=programme, year=year).order_by("line"))


def editions(programme: Programme) -> list[Sheet]:
    """What was published of a programme, newest first."""
    return [_sheet(each) for each in Published.objects.filter(programme=programme)]


def latest() -> dict[int, Sheet]:
    """The newest edition of each programme."""
    found = Published.objects.order_by("programme_id", "-as_of", "-id").distinct("programme_id")
    return {each.programme_id: _sheet(each) for each in found}


def _sheet(row: Published) -> Sheet:
    cells: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, said in row.shown.items():
        code, _, measure = key.rpartition("|")
        cells[code][measure] = said
    rows = {c: Row(c, held["putus"], held["sampai"], held["belum"]) for c, held in cells.items()}
    return Sheet(
        row.period, row.as_of, rows.pop(attack.TOTAL), tuple(sorted(rows.values(), key=lambda r: r.code))
    )


def of_period(period: str) -> dict[int, Published]:
    """What was published for a period, by programme."""
    return {each.programme_id: each for each in Published.objects.filter(period=period)}


def unpublished(period: str, year: int, kabupaten: str) -> bool:
    """Whether a public programme that was delivered in a year has no edition for a period. Runs as whoever acts."""
    taken = of_period(period)
    theirs = [each for each in public() if each.pk not in taken]
    if Published.objects.filter(programme__in=theirs, year=year).exists():
        return True
    return _counted(year, kabupaten).filter(cycle__programme__in=theirs).exists()


def earlier(programme: Programme, year: int) -> list[Edition]:
    """Editions of a year with the counts behind them, oldest first: what a new one is made against."""
    found = Published.objects.filter(programme=programme, year=year).order_by("as_of", "id")
    return [disclosure.unpacked({**_kept(each), "shown": each.shown}) for each in found]


def _kept(row: Published) -> dict[str, Any]:
    text = secrets.unseal(row.kept, table=TABLE, row=f"{row.programme_id}-{row.period}", field="kept")
    found: dict[str, Any] = json.loads(text)
    return found


def families(programme: Programme, year: int, kabupaten: str) -> Mapping[str, tuple[int, int]]:
    """By kecamatan of a kabupaten: families (or persons) decided on in cycles of a year, and those of them who have all of it. Of a
    programme that gives to villages each of these for itself.

    Recipients, not payments: who is served in four tranches is one. Runs as whoever acts.
    """
    villages = cycles.for_villages(programme.unit)
    codes = [] if villages else [each.code for each in regions.below(kabupaten, (kabupaten,))]
    done: dict[tuple[str, str], bool] = {}
    found = _counted(year, kabupaten).filter(cycle__programme=programme)
    for kode, keluarga, person, state in found.values_list("kode_desa", "keluarga", "person", "state"):
        # Of a family that moved within the kabupaten each place counts what it served.
        key = (str(kode) if villages else str(kode)[:_KECAMATAN], f"{keluarga}/{person}")
        done[key] = done.get(key, True) and state == State.PAID
    rows = {code: [0, 0] for code in codes}
    for (code, _), paid in done.items():
        held = rows.setdefault(code, [0, 0])
        held[0] += 1
        held[1] += paid
    return {code: (held[0], held[1]) for code, held in rows.items()}


def _counted(year: int, kabupaten: str) -> QuerySet[Line]:
    """Lines of frozen cycles of a year in a kabupaten that were decided and not taken back."""
    return Line.objects.filter(
        cycle__period__startswith=str(year), cycle__state__in=LIVE, kode_desa__startswith=f"{kabupaten}."
    ).exclude(state__in=(State.REPLACED, State.CANCELLED))


def period(day: dt.date) -> str:
    """The quarter a day lies in, as editions are labelled."""
    return disclosure.period(day)


def may_publish(actor: access.Actor) -> str:
    """The kabupaten whose figures somebody publishes: an approver of an agency there; "" for nobody's."""
    scopes = access.scopes(actor, access.Ability.APPROVE, access.FieldClass.PROGRAMME)
    whole = [scope for scope in scopes if scope.count(".") == regions.KABKOTA]
    return whole[0] if actor.agency_kind == access.AgencyKind.OPD and len(whole) == 1 else ""
