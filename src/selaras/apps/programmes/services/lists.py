"""Lists that leave the house: for the bank or PT Pos as a sheet, for a village on paper with a column to sign, and vouchers."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import qrcode  # type: ignore[import-untyped]
import qrcode.image.svg  # type: ignore[import-untyped]
import xlsxwriter
from django.utils import timezone, translation

from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.delivery import Cycle, Line, Voucher
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.queries import recipients
from selaras.apps.programmes.rules import delivery as cycles
from selaras.apps.programmes.rules import lists as rules
from selaras.apps.programmes.rules import scope
from selaras.apps.programmes.services import delivery, telling_delivery, vouchers
from selaras.apps.registry import services as numbers
from selaras.apps.registry.export import escaped
from selaras.kernel import errors
from selaras.shell import papers, trail, words

_IDENTITY = access.FieldClass.IDENTITY
_DATA = Path(__file__).parent.parent / "data"
_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOST_VOUCHERS = 2000


@dataclass(frozen=True, slots=True)
class File:
    """What leaves."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Why:
    """What a list is for. `nik`: whether the payer needs the number in full."""

    purpose: str
    reason: str
    nik: bool = False


def export(*, cycle: Cycle, form: rules.Form, why: Why, by: access.Actor) -> File:
    """The lines of a frozen cycle that may be paid now, as far as `by` may see them; what is held is left out.

    A sheet needs the right to export, a list on paper that to deliver; a NIK both those to export and to open numbers, with a
    reason that every citizen can ask for. Raises Refused; SelarasError tahap_bukan_beku, daftar_tanpa_tujuan, daftar_kosong.
    """
    actor = scope.narrowed(by, cycle.programme.agency)
    ability = access.Ability.DELIVER if form is rules.Form.PDF else access.Ability.EXPORT
    if not access.scopes(actor, ability, _IDENTITY) or (form is rules.Form.PDF and why.nik):
        raise trail.Refused("tahap_daftar", telling_delivery.CYCLE, cycle.reference)
    if cycle.state != cycles.CycleState.FROZEN:
        raise errors.SelarasError("tahap_bukan_beku")
    if why.purpose not in access.PURPOSES or len(why.reason.strip()) < cycles.LEAST_REASON:
        raise errors.SelarasError("daftar_tanpa_tujuan")
    delivery.recheck(cycle=cycle, by=by)
    found = queries.lines(cycle, by, ability).filter(state__in=cycles.PAYABLE)
    lines = list(found.order_by("kode_desa", "number"))
    if not lines:
        raise errors.SelarasError("daftar_kosong")
    rows = _rows(lines, why, by)
    if form is rules.Form.PDF:
        content = _paper(cycle, rows)
    else:
        content = _csv(rows, why) if form is rules.Form.CSV else _book(rows, why)
    sha256 = hashlib.sha256(content).hexdigest()
    telling_delivery.cycle(
        cycle,
        "tahap_daftar",
        by,
        bentuk=str(form),
        baris=len(rows),
        sha256=sha256,
        tujuan=why.purpose,
        nik=why.nik,
    )
    return File(f"salur-{cycle.reference}.{form}", content)


def _rows(lines: Sequence[Line], why: Why, by: access.Actor) -> list[rules.Row]:
    known, opened = recipients.of(lines, by), {}
    if why.nik:
        people = recipients.persons(lines, by)
        told = numbers.open_for_export(
            persons=list({each.reference: each for each in people.values()}.values()), purpose=why.purpose,
            reason=why.reason, by=by,
        )  # fmt: skip
        opened = {key: told[person.reference][0] for key, person in people.items()}
    nobody = recipients.Who()
    return [
        rules.Row(
            line.number, known.get(line.pk, nobody).name or line.keluarga, known.get(line.pk, nobody).address,
            known.get(line.pk, nobody).rt, words.region(line.kode_desa), words.region((line.kode_desa or "")[:8]),
            line.amount, opened.get(line.pk, ""),
        )
        for line in lines
    ]  # fmt: skip


def _cell(value: str | int) -> str:
    text = str(value)
    return text if text.isdecimal() else escaped(text)


def _csv(rows: Sequence[rules.Row], why: Why) -> bytes:
    room = io.StringIO()
    writer = csv.writer(room)
    writer.writerow(rules.heads(nik=why.nik))
    writer.writerows([_cell(cell) for cell in row.cells(nik=why.nik)] for row in rows)
    return room.getvalue().encode("utf-8-sig")


def _book(rows: Sequence[rules.Row], why: Why) -> bytes:
    room, heads = io.BytesIO(), rules.heads(nik=why.nik)
    with xlsxwriter.Workbook(room, _TEXT) as book:
        sheet = book.add_worksheet("Penyaluran")
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(row.cells(nik=why.nik)):
                if heads[column] in rules.FIGURES:
                    sheet.write_number(place, column, int(value), money)
                else:
                    sheet.write_string(place, column, _cell(value))
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(heads), 18)
    return room.getvalue()


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


def printed(*, cycle: Cycle, by: access.Actor) -> File:
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
    held = list(found[:MOST_VOUCHERS])
    if not held:
        raise errors.SelarasError("daftar_kosong")
    known = recipients.of([each.line for each in held], by)
    with translation.override("id"):
        cards = [
            {
                "qr": _drawn(vouchers.text(each)), "nomor": each.line.number, "desa": words.region(each.kode_desa),
                "nama": known.get(each.line_id, recipients.Who()).name, "sampai": words.long_date(each.expires),
                "program": cycle.programme.name, "memberi": words.money(each.line.amount),
            }
            for each in held
        ]  # fmt: skip
    content = papers.pdf(_DATA / "voucher.typ", {"judul": cycle.title, "kartu": cards}, timezone.localdate())
    telling_delivery.cycle(cycle, "voucher_cetak", by, jumlah=len(cards))
    return File(f"voucher-{cycle.reference}.pdf", content)


def _drawn(text: str) -> str:
    code = qrcode.QRCode(border=2, box_size=4, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    out = io.BytesIO()
    code.make_image(image_factory=qrcode.image.svg.SvgPathImage).save(out)
    return out.getvalue().decode()
