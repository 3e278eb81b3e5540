"""What the routes of deliveries must be: a cycle here and one far away, each with a line, a voucher, a file and a sample."""

import datetime as dt

import planted
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import BankFile, Check, Cycle, Entry, Line, Voucher
from selaras.apps.programmes.rules import delivery
from selaras.apps.programmes.services import catalogue

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
            "reference": cycle.reference, "number": line.number, "check": check.pk, "file": file.pk,
        }  # fmt: skip


def _of(*wanted: str):
    return lambda world: {name: world[f"cycle_{world['place']}"][name] for name in wanted}


CYCLE, LINE, CHECK = _of("reference"), _of("number"), _of("check")
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
    "programmes:accounts": Expect(Ability.DELIVER, FieldClass.IDENTITY, kwargs=CYCLE),
    "programmes:account_list": Expect(
        **_does(Ability.DELIVER), kwargs=CYCLE, data={"bentuk": "xlsx", "tujuan": "penyaluran", **WHY}
    ),
    "programmes:account_look": Expect(Ability.DELIVER, FieldClass.IDENTITY, method="post", kwargs=CYCLE),
    "programmes:account_accept": Expect(**_does(Ability.DELIVER), kwargs=CYCLE),
    "programmes:account_reveal": Expect(
        Ability.DELIVER, FieldClass.IDENTITY, method="post", kwargs=LINE, data={"alasan": "pendek"}
    ),
    "programmes:account_end": Expect(**_does(Ability.APPROVE), kwargs=LINE, data={"alasan": "pendek"}),
    "programmes:voucher_issue": Expect(**_does(Ability.DELIVER), kwargs=CYCLE, data={"sampai": "2020-01-01"}),
    "programmes:voucher_print": Expect(Ability.DELIVER, FieldClass.IDENTITY, kwargs=CYCLE, follow=True),
    "programmes:checks": Expect(**SEEN, kwargs=CYCLE),
    "programmes:check_draw": Expect(**_does(Ability.LEAD), kwargs=CYCLE),
    "programmes:check_answer": Expect(**_does(Ability.LEAD), kwargs=CHECK),
}  # fmt: skip
SHOWS = {"programmes:cycle", "programmes:cycle_list", "programmes:delivery_line", "programmes:checks"}
