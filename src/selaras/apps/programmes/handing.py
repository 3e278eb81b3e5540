"""Deliveries as their pages tell them: cycles in a line, lines with who they are about, what may be done by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from selaras.apps.accounts import rules as access
from selaras.apps.programmes import delivery_forms
from selaras.apps.programmes.models.accounts import Account
from selaras.apps.programmes.models.allocation import Plan
from selaras.apps.programmes.models.catalogue import Programme
from selaras.apps.programmes.models.delivery import Cycle, Line
from selaras.apps.programmes.queries import catalogue, changes, costs, plans, recipients, waiting
from selaras.apps.programmes.queries import delivery as queries
from selaras.apps.programmes.queries import uncounted as left_out
from selaras.apps.programmes.rules import changes as findings
from selaras.apps.programmes.rules import components, ledger, replacing, scope
from selaras.apps.programmes.rules import delivery as rules
from selaras.apps.programmes.services import checks, drafts
from selaras.apps.registry import rules as registry
from selaras.apps.wilayah import rules as places
from selaras.kernel import errors

_IDENTITY = access.FieldClass.IDENTITY


@dataclass(frozen=True, slots=True)
class Offer:
    """A programme of an approved plan that the reader may make a cycle of. `differs`: each gets what its components say."""

    plan: Plan
    programme: Programme
    label: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class RowShown:
    """A line on the page of its cycle."""

    line: Line
    who: recipients.Who | None
    state: rules.Text
    troubles: list[rules.Text]
    account: Account | None = None
    listed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A kecamatan in the reckoning."""

    code: str
    part: queries.Part


@dataclass(slots=True)
class Acts:
    """What the reader may do with a cycle now; `obstacle`: why not what their office else does."""

    freeze: bool = False
    drop: bool = False
    close: bool = False
    recheck: bool = False
    hand: bool = False
    bank: bool = False
    vouchers: bool = False
    sample: bool = False
    accounts: bool = False
    obstacle: str = ""


def row(cycle: Cycle, told: queries.Standing) -> dict[str, Any]:
    """A cycle in a list."""
    return {"cycle": cycle, "state": rules.CYCLES[rules.CycleState(cycle.state)], "part": told.total}


def offers(actor: access.Actor) -> dict[str, Offer]:
    """What a cycle may be made of, by "plan:programme"."""
    made: dict[str, Offer] = {}
    year = timezone.localdate().year
    for programme in catalogue.programmes():
        if not rules.own(actor, programme.agency):
            continue
        for plan in (*plans.approved_plans(programme, year), *plans.approved_plans(programme, year - 1)):
            if rules.reaches(actor, access.Ability.PLAN, plan.wilayah):
                label = _("%(programme)s: %(plan)s (%(year)s)") % {
                    "programme": programme.name, "plan": plan.title, "year": plan.year,
                }  # fmt: skip
                made[f"{plan.reference}:{programme.code}"] = Offer(
                    plan,
                    programme,
                    label,
                    costs.table(programme, plan.year, timezone.localdate()) is not None,
                )
    return made


def regions(actor: access.Actor) -> list[tuple[str, str]]:
    """Regions a cycle of the actor may have."""
    return list(places.offered(access.scopes(actor, access.Ability.PLAN, _IDENTITY)))


def draft(told: Mapping[str, Any], known: Mapping[str, Offer]) -> drafts.Draft:
    """A form that was filled in, as the service takes it. Raises SelarasError tahap_tanpa_penerima."""
    offer = known[told["rencana"]]
    if not told["masa"].startswith(str(offer.plan.year)):
        raise errors.SelarasError("tahap_isian_salah")
    some = [
        each
        for each in waiting.given(offer.plan, offer.programme)
        if access.inside(each.kode_desa, told["wilayah"])
    ]
    recipients_, amount = _amounts(offer, some, told["nilai"] or 0)
    return drafts.Draft(
        offer.programme, told["wilayah"], told["judul"], told["masa"], told["tahap"], rules.Channel(told["penyalur"]),
        amount, recipients_, offer.plan.build, offer.plan, waiting.rule(offer.plan, offer.programme),
    )  # fmt: skip


def _amounts(
    offer: Offer, some: Sequence[replacing.Waiting], amount: int
) -> tuple[list[drafts.Recipient], int]:
    """Recipients with what each gets, and 0; or all with the same amount. Whom no component counts is left out: the plan still
    gives it, and a later tranche takes it once its answers are known. Raises SelarasError tahap_tanpa_komponen for nobody left."""
    wanted = {each.keluarga for each in some}
    known = costs.of_keluarga(offer.programme, offer.plan.year, wanted, timezone.localdate())
    if known is None or not some:
        return [drafts.Recipient(each.keluarga, each.kode_desa, each.person) for each in some], amount
    made = [
        drafts.Recipient(each.keluarga, each.kode_desa, each.person, cost.rupiah, components.kept(cost.parts))
        for each in some
        if (cost := known.get(each.keluarga)) is not None and cost.rupiah
    ]
    if not made:
        raise errors.SelarasError("tahap_tanpa_komponen", jumlah=len(some))
    return made, 0


def trouble(cycle: Cycle, lines: Iterable[Line]) -> dict[int, list[findings.Trouble]]:
    """What would hold lines of a draft if it were frozen now."""
    return changes.troubles(cycle, list(lines))


def lines(
    some: Sequence[Line], known: Mapping[int, recipients.Who], found: Mapping[int, list[findings.Trouble]],
    accounts: Mapping[int, Account], listed: Mapping[str, list[str]],
) -> list[RowShown]:  # fmt: skip
    """Lines as they are shown; `accounts` as far as the reader may see them, `listed` what lists say their families receive."""
    return [
        RowShown(
            each,
            known.get(each.pk),
            rules.STATES[ledger.State(each.state)],
            reasons(each, found.get(each.pk, [])),
            accounts.get(each.pk),
            listed.get(each.keluarga, ()) if each.state != ledger.State.PAID else (),
        )
        for each in some
    ]


def reasons(line: Line, now: Iterable[findings.Trouble] = ()) -> list[rules.Text]:
    """What keeps a line back, in words: what would now, else what did when it was held."""
    codes = list(now)
    if line.state == ledger.State.HELD:
        last: list[str] = next((each["codes"] for each in reversed(line.trouble) if "codes" in each), [])
        codes = [findings.Trouble(code) for code in last]
    return [findings.TROUBLES[code] for code in codes]


def standing(cycle: Cycle, actor: access.Actor) -> dict[str, Any]:
    """The reckoning of a cycle: all of it that the reader sees, and by kecamatan."""
    told = queries.of_cycle(cycle, actor)
    return {
        "total": told.total,
        "places": [Place(code, part) for code, part in sorted(told.by_kecamatan.items())],
    }


def acts(cycle: Cycle, actor: access.Actor) -> Acts:
    """What may be done here by this reader."""
    mine = scope.narrowed(actor, cycle.programme.agency)

    def may(ability: access.Ability) -> bool:
        return access.may(mine, ability, cycle.wilayah, _IDENTITY)

    made = Acts()
    if cycle.state == rules.CycleState.DRAFT:
        own = cycle.made_by == actor.user_id
        made.freeze = may(access.Ability.APPROVE) and not own
        made.drop = may(access.Ability.PLAN)
        if own and may(access.Ability.APPROVE):
            made.obstacle = _("Anda yang menyusun daftar ini. Penyetuju lain yang menguncinya.")
    if cycle.state == rules.CycleState.FROZEN:
        made.close, made.bank = may(access.Ability.PLAN), may(access.Ability.DELIVER)
        made.hand = rules.reaches(mine, access.Ability.DELIVER, cycle.wilayah)
        made.recheck = made.hand
        by_voucher = cycle.channel != rules.Channel.BANK and not rules.for_villages(cycle.programme.unit)
        made.vouchers = made.hand and by_voucher
    live = cycle.state in (rules.CycleState.DRAFT, rules.CycleState.FROZEN)
    own = rules.own(actor, cycle.programme.agency)
    made.accounts = live and own and cycle.channel == rules.Channel.BANK and may(access.Ability.DELIVER)
    made.sample = bool(cycle.sample) or checks.may_draw(cycle, actor)
    return made


def may_open(cycle: Cycle, actor: access.Actor) -> bool:
    """Whether a list of this reader may carry full numbers; villages have none."""
    return not rules.for_villages(cycle.programme.unit) and all(
        access.may(scope.narrowed(actor, cycle.programme.agency), ability, cycle.wilayah, _IDENTITY)
        for ability in (access.Ability.EXPORT, access.Ability.REVEAL)
    )


def export_form(cycle: Cycle, actor: access.Actor) -> delivery_forms.Export | None:
    """The form of a list, with what this reader may take; None where they take none."""
    mine = scope.narrowed(actor, cycle.programme.agency)
    if cycle.state != rules.CycleState.FROZEN or not rules.reaches(
        mine, access.Ability.DELIVER, cycle.wilayah
    ):
        return None
    sheets = rules.reaches(mine, access.Ability.EXPORT, cycle.wilayah)
    return delivery_forms.Export(numbers=may_open(cycle, actor), sheets=sheets, auto_id="daftar_%s")


def opening_form(cycle: Cycle, actor: access.Actor) -> delivery_forms.Opening | None:
    """The form of the list a bank opens accounts by; None for who takes none."""
    mine = scope.narrowed(actor, cycle.programme.agency)
    live = cycle.state in (rules.CycleState.DRAFT, rules.CycleState.FROZEN)
    if not live or not rules.reaches(mine, access.Ability.EXPORT, cycle.wilayah):
        return None
    return delivery_forms.Opening(numbers=may_open(cycle, actor), auto_id="buka_%s")


def planned(some: QuerySet[Line]) -> int:
    """Rupiah of all these lines, before anything is decided."""
    return int(some.aggregate(rupiah=Sum("amount"))["rupiah"] or 0)


def uncounted(some: list[left_out.Left], actor: access.Actor) -> list[tuple[left_out.Left, str]]:
    """Whom a tranche left out, with their names as far as the reader may see them."""
    names = left_out.names(some, actor)
    return [(each, names.get(each.keluarga, "")) for each in some]


def parts(line: Line, actor: access.Actor) -> dict[str, Any]:
    """What an amount is made of; where a part tells of health, to who may know it there."""
    some = components.of_kept(line.parts)
    if any(each.sensitive for each in some) and not registry.may_see_sensitive(actor, line.kode_desa):
        return {"parts_hidden": True}
    return {"parts": components.said(some)}
