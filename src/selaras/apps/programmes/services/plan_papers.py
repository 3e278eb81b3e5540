"""The approval of a plan with its decree, and its list as a file. Names only for who may see them; a file that leaves is recorded."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connection
from django.utils import timezone, translation

from selaras.apps.accounts import queries as people
from selaras.apps.accounts import rules as access
from selaras.apps.programmes.models.allocation import Award, Plan, PlanPaper
from selaras.apps.programmes.queries import plans as queries
from selaras.apps.programmes.queries import recipients
from selaras.apps.programmes.rules import plan_papers as rules
from selaras.apps.programmes.rules import plan_settings, plans, words
from selaras.apps.programmes.services import plans as services
from selaras.apps.programmes.services.plan_solving import KIND
from selaras.kernel import errors
from selaras.shell import papers, secrets, sheets, trail
from selaras.shell import words as shell

_TEMPLATE = Path(__file__).parent.parent / "data" / "sk_rencana.typ"
_SEALED = {"table": "programmes_planpaper", "field": "pdf"}
_TURN = 640206


def approve(*, reference: str, number: str, on: dt.date | None, seen: int, by: access.Actor) -> PlanPaper:
    """Approves a reviewed plan by a decree. Raises as `plans.turn` and `plans.sound`, and SelarasError rencana_tanpa_sk."""
    with connection.cursor() as cursor:
        # One approval at a time: two plans must not both find that no other holds their programme.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
    row = services.turn(reference, plans.Act.APPROVE, seen, by)
    number = " ".join(number.split())[:80]
    if not rules.sound(number, on, timezone.localdate()) or on is None:
        raise errors.SelarasError("rencana_tanpa_sk")
    services.sound(row)
    row.number_of_sk, row.sk_date = number, on
    services.approve_now(row, by)
    # A decree is an Indonesian paper, whatever language its signer reads the portal in.
    with translation.override("id"):
        pdf = papers.pdf(_TEMPLATE, rules.contents(_paper(row, by, on)), on)
    sha256 = hashlib.sha256(pdf).hexdigest()
    Plan.objects.filter(pk=row.pk).update(pdf_sha256=sha256)
    return PlanPaper.objects.create(
        plan=row, size=len(pdf), sha256=sha256, by=by.user_id, by_name=by.name,
        pdf=secrets.seal(base64.b64encode(pdf).decode(), row=row.reference, **_SEALED),
    )  # fmt: skip


def _paper(row: Plan, by: access.Actor, on: dt.date) -> rules.Paper:
    settings = plan_settings.of_kept(row.settings)
    counts, differing = queries.counted(row), queries.spent(row)
    given = list(
        Award.objects.filter(plan=row, given=True)
        .select_related("programme")
        .order_by("kode_desa", "keluarga")
    )
    apart = len(given) > plan_settings.house()["names_in_annex"]
    agency = people.agencies().filter(pk=by.agency).values_list("name", flat=True).first() or by.agency
    return rules.Paper(
        title=row.title, region=shell.region(row.wilayah), year=row.year, mode=row.mode, build=row.build, seed=settings.seed,
        digest=queries.digest(row)[0], signed=rules.Signed(row.number_of_sk, on, by.name, agency),
        programmes=[
            rules.Line(
                each.name, f"v{row.rules[each.code]['number']}", counts.get(each.code, 0), each.cost, differing.get(each.code)
            )
            for each in settings.shares
            if each.code in row.rules
        ],
        places=_places(given), changes=_changes(row, by), rows=[] if apart else _named(given, by),
        families=len({each.keluarga for each in given if each.keluarga != each.kode_desa}), persons=len({each.person for each in given if each.person}),
        villages=len({each.keluarga for each in given if each.keluarga == each.kode_desa}),
    )  # fmt: skip


def _places(given: Sequence[Award]) -> list[tuple[str, int, int]]:
    families: dict[str, set[str]] = {}
    shares: dict[str, int] = {}
    for each in given:
        code = (each.kode_desa or "")[:8]
        families.setdefault(code, set())
        if each.keluarga != each.kode_desa:
            families[code].add(each.keluarga)
        shares[code] = shares.get(code, 0) + 1
    return [(shell.region(code), len(families[code]), shares[code]) for code in sorted(families)]


def _changes(row: Plan, by: access.Actor) -> list[tuple[str, str, str, str]]:
    return [
        (
            each.keluarga,
            each.programme.name,
            "dimasukkan" if each.given else "dikeluarkan",
            each.override_reason,
        )
        for each in queries.overridden(row, by)
    ]


def _named(given: Sequence[Award], by: access.Actor) -> list[tuple[str, str, str, str]]:
    known = recipients.of(given, by)
    found = []
    for each in given:
        who = known.get(each.pk, recipients.Who())
        name = who.name or each.person or each.keluarga
        told = f"{name} (keluarga {who.head or each.keluarga})" if each.person else name
        nik = shell.masked(who.nik_tail) if who.nik_tail else ""
        found.append((told, nik or "–", shell.region(each.kode_desa), each.programme.name))
    return found


def read(*, plan: Plan, by: access.Actor) -> bytes:
    """The decree as it was signed, for who may see all families of its region.

    Raises Refused; SelarasError rencana_sk_belum_ada, rahasia_tidak_terbuka where it is not what was signed.
    """
    _whole(plan, by, "rencana_sk")
    found = queries.paper(plan)
    if found is None:
        raise errors.SelarasError("rencana_sk_belum_ada")
    pdf = base64.b64decode(secrets.unseal(found.pdf, row=plan.reference, **_SEALED))
    if hashlib.sha256(pdf).hexdigest() != found.sha256:
        raise errors.SelarasError("rahasia_tidak_terbuka", tabel="naskah SK")
    services.told(plan, "rencana_sk", by, sha256=found.sha256)
    return pdf


def may_read(plan: Plan, by: access.Actor) -> bool:
    """Whether the decree with its names is theirs to read: every recipient it names is."""
    return queries.whole(plan, by, plan.wilayah)


def _whole(plan: Plan, by: access.Actor, action: str) -> None:
    if not may_read(plan, by):
        raise trail.Refused(action, KIND, plan.reference)


def export(*, plan: Plan, purpose: str, reason: str, by: access.Actor) -> papers.File:
    """The recipients of a plan as XLSX, those whose families `by` may see, numbers masked.

    Raises Refused without the right to export there; SelarasError rencana_tanpa_tujuan, rencana_belum_dihitung.
    """
    if not any(
        access.inside(plan.wilayah, scope) or access.inside(scope, plan.wilayah)
        for scope in access.scopes(by, access.Ability.EXPORT, queries.IDENTITY)
    ):
        raise trail.Refused("rencana_ekspor", KIND, plan.reference)
    if purpose not in access.PURPOSES or len(reason.strip()) < plans.LEAST_REASON:
        raise errors.SelarasError("rencana_tanpa_tujuan")
    if not plan.result:
        raise errors.SelarasError("rencana_belum_dihitung")
    rows = list(
        queries.awards(plan, by).filter(given=True).order_by("programme__name", "kode_desa", "keluarga")
    )
    content = _book(plan, rows, by)
    services.note(plan, plans.Act.TAKEN, by, reason)
    services.told(
        plan, "rencana_ekspor", by, baris=len(rows), tujuan=purpose, sha256=hashlib.sha256(content).hexdigest()
    )  # fmt: skip
    kind = "penerima" if plan.state == words.PlanState.APPROVED else "rancangan"
    return papers.File(f"{kind}-{plan.reference}.xlsx", content)


def _book(plan: Plan, rows: Sequence[Award], by: access.Actor) -> bytes:
    costs = {each["code"]: each["cost"] for each in plan.settings["shares"]}
    known = recipients.of(rows, by)

    def cells() -> Iterator[Sequence[sheets.Cell]]:
        for line, each in enumerate(rows, start=1):
            who = known.get(each.pk, recipients.Who())
            yield (
                line, each.programme.name, each.keluarga, who.head if each.person else who.name, who.name if each.person else "",
                shell.masked(who.nik_tail) if who.nik_tail else "", each.kode_desa or "", shell.region(each.kode_desa),
                shell.region((each.kode_desa or "")[:8]), each.desil,
                round(each.value, 2), costs.get(each.programme.code, 0) if each.cost is None else each.cost, "dimasukkan" if each.overridden else "",
                each.override_reason,
            )  # fmt: skip

    return sheets.as_xlsx(rules.HEADS, cells(), "Penerima", in_memory=True)[0]
