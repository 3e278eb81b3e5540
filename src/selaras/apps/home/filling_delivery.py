"""Deliveries of a demo: a tranche the bank paid with two returns, one of them replaced; one a village hands out with vouchers; a draft.

Every step is a service that a page calls too, in the name of the person who would.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from selaras.apps.accounts import demo
from selaras.apps.accounts import services as accounts
from selaras.apps.home import filling
from selaras.apps.programmes.models.allocation import Plan
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import accounts as account_queries
from selaras.apps.programmes.queries import catalogue, waiting
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.services import accounts as bank_accounts
from selaras.apps.programmes.services import bank, checks, delivery, drafts, replacing, vouchers

OWNER, APPROVER, CHECKER = "program@demo.selaras", "penyetuju@demo.selaras", filling.STEWARD
PAID, VILLAGE, DRAFT = "Santunan lewat bank", "Santunan lewat desa", "Santunan tahap berikutnya"
_AMOUNT, _WHY = 200_000, "Rekening sudah ditutup bank"
_CODES = ("lansia", "disabilitas")
_BANK, _LETTER = "Bankaltimtara", "Surat contoh 1/DEMO"
# One is paid and two come back.
_LEAST = 3


def fill() -> None:
    """Out of the approved plan of Dinas Sosial; without one nothing is made."""
    owner = filling.actor(OWNER)
    with accounts.acting(owner):
        offers = [
            (programme, plan)
            for programme in map(catalogue.programme, _CODES)
            for plan in Plan.objects.filter(state="disetujui")
            if programme is not None and len(waiting.given(plan, programme)) >= _LEAST
        ]
    if not offers:
        return
    programme, plan = offers[0]
    paid = _frozen(programme, plan, demo.KABUPATEN, PAID, rules.Channel.BANK, 1)
    _accounts(paid)
    if _returned(paid):
        _drawn(paid)
    with accounts.acting(owner):
        villages = [each.kode_desa for each in waiting.given(plan, programme)]
    place = demo.VILLAGE if demo.VILLAGE in villages else max(sorted(set(villages)), key=villages.count)
    handed = _frozen(programme, plan, place, VILLAGE, rules.Channel.VILLAGE, 2)
    with accounts.acting(owner):
        vouchers.issue(cycle=handed, last_day=timezone.localdate() + dt.timedelta(days=60), by=owner)
        _made(programme, plan, demo.KABUPATEN, DRAFT, rules.Channel.POST, 3)


def _made(
    programme: Programme, plan: Plan, region: str, title: str, channel: rules.Channel, tranche: int
) -> Cycle:  # fmt: skip
    owner = filling.actor(OWNER)
    some = [
        drafts.Recipient(each.keluarga, each.kode_desa, each.person)
        for each in waiting.given(plan, programme)
        if each.kode_desa == region or each.kode_desa.startswith(f"{region}.")
    ]
    asked = drafts.Draft(
        programme, region, title, f"{plan.year}", tranche, channel, _AMOUNT, some, plan.build, plan,
        waiting.rule(plan, programme),
    )  # fmt: skip
    return delivery.make(draft=asked, by=owner)


def _frozen(
    programme: Programme, plan: Plan, region: str, title: str, channel: rules.Channel, tranche: int
) -> Cycle:  # fmt: skip
    with accounts.acting(filling.actor(OWNER)):
        made = _made(programme, plan, region, title, channel, tranche)
    approver = filling.actor(APPROVER)
    with accounts.acting(approver):
        return delivery.freeze(reference=made.reference, seen=delivery.digest(made), by=approver)


def _accounts(cycle: Cycle) -> None:
    """What the bank sends after opening accounts together; the numbers are made up."""
    owner = filling.actor(OWNER)
    with accounts.acting(owner):
        lines = list(Line.objects.filter(cycle=cycle).order_by("number"))
        names = account_queries.people(lines, owner)
        rows = [
            f"{each.number};{_BANK};{cycle.pk:04d}9{n:05d};{names[each.pk][0]}"
            for n, each in enumerate(lines)
            if names[each.pk][0]
        ]
        contents = "\n".join(["Nomor baris;Nama bank;Nomor rekening;Nama pada rekening", *rows]).encode()
        letter = bank_accounts.Letter(_LETTER, timezone.localdate())
        looked = bank_accounts.look(cycle=cycle, contents=contents, letter=letter, by=owner)
        bank_accounts.accept(cycle=cycle, sha256=looked.sha256, seen=looked.digest, letter=letter, by=owner)


def _drawn(cycle: Cycle) -> None:
    checker = filling.actor(CHECKER)
    with accounts.acting(checker):
        checks.draw(reference=cycle.reference, width=15, word="undian demo", by=checker)


def _returned(cycle: Cycle) -> bool:
    """What the bank sends back: two failed, a line it does not know us by, the rest paid; one return is replaced. Whether
    anybody was paid."""
    owner = filling.actor(OWNER)
    with accounts.acting(owner):
        payable = Line.objects.filter(cycle=cycle, state__in=rules.PAYABLE).order_by("number")
        numbers = list(payable.values_list("number", flat=True))
        day = timezone.localdate().isoformat()
        rows = [f"{number};{_AMOUNT};Berhasil;{day};" for number in numbers[2:]]
        rows += [f"{number};{_AMOUNT};Gagal;{day};{_WHY}" for number in numbers[:2]]
        rows.append(f"S999-00001-0;{_AMOUNT};Berhasil;{day};")
        contents = "\n".join(["Nomor baris;Jumlah;Status;Tanggal;Keterangan", *rows]).encode()
        looked = bank.look(cycle=cycle, contents=contents, by=owner)
        bank.accept(cycle=cycle, sha256=looked.sha256, seen=looked.digest, by=owner)
        line = Line.objects.select_related("cycle__programme", "cycle__plan").get(number=numbers[0])
        choice = replacing.candidate(line)
        if choice is not None:
            replacing.replace(number=line.number, expected=choice.waiting.keluarga, reason=_WHY, by=owner)
    return len(numbers) > _LEAST - 1
