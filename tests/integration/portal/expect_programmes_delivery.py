"""What the routes of deliveries must be: a cycle here and one far away, each with a line, a voucher, a file and a sample."""

import datetime as dt

import planted
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.programmes.models.accounts import Account, AccountFile, AccountOpening
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import BankFile, Check, Cycle, Entry, Line, Voucher
from selaras.apps.programmes.rules import delivery
from selaras.apps.programmes.services import account_seals, catalogue

SEEN = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}
DAY = dt.date(2026, 11, 20)


def _does(ability: Ability) -> dict[str, object]:
    return {"ability": ability, "field_class": FieldClass.IDENTITY, "method": "post", "follow": True}


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    catalogue.seed()
    for name, place in planted.PLACES.items():
        cycle = Cycle.objects.create(
            programme=Programme.objects.get(code="sembako"), build=1, title=f"nilai {place.mark.lower()} satu",
            wilayah=place.code, period="2026", channel="desa", amount=200_000, state="dibekukan", made_by=0,
            frozen_by=0, frozen_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), digest="0" * 64,
        )  # fmt: skip
        line = Line.objects.create(
            cycle=cycle, number=delivery.number(cycle.pk, 1), keluarga=place.keluarga, kode_desa=place.code,
            amount=200_000, build=1, reason=f"nilai {place.mark.lower()} satu",
        )  # fmt: skip
        Entry.objects.create(
            line=line,
            kode_desa=place.code,
            kind="diputuskan",
            amount=200_000,
            key=f"putus:{line.number}",
            by=0,
        )
        Voucher.objects.create(
            line=line, kode_desa=place.code, digest=place.mark.encode().ljust(32), expires=DAY
        )
        check = Check.objects.create(line=line, kode_desa=place.code)
        problem = {
            "place": 2, "number": line.number, "code": "jumlah_lain", "kind": "dibayar", "amount": 1, "day": "",
            "settled": None,
        }  # fmt: skip
        file = BankFile.objects.create(
            cycle=cycle,
            wilayah=place.code,
            sha256="1" * 64,
            rows=1,
            paid=0,
            returned=0,
            problems=[problem],
            by=0,
        )
        world[f"cycle_{name}"] = {
            "reference": cycle.reference, "number": line.number, "check": check.pk, "file": file.pk, **_by_bank(place),
        }  # fmt: skip


def _by_bank(place: planted.Place) -> dict[str, object]:
    """A cycle a bank pays, with an account whose bank is called as nothing else."""
    cycle = Cycle.objects.create(
        programme=Programme.objects.get(code="sembako"), build=1, title=f"nilai {place.mark.lower()} bank", wilayah=place.code,
        period="2026", tranche=2, channel="bank", amount=200_000, state="dibekukan", made_by=0, frozen_by=0,
        frozen_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), digest="0" * 64,
    )  # fmt: skip
    lines = [
        Line.objects.create(
            cycle=cycle, number=delivery.number(cycle.pk, n), keluarga=keluarga, kode_desa=place.code, amount=200_000, build=1
        )
        for n, keluarga in enumerate((place.keluarga, f"{place.keluarga[:-1]}X"), start=1)
    ]  # fmt: skip
    file = AccountFile.objects.create(
        cycle=cycle, wilayah=place.code, sha256="2" * 64, told=f"nilai {place.mark.lower()} surat", day=DAY, rows=1, taken=1,
        problems=[{"place": 3, "number": lines[0].number, "code": "ganda"}], by=0,
    )  # fmt: skip
    account = Account(
        programme=cycle.programme, keluarga=place.keluarga, kode_desa=place.code, bank=f"nilai {place.mark.lower()}", opened=DAY,
        file=file, mark=place.mark.encode().ljust(32),
    )  # fmt: skip
    account_seals.seal(account, "0123456789", f"nilai {place.mark.lower()}")
    account.save()
    AccountOpening.objects.create(
        account=account,
        kode_desa=place.code,
        user=0,
        name=f"nilai {place.mark.lower()}",
        purpose="penyaluran",
        reason="alasan uji",
    )
    return {"bank": cycle.reference, "bank_line": lines[0].number}


def _of(*wanted: str):
    return lambda world: {name: world[f"cycle_{world['place']}"][name] for name in wanted}


CYCLE, LINE, CHECK = _of("reference"), _of("number"), _of("check")


def _bank(world: World) -> dict[str, object]:
    return {"reference": _of("bank")(world)["bank"]}


def _bank_line(world: World) -> dict[str, object]:
    return {"number": _of("bank_line")(world)["bank_line"]}


WHY = {"alasan": "alasan untuk diuji saja"}
ROUTES = {
    "programmes:deliveries": Expect(**SEEN),
    "programmes:delivery_new": Expect(Ability.PLAN, FieldClass.IDENTITY),
    "programmes:voucher_scan": Expect(Ability.DELIVER, FieldClass.IDENTITY),
    "programmes:voucher_worker": Expect(open=True),
    "programmes:voucher_send": Expect(Ability.DELIVER, FieldClass.IDENTITY, method="post"),
    "programmes:delivery_line": Expect(**SEEN, kwargs=LINE),
    "programmes:line_release": Expect(**_does(Ability.PLAN), kwargs=LINE, data=WHY),
    "programmes:line_cancel": Expect(**_does(Ability.PLAN), kwargs=LINE, data={"alasan": "pendek"}),
    "programmes:line_replace": Expect(**_does(Ability.PLAN), kwargs=LINE, data=WHY),
    "programmes:line_correct": Expect(**_does(Ability.APPROVE), kwargs=LINE, data={**WHY, "jumlah": "1"}),
    "programmes:line_hand_over": Expect(
        **_does(Ability.DELIVER), kwargs=LINE, data={"hasil": "dibayar", "tanggal": DAY.isoformat(), "jenis": "foto"}
    ),
    "programmes:line_proof_add": Expect(**_does(Ability.DELIVER), kwargs=LINE, data={"jenis": "berita_acara"}),
    "programmes:line_proof": Expect(**SEEN, kwargs=lambda w: {**LINE(w), "proof": 0}),
    "programmes:cycle": Expect(**SEEN, kwargs=CYCLE),
    "programmes:cycle_freeze": Expect(**_does(Ability.APPROVE), kwargs=CYCLE),
    "programmes:cycle_drop": Expect(**_does(Ability.PLAN), kwargs=CYCLE, data=WHY),
    "programmes:cycle_close": Expect(**_does(Ability.PLAN), kwargs=CYCLE),
    "programmes:cycle_recheck": Expect(**_does(Ability.DELIVER), kwargs=CYCLE),
    "programmes:cycle_list": Expect(
        **_does(Ability.DELIVER), kwargs=CYCLE, data={"bentuk": "pdf", "tujuan": "penyaluran", **WHY}
    ),
    "programmes:bank": Expect(**SEEN, kwargs=CYCLE),
    "programmes:bank_look": Expect(Ability.DELIVER, FieldClass.IDENTITY, method="post", kwargs=CYCLE),
    "programmes:bank_accept": Expect(**_does(Ability.DELIVER), kwargs=CYCLE),
    "programmes:bank_settle": Expect(
        **_does(Ability.APPROVE), kwargs=lambda w: {**_of("reference", "file")(w), "place": 2}, data={"alasan": "pendek"}
    ),
    "programmes:accounts": Expect(Ability.DELIVER, FieldClass.IDENTITY, kwargs=_bank),
    "programmes:account_list": Expect(
        **_does(Ability.EXPORT), kwargs=_bank, data={"bentuk": "xlsx", "tujuan": "penyaluran", **WHY}
    ),
    "programmes:account_look": Expect(Ability.DELIVER, FieldClass.IDENTITY, method="post", kwargs=_bank),
    "programmes:account_accept": Expect(**_does(Ability.DELIVER), kwargs=_bank),
    "programmes:account_reveal": Expect(
        Ability.DELIVER, FieldClass.IDENTITY, method="post", kwargs=_bank_line, data={"alasan": "pendek"}
    ),
    "programmes:account_end": Expect(**_does(Ability.APPROVE), kwargs=_bank_line, data={"alasan": "pendek"}),
    "programmes:voucher_issue": Expect(**_does(Ability.DELIVER), kwargs=CYCLE, data={"sampai": "2020-01-01"}),
    "programmes:voucher_print": Expect(Ability.DELIVER, FieldClass.IDENTITY, kwargs=CYCLE, follow=True),
    "programmes:checks": Expect(**SEEN, kwargs=CYCLE),
    "programmes:check_draw": Expect(**_does(Ability.LEAD), kwargs=CYCLE),
    "programmes:check_answer": Expect(**_does(Ability.LEAD), kwargs=CHECK),
}  # fmt: skip
SHOWS = {
    "programmes:cycle",
    "programmes:cycle_list",
    "programmes:delivery_line",
    "programmes:checks",
    "programmes:accounts",
}
