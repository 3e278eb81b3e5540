"""What the routes of discrepancies must be."""

import sys
import tempfile
from pathlib import Path

from expect_registry import at
from portal_routes import Expect, World, inside_far

from selaras.apps.accounts.rules import Ability, FieldClass

sys.path.append(str(Path(__file__).parents[2] / "unit" / "discrepancies"))
import lists_that_differ as lists

ID = FieldClass.IDENTITY
FAR_FAMILY, FAR_VALUE = "K000000000005", "nilaijauh"
FORM = {"form": "csv", "purpose": "verifikasi", "reason": "Daftar untuk uji", "title": "Uji"}


def plant(world: World) -> None:
    cases = [
        {**each, "value_a": FAR_VALUE} if each["kode_desa"] == lists.FAR else each for each in lists.CASES
    ]
    lists.build(Path(tempfile.mkdtemp()), 1, cases)


def _hidden(world, actor) -> list[str]:
    return [] if inside_far(actor) else [FAR_FAMILY, FAR_VALUE, "UJI ORANG 5", "94.01"]


def _figures(world, actor) -> list[str]:
    return [*_hidden(world, actor), FAR_FAMILY, FAR_VALUE]


def _form(world) -> dict[str, str]:
    return {**FORM, "wilayah": at(world).code}


def _where(world) -> dict[str, str]:
    return {"wilayah": at(world).code}


ROUTES = {
    "discrepancies:dashboard": Expect(Ability.SEE, data=_where, forbidden=_figures),
    "discrepancies:cases": Expect(Ability.SEE, ID, data=_where, forbidden=_hidden),
    "discrepancies:take_out": Expect(Ability.EXPORT, ID, method="post", data=_form, forbidden=_hidden),
    "discrepancies:take_out_padan": Expect(
        Ability.EXPORT,
        FieldClass.SENSITIVE,
        method="post",
        data=_form,
        forbidden=_hidden,
        full_numbers=Ability.EXPORT,
    ),
    "discrepancies:worklists": Expect(Ability.SEE, ID, forbidden=_hidden),
    "discrepancies:keep": Expect(Ability.REVIEW, ID, method="post", data=_form, forbidden=_hidden),
    "api:GET /api/v1/discrepancies/ringkasan": Expect(Ability.SEE, data=_where, forbidden=_figures),
    "api:GET /api/v1/discrepancies/kasus": Expect(Ability.SEE, ID, data=_where, forbidden=_hidden),
}
SHOWS = {
    "discrepancies:cases", "discrepancies:take_out", "discrepancies:take_out_padan", "discrepancies:worklists",
    "api:GET /api/v1/discrepancies/kasus",
}  # fmt: skip
