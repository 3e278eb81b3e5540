"""Writes of the catalogue by officials: a programme, its money, what excludes it, its end. Only of the own agency."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field

from django.utils import timezone

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.catalogue import Exclusion, Funding, Programme, Rule
from selaras.apps.programmes.models.delivery import Cycle
from selaras.apps.programmes.queries import catalogue as queries
from selaras.apps.programmes.queries import editing as rights
from selaras.apps.programmes.rules import funding, words
from selaras.apps.programmes.services import editing, telling
from selaras.engine.eligibility.programme import Unit
from selaras.kernel import errors
from selaras.shell import trail

_OWNERS = {
    access.AgencyKind.OPD: words.Owner.OPD, access.AgencyKind.KECAMATAN: words.Owner.OPD,
    access.AgencyKind.DESA: words.Owner.DESA, access.AgencyKind.PROVINCE: words.Owner.PROVINCE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A programme as somebody describes it. `wilayah`: where it works; `receives`: the field by which lists tell who has it."""

    name: str
    strategy: str
    benefit: str
    gives: str
    wilayah: str
    basis: str
    unit: str = Unit.KELUARGA
    cycles: int = 1
    begins: dt.date | None = None
    ends: dt.date | None = None
    source: str = ""
    assumption: str = ""
    receives: str = ""
    public: bool = True
    documents: list[str] = field(default_factory=list)


def create(*, code: str, told: Told, owner: str, by: access.Actor) -> Programme:
    """A new programme of the own agency, called `owner`; it has no rule yet. Raises Refused; SelarasError program_kode_ada."""
    found = Programme(
        code=code, agency=by.agency, owner_kind=_OWNERS.get(by.agency_kind, words.Owner.OPD), owner_name=owner,
        **asdict(told),
    )  # fmt: skip
    if not rights.may_write(by, found):
        raise trail.Refused("program_buat", "program", code)
    if Programme.objects.filter(code=code).exists():
        raise errors.SelarasError("program_kode_ada", kode=code)
    found.save()
    telling.told(found, "program_buat", by)
    return found


def change(*, code: str, told: Told, by: access.Actor) -> Programme:
    """Writes what is said of a programme anew; whom it serves only until a rule was published. Raises Refused; SelarasError
    program_tertutup, program_satuan_tetap."""
    found = editing.held(code, by, "program_ubah")
    given = asdict(told)
    if given["unit"] != found.unit and rights.published(found):
        raise errors.SelarasError("program_satuan_tetap", satuan=found.unit)
    changed = sorted(name for name, value in given.items() if getattr(found, name) != value)
    for name in changed:
        setattr(found, name, given[name])
    if not rights.may_write(by, found):
        raise trail.Refused("program_ubah", "program", code)
    found.save(update_fields=changed)
    telling.told(found, "program_ubah", by, bagian=changed)
    return found


def fund(*, code: str, line: funding.Line, by: access.Actor, number: int | None = None) -> Funding:
    """Writes a line of money, or the line `number` anew. Raises Refused; SelarasError program_tertutup, and as rules.funding.checked."""
    programme = editing.held(code, by, "program_dana")
    given = asdict(funding.checked(line, programme.benefit))
    found = (
        programme.funding.filter(pk=number).first() if number is not None else Funding(programme=programme)
    )
    if found is None:
        raise trail.Refused("program_dana", "program", code)
    before = {"pagu_lama": found.budget, "biaya_lama": found.cost} if number is not None else {}
    for name, value in given.items():
        setattr(found, name, value)
    found.save()
    telling.told(
        programme,
        "program_dana",
        by,
        tahun=line.year,
        pagu=line.budget,
        biaya=line.cost,
        kuota=line.quota,
        **before,
    )
    return found


def drop_line(*, code: str, number: int, by: access.Actor) -> None:
    """Takes a line of money away. Raises Refused; SelarasError program_tertutup."""
    programme = editing.held(code, by, "program_dana")
    found = programme.funding.filter(pk=number).first()
    if found is not None:
        telling.told(programme, "program_dana", by, tahun=found.year, pagu_lama=found.budget, dihapus=True)
        found.delete()


def exclude(*, code: str, other: str, reason: str, basis: str, by: access.Actor) -> None:
    """No keluarga can have both. Raises Refused; SelarasError program_tertutup, kecuali_sendiri, kecuali_ada, aturan_tanpa_alasan."""
    programme, against = editing.held(code, by, "program_kecuali"), queries.programme(other)
    if against is None:
        raise trail.Refused("program_kecuali", "program", other)
    if against.pk == programme.pk:
        raise errors.SelarasError("kecuali_sendiri")
    if any(each.pk == against.pk for each, _why in queries.exclusions(programme)):
        raise errors.SelarasError("kecuali_ada")
    if len(reason.strip()) < editing.LEAST_REASON:
        raise errors.SelarasError("aturan_tanpa_alasan")
    Exclusion.objects.create(
        one=programme, other=against, reason=reason.strip()[:300], basis=basis.strip()[:300]
    )
    telling.told(programme, "program_kecuali", by, lain=against.code)


def allow(*, code: str, other: str, by: access.Actor) -> None:
    """Takes an exclusion back that this programme wrote. Raises Refused; SelarasError program_tertutup."""
    programme = editing.held(code, by, "program_kecuali")
    gone, _kinds = Exclusion.objects.filter(one=programme, other__code=other).delete()
    if gone:
        telling.told(programme, "program_kecuali", by, lain=other, dihapus=True)


def close(*, code: str, reason: str, by: access.Actor) -> Programme:
    """Ends a programme: its history stays, nothing new is written. Raises Refused; SelarasError program_tertutup,
    aturan_tanpa_alasan, program_masih_disalurkan."""
    found = editing.held(code, by, "program_tutup")
    if len(reason.strip()) < editing.LEAST_REASON:
        raise errors.SelarasError("aturan_tanpa_alasan")
    running = Cycle.objects.filter(programme=found, closed_at=None).count()
    if running:
        raise errors.SelarasError("program_masih_disalurkan", jumlah=running)
    refused = {"state": words.RuleState.REJECTED, "reason": "Program ditutup."}
    Rule.objects.filter(programme=found, state__in=rights.OPEN).update(**refused)
    found.closed_at, found.closed_reason = timezone.now(), reason.strip()[:300]
    found.save(update_fields=["closed_at", "closed_reason"])
    telling.told(found, "program_tutup", by)
    return found
