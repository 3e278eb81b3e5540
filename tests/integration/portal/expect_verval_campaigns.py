"""What the routes of campaigns, officers, worklists and weekly pages must be."""

import datetime as dt

import planted
from expect_registry import at
from portal_routes import Expect, World

from selaras.apps.accounts import rules
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.verval.models.campaigns import Assignment, Campaign, Instrument, Officer, Report, Target
from selaras.apps.verval.rules import instruments

SEE, LEAD, VISIT, ID = Ability.SEE, Ability.LEAD, Ability.VISIT, FieldClass.IDENTITY
# Nobody's id: an officer who is in no test.
OFFICER = 10**9


def plant(world: World) -> None:
    form, _ = Instrument.objects.get_or_create(
        form_id=instruments.standard().form_id, version="1",
        defaults={"title": "Uji", "xlsform": b"", "xform": "<h/>", "md5": "0" * 32},
    )  # fmt: skip
    world["verval"] = {}
    for place in planted.PLACES.values():
        of = place.mark.lower()
        row = Campaign.objects.create(
            reference=f"kamp{of}"[:12], title=f"musim {of}", purpose="desil_1", wilayah=place.code, state="berjalan",
            begins=dt.date(2026, 11, 23), ends=dt.date(2026, 12, 20), instrument=form, agency="uji", made_by=0,
            made_by_name="Uji", launched_at="2026-11-23T00:00:00Z",
        )  # fmt: skip
        target = Target.objects.create(
            campaign=row, keluarga=place.keluarga, kode_desa=place.code, rt="001", rank=1, desil=1, state="ditugaskan",
            reference=f"sasar{of}"[:12],
        )  # fmt: skip
        Officer.objects.create(campaign=row, user=OFFICER, name=f"Petugas {of}", kode_desa=place.code)
        Assignment.objects.create(target=target, kode_desa=place.code, user=OFFICER, made_by=0)
        made = Report.objects.create(
            wilayah=place.code, week=dt.date(2026, 11, 23), pdf=b"%PDF-", sha256="0" * 64
        )
        world["verval"][place.mark] = made.pk


def _hidden(world: World, actor: rules.Actor) -> list[str]:
    """What is said about a place to nobody from outside it: its campaign, its officer."""
    scope = actor.grants[0].scope
    return [
        word
        for place in planted.PLACES.values()
        if scope and not (place.code + ".").startswith(scope + ".")
        for word in (f"musim {place.mark.lower()}", f"Petugas {place.mark.lower()}")
    ]


def _campaign(world: World) -> dict[str, object]:
    return {"reference": f"kamp{at(world).mark.lower()}"[:12]}


def _with(**more: object):
    return lambda world: {**_campaign(world), **more}


def _expect(ability=SEE, field_class=FieldClass.PUBLIC, **more) -> Expect:
    return Expect(ability, field_class, forbidden=_hidden, kwargs=_campaign, **more)


def _lead(method: str = "get", **more) -> Expect:
    given = {"kwargs": _campaign, "forbidden": _hidden, **more}
    return Expect(LEAD, ID, method=method, **given)


PLAN = {
    "tujuan": "desil_1", "title": "Uji", "begins": "2026-11-23", "ends": "2026-12-20", "officers": "1", "per_day": "8",
    "day_rate": "150000", "do": "hitung",
}  # fmt: skip


ROUTES = {
    "verval:campaigns": Expect(SEE, forbidden=_hidden),
    "verval:new": Expect(LEAD, ID, data=lambda world: {"wilayah": at(world).code}, forbidden=_hidden),
    "verval:plan": Expect(
        LEAD, ID, method="post", data=lambda world: {**PLAN, "wilayah": at(world).code}, forbidden=_hidden
    ),
    "verval:campaign": _expect(),
    "verval:launching": _expect(),
    "verval:village": Expect(
        SEE, kwargs=lambda world: {**_campaign(world), "code": at(world).code}, forbidden=_hidden
    ),
    "verval:launch": _lead("post"),
    "verval:end": _lead("post"),
    "verval:cancel": _lead("post"),
    "verval:questions": _lead(),
    "verval:officers": _lead(),
    "verval:officer_add": _lead(
        "post", data=lambda world: {"user": OFFICER, "kode_desa": at(world).code, "per_day": 8}
    ),
    "verval:officer_all": _lead("post"),
    "verval:officer_absent": _lead(
        "post", kwargs=_with(user=OFFICER), data={"day": "2026-11-25", "why": "sakit"}
    ),
    "verval:officer_remove": _lead(
        "post", kwargs=lambda world: {**_campaign(world), "user": OFFICER, "code": at(world).code}
    ),
    "verval:share_out": _lead("post"),
    "verval:move": _lead("post", data=lambda world: {"kode_desa": at(world).code, "user": OFFICER}),
    "verval:targets": _lead(),
    "verval:assign": _lead(
        "post",
        kwargs=lambda world: {**_campaign(world), "target": f"sasar{at(world).mark.lower()}"[:12]},
        data={"user": str(OFFICER)},
    ),
    "verval:worklist": _lead(kwargs=_with(user=OFFICER)),
    "verval:worklist_file": _lead("post", kwargs=_with(user=OFFICER)),
    "verval:mine": Expect(VISIT, ID, forbidden=_hidden),
    "verval:add_nearby": Expect(
        VISIT,
        ID,
        method="post",
        data=lambda world: {**_campaign(world), "kode_desa": at(world).code},
        forbidden=_hidden,
    ),
    "verval:weekly": Expect(SEE, FieldClass.PROGRAMME, forbidden=_hidden),
    "verval:weekly_make": Expect(LEAD, ID, method="post", data=lambda world: {"wilayah": at(world).code}),
    "verval:weekly_report": Expect(
        SEE, FieldClass.PROGRAMME, kwargs=lambda world: {"report_id": world["verval"][at(world).mark]}
    ),
}
SHOWS = {"verval:targets", "verval:worklist", "verval:worklist_file"}
