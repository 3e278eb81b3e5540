"""Makes versions of the form: tables to XLSForm (for people) to XForm (for phones), by ODK's own compiler."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from django.db import transaction
from django.utils import timezone
from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from selaras.apps.accounts import rules as access
from selaras.apps.audit import services as audit
from selaras.apps.verval.models.campaigns import Instrument
from selaras.apps.verval.rules import instruments
from selaras.kernel import errors
from selaras.shell import trail

LEAD = access.Ability.LEAD


@dataclass(frozen=True, slots=True)
class Compiled:
    """An XLSForm as a workbook and the XForm made of it."""

    xlsx: bytes
    xform: str

    @property
    def md5(self) -> str:
        """The hash that OpenRosa lists name versions by."""
        return hashlib.md5(self.xform.encode(), usedforsecurity=False).hexdigest()


def compiled(form: instruments.Form) -> Compiled:
    """Compiles a form. Raises SelarasError formulir_tidak_jadi with what pyxform says."""
    sheets = {
        name: [{key: text for key, text in row.items() if text} for row in rows]
        for name, rows in (("survey", form.survey), ("choices", form.choices), ("settings", (form.settings,)))
    }
    try:
        made = convert(sheets)
    except PyXFormError as error:
        raise errors.SelarasError("formulir_tidak_jadi", sebab=str(error)[:300].rstrip(".")) from error
    return Compiled(_workbook(form), made.xform)


def _workbook(form: instruments.Form) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for name, rows in (
            ("survey", form.survey),
            ("choices", form.choices),
            ("settings", (form.settings,)),
        ):
            sheet = book.add_worksheet(name)
            heads = list(dict.fromkeys(head for row in rows for head in row))
            for place, row in enumerate([dict(zip(heads, heads, strict=True)), *rows]):
                for column, head in enumerate(heads):
                    sheet.write_string(place, column, row.get(head, ""))
    return out.getvalue()


def publish(
    *,
    by: access.Actor,
    added: Sequence[instruments.Row] = (),
    version: str = "",
    form_id: str = "",
) -> Instrument:
    """Publishes a version: the standard form, or with a campaign's questions under an id of its own.

    A version that stands already is answered as it is: it is never changed. Raises SelarasError, trail.Refused.
    """
    if by.user_id and not access.may(by, LEAD):
        raise trail.Refused("formulir_terbit", "formulir")
    base = instruments.standard()
    form = instruments.with_added(
        base, added, version or base.version, form_id or (own_id(added) if added else "")
    )
    found = Instrument.objects.filter(form_id=form.form_id, version=form.version).first()
    if found is not None:
        return found
    made = compiled(form)
    row = Instrument(
        form_id=form.form_id, version=form.version, title=form.settings["form_title"], xlsform=made.xlsx,
        xform=made.xform, md5=made.md5, questions=instruments.questions(form), added=[dict(each) for each in added],
        published_by=by.user_id,
    )  # fmt: skip
    with transaction.atomic():
        Instrument.objects.bulk_create([row], ignore_conflicts=True)
        found = Instrument.objects.get(form_id=form.form_id, version=form.version)
        audit.record(actor=by, action="formulir_terbit", object_kind="formulir", object_id=found.pk)
    return found


def preview(added: Sequence[instruments.Row]) -> list[dict[str, object]]:
    """What phones would ask with these questions, compiled but not published. Raises SelarasError."""
    form = instruments.with_added(instruments.standard(), added, "0")
    compiled(form)
    return [each for each in instruments.questions(form) if each["group"] == instruments.ADDED_GROUP]


def own_id(added: Sequence[instruments.Row]) -> str:
    """The id of a form with these questions: on a phone it stands beside the standard one."""
    said = repr([sorted(row.items()) for row in added]).encode()
    return f"{instruments.standard().form_id}_{hashlib.sha256(said).hexdigest()[:8]}"


def current(by: access.Actor = access.SYSTEM) -> Instrument:
    """The newest version of the standard form that is not withdrawn; published where this house has none yet."""
    standing = Instrument.objects.filter(form_id=instruments.standard().form_id, withdrawn_at=None)
    found = standing.order_by("-published_at", "-pk").first()
    return found or publish(by=access.SYSTEM)


def withdraw(*, instrument: int, by: access.Actor) -> None:
    """Withdraws a version: phones no longer get it, and what is still sent with it is held for a person to look at."""
    if not access.may(by, LEAD):
        raise trail.Refused("formulir_cabut", "formulir", str(instrument))
    Instrument.objects.filter(pk=instrument, withdrawn_at=None).update(withdrawn_at=timezone.now())
    audit.record(actor=by, action="formulir_cabut", object_kind="formulir", object_id=instrument)
