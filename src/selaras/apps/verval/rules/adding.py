"""What a person types for a campaign's own questions, as rows of an XLSForm, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from selaras.apps.verval.rules.instruments import Row

NUMBER, TEXT, CHOICE, YES_NO = "angka", "teks", "pilihan", "ya_tidak"
KINDS = ((NUMBER, _("angka")), (TEXT, _("teks")), (CHOICE, _("pilihan")), (YES_NO, _("ya atau tidak")))
_TYPES = {NUMBER: "integer", TEXT: "text", CHOICE: "select_one", YES_NO: "select_one"}
_YES_NO = "ya=Ya|tidak=Tidak"
_LONGEST_CODE = 30


def row_of(name: str, kind: str, label: str, choices: str = "") -> Row:
    """A row of the survey sheet. `choices`: labels separated by semicolons or lines; two with the same code are refused later."""
    row = {"type": _TYPES.get(kind, ""), "name": name.strip(), "label": " ".join(label.split())}
    if kind == YES_NO:
        return {**row, "choices": _YES_NO}
    if kind == CHOICE:
        return {**row, "choices": "|".join(f"{code(each)}={each}" for each in _labels(choices))}
    return row


def _labels(text: str) -> list[str]:
    # The sign between choices of a row cannot stand inside one.
    return [" ".join(each.replace("|", "/").split()) for each in re.split(r"[;\n]", text) if each.strip()]


def code(label: str) -> str:
    """The code of a choice: its letters and digits, "semen_dan_bata" of "Semen & bata"."""
    plain = (
        unicodedata.normalize("NFKD", label.replace("&", " dan ")).encode("ascii", "ignore").decode().lower()
    )
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_CODE].strip("_")


def typed(row: Mapping[str, str]) -> dict[str, str]:
    """A row as it was typed: name, kind, label, choices."""
    choices = row.get("choices", "")
    kinds = {"integer": NUMBER, "select_one": YES_NO if choices == _YES_NO else CHOICE}
    labels = [each.partition("=")[2] for each in choices.split("|") if each]
    kind = kinds.get(row.get("type", ""), TEXT)
    return {"name": row.get("name", ""), "kind": kind, "label": row.get("label", ""),
            "choices": "; ".join(labels) if kind == CHOICE else ""}  # fmt: skip
