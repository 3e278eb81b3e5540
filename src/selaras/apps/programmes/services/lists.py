"""Lists that leave the house: for the bank or PT Pos as a sheet, for a village on paper with a column to sign, and vouchers."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import qrcode  # type: ignore[import-untyped]
import qrcode.image.svg  # type: ignore[import-untyped]
from django.utils import timezone, translation

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import Cycle, Line, Voucher
from selaras.apps.programmes.queries import accounts as held
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.queries import recipients
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import lists as rules
from selaras.apps.programmes.rules import scope
from selaras.apps.programmes.services import account_seals as seals
from selaras.apps.programmes.services import delivery, telling_delivery, vouchers
from selaras.apps.registry import services as numbers
from selaras.kernel import errors
from selaras.shell import papers, sheets, trail, words

_IDENTITY = access.FieldClass.IDENTITY
_DATA = Path(__file__).parent.parent / "data"
MOST_VOUCHERS = 2000


@dataclass(frozen=True, slots=True)
class Why:
    """What a list is for. `nik`: whether the payer needs the number in full."""

    purpose: str
    reason: str
    nik: bool = False


def export(*, cycle: Cycle, form: rules.Form, why: Why, by: access.Actor) -> papers.File:
    """The lines of a frozen cycle that may be paid now, as far as `by` may see them; what is held is left out, and in a sheet for a
    bank who has no account.

    A sheet needs the right to export, a list on paper that to deliver; a NIK both those to export and to open numbers, with a
    reason that every citizen can ask for. Raises Refused; SelarasError tahap_bukan_beku, daftar_tanpa_tujuan, daftar_kosong,
    daftar_tanpa_rekening.
    """
    ability = access.Ability.DELIVER if form is rules.Form.PDF else access.Ability.EXPORT
    _allowed(cycle, ability, why, by, "tahap_daftar", numbers_fit=form is not rules.Form.PDF)
    if cycle.state != cycles.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    delivery.recheck(cycle=cycle, by=by)
    found = queries.lines(cycle, by, ability).filter(state__in=cycles.PAYABLE)
    lines = list(found.order_by("kode_desa", "number"))
    if not lines:
        raise errors.SelarasError("daftar_kosong")
    sheet_for_bank = cycle.channel == cycles.Channel.BANK and form is not rules.Form.PDF
    opened = _accounts(cycle, lines, why, by) if sheet_for_bank else {}
    if sheet_for_bank:
        lines = [each for each in lines if each.pk in opened]
    rows = _rows(lines, why, by, opened)
    content = _paper(cycle, rows) if form is rules.Form.PDF else _sheet(rows, form, rules.Purpose.PAY, why)
    made = papers.File(f"salur-{cycle.reference}.{form}", content)
    return _told(made, cycle, "tahap_daftar", len(rows), why, by)


def opening(*, cycle: Cycle, form: rules.Form, why: Why, by: access.Actor) -> papers.File:
    """Who in a draft or frozen cycle has no account a bank may pay into, for the bank to open them together.

    Rights as for a sheet of `export`. Raises Refused; SelarasError rekening_bukan_bank, tahap_selesai, daftar_tanpa_tujuan,
    rekening_lengkap.
    """
    _allowed(cycle, access.Ability.EXPORT, why, by, "rekening_daftar", numbers_fit=True)
    if cycle.channel != cycles.Channel.BANK or form is rules.Form.PDF:
        raise errors.SelarasError("rekening_bukan_bank")
    if cycle.state not in (cycles.CycleState.DRAFT, cycles.CycleState.FROZEN):
        raise errors.SelarasError("tahap_selesai")
    where = queries.regions(cycle, by, access.Ability.EXPORT)
    lacks = held.lacking(cycle, by)
    lines = [each for each in lacks if any(access.inside(each.kode_desa, place) for place in where)]
    if not lines:
        raise errors.SelarasError("rekening_lengkap")
    lines.sort(key=lambda each: (each.kode_desa or "", each.number))
    content = _sheet(_rows(lines, why, by, {}), form, rules.Purpose.OPEN, why)
    made = papers.File(f"buka-rekening-{cycle.reference}.{form}", content)
    return _told(made, cycle, "rekening_daftar", len(lines), why, by)


def _allowed(
    cycle: Cycle, ability: access.Ability, why: Why, by: access.Actor, action: str, *, numbers_fit: bool
) -> None:  # fmt: skip
    actor = scope.narrowed(by, cycle.programme.agency)
    if not access.scopes(actor, ability, _IDENTITY) or (why.nik and not numbers_fit):
        raise trail.Refused(action, telling_delivery.CYCLE, cycle.reference)
    if why.purpose not in access.PURPOSES or len(why.reason.strip()) < cycles.LEAST_REASON:
        raise errors.SelarasError("daftar_tanpa_tujuan")


def _accounts(cycle: Cycle, lines: Sequence[Line], why: Why, by: access.Actor) -> Mapping[int, seals.Opened]:
    mine = held.theirs(cycle, lines, by)
    opened = seals.open_for_list(cycle=cycle, lines=mine, purpose=why.purpose, reason=why.reason, by=by)
    if not opened:
        raise errors.SelarasError("daftar_tanpa_rekening", jumlah=len(lines))
    return opened


def _sheet(rows: Sequence[rules.Row], form: rules.Form, purpose: rules.Purpose, why: Why) -> bytes:
    heads, cells = rules.heads(purpose, nik=why.nik), (row.cells(purpose, nik=why.nik) for row in rows)
    if form is rules.Form.CSV:
        return sheets.as_csv(heads, cells)[0]
    return sheets.as_xlsx(heads, cells, rules.TITLES[purpose], in_memory=True)[0]


def _told(made: papers.File, cycle: Cycle, action: str, rows: int, why: Why, by: access.Actor) -> papers.File:
    sha256, form = hashlib.sha256(made.content).hexdigest(), made.name.rpartition(".")[2]
    telling_delivery.cycle(
        cycle, action, by, bentuk=form, baris=rows, sha256=sha256, tujuan=why.purpose, nik=why.nik
    )  # fmt: skip
    return made


def _rows(
    lines: Sequence[Line], why: Why, by: access.Actor, accounts: Mapping[int, seals.Opened]
) -> list[rules.Row]:  # fmt: skip
    known, opened = recipients.of(lines, by), {}
    if why.nik:
        people = recipients.persons(lines, by)
        told = numbers.open_for_export(
            persons=list({each.reference: each for each in people.values()}.values()), purpose=why.purpose,
            reason=why.reason, by=by,
        )  # fmt: skip
        opened = {key: told[person.reference][0] for key, person in people.items()}
    nobody, none = recipients.Who(), seals.Opened("", "", "")
    made = []
    for line in lines:
        who, account = known.get(line.pk, nobody), accounts.get(line.pk, none)
        made.append(rules.Row(
            line.number, who.name or line.keluarga, who.address, who.rt, words.region(line.kode_desa),
            words.region((line.kode_desa or "")[:8]), line.amount, opened.get(line.pk, ""), account.bank, account.number,
            account.holder,
        ))  # fmt: skip
    return made


def _paper(cycle: Cycle, rows: Sequence[rules.Row]) -> bytes:
    with translation.override("id"):
        told = {
            "judul": cycle.title, "program": cycle.programme.name, "memberi": cycle.programme.gives,
            "wilayah": words.region(cycle.wilayah), "masa": cycle.period, "tahap": str(cycle.tranche),
            "dicetak": words.long_date(timezone.localdate()), "sidik": cycle.digest[:16],
            "jumlah": words.money(sum(row.amount for row in rows)),
            "baris": [
                [str(n), row.number, row.name, row.rt, row.desa, words.money(row.amount)] for n, row in enumerate(rows, 1)
            ],
        }  # fmt: skip
    return papers.pdf(_DATA / "daftar_serah.typ", told, timezone.localdate())


def printed(*, cycle: Cycle, by: access.Actor) -> papers.File:
    """Vouchers of the lines that may be served and whose voucher was not used, to cut out. Raises Refused; SelarasError daftar_kosong."""
    actor = scope.narrowed(by, cycle.programme.agency)
    if not access.scopes(actor, access.Ability.DELIVER, _IDENTITY):
        raise trail.Refused("voucher_cetak", telling_delivery.CYCLE, cycle.reference)
    mine = queries.lines(cycle, by, access.Ability.DELIVER).filter(state__in=cycles.PAYABLE)
    found = (
        Voucher.objects.filter(line__in=mine, used_at=None)
        .select_related("line")
        .order_by("kode_desa", "line__number")
    )
    some = list(found[:MOST_VOUCHERS])
    if not some:
        raise errors.SelarasError("daftar_kosong")
    known = recipients.of([each.line for each in some], by)
    with translation.override("id"):
        cards = [
            {
                "qr": _drawn(vouchers.text(each)), "nomor": each.line.number, "desa": words.region(each.kode_desa),
                "nama": known.get(each.line_id, recipients.Who()).name, "sampai": words.long_date(each.expires),
                "program": cycle.programme.name, "memberi": words.money(each.line.amount),
            }
            for each in some
        ]  # fmt: skip
    content = papers.pdf(_DATA / "voucher.typ", {"judul": cycle.title, "kartu": cards}, timezone.localdate())
    telling_delivery.cycle(cycle, "voucher_cetak", by, jumlah=len(cards))
    return papers.File(f"voucher-{cycle.reference}.pdf", content)


def _drawn(text: str) -> str:
    code = qrcode.QRCode(border=2, box_size=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    out = io.BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(out)
    return out.getvalue().decode()
