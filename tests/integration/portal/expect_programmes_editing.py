"""What the routes of rules must be. A draft of the own agency; lists and the one family are about those here and those far away."""

import planted
from portal_routes import Expect, World

from selaras.apps.accounts import rules, services
from selaras.apps.accounts.rules import Ability, FieldClass
from selaras.apps.programmes.models.catalogue import Funding, Programme, Rule
from selaras.apps.programmes.rules import catalogue
from selaras.apps.programmes.services import catalogue as house

READ = {"ability": Ability.SEE, "field_class": FieldClass.PROGRAMME}
NAMES = {"ability": Ability.SEE, "field_class": FieldClass.IDENTITY}
WRITE = {"ability": Ability.PLAN, "field_class": FieldClass.PROGRAMME, "method": "post"}
DECIDE = {"ability": Ability.APPROVE, "field_class": FieldClass.PROGRAMME, "method": "post"}


def plant(world: World) -> None:
    services.identify(rules.SYSTEM)
    house.seed()
    programme = Programme.objects.get(code="lansia")
    first = Rule.objects.get(programme=programme, number=1)
    line, _new = Funding.objects.get_or_create(
        programme=programme, year=2026, line="Uji", source="apbn", cost=1
    )
    world["fund_line"] = {"code": "lansia", "line": line.pk}
    Rule.objects.get_or_create(
        programme=programme, number=2,
        defaults={
            "clauses": first.clauses, "figures": first.figures, "valid_from": first.valid_from,
            "digest": catalogue.digest(first.clauses, first.figures), "made_by": 0, "made_by_name": "Uji",
        },
    )  # fmt: skip


PUBLISHED, DRAFT = {"code": "lansia", "number": 1}, {"code": "lansia", "number": 2}
ROUTES = {
    "programmes:rule_begin": Expect(**WRITE, kwargs={"code": "lansia"}),
    "programmes:rule": Expect(**READ, kwargs=PUBLISHED),
    "programmes:rule_edit": Expect(**{**WRITE, "method": "get"}, kwargs=DRAFT),
    "programmes:rule_check": Expect(**WRITE, kwargs=DRAFT),
    "programmes:rule_discard": Expect(**WRITE, kwargs=DRAFT),
    "programmes:rule_try": Expect(**WRITE, kwargs=DRAFT),
    "programmes:rule_list": Expect(**NAMES, kwargs={**PUBLISHED, "which": "sesudah"}),
    # In small letters: what was typed stands in its field again, what is known of the family must not.
    "programmes:rule_family": Expect(
        **NAMES, kwargs=PUBLISHED, data={"keluarga": planted.THERE.keluarga.lower()}
    ),
    "programmes:rule_propose": Expect(**WRITE, kwargs=DRAFT, data={"mengapa": "Menurut perbup baru."}),
    "programmes:rule_publish": Expect(**DECIDE, kwargs=DRAFT),
    "programmes:rule_back": Expect(**DECIDE, kwargs=DRAFT, data={"alasan": "belum ada dasarnya"}),
}
ROUTES |= {
    "programmes:programme_new": Expect(**{**WRITE, "method": "get"}),
    "programmes:programme_edit": Expect(**{**WRITE, "method": "get"}, kwargs={"code": "lansia"}),
    "programmes:fund": Expect(**{**WRITE, "method": "get"}, kwargs={"code": "lansia"}),
    "programmes:fund_line": Expect(**{**WRITE, "method": "get"}, kwargs=lambda world: world["fund_line"]),
    "programmes:drop_line": Expect(**WRITE, kwargs=lambda world: world["fund_line"]),
    "programmes:exclude": Expect(
        **WRITE, kwargs={"code": "lansia"}, data={"other": "pkh", "reason": "satu saja cukup"}
    ),
    "programmes:allow": Expect(**WRITE, kwargs={"code": "bedah-rumah", "other": "bsps"}),
    "programmes:programme_close": Expect(
        **WRITE, kwargs={"code": "lansia"}, data={"alasan": "anggaran berakhir"}
    ),
}
SHOWS: set[str] = set()
