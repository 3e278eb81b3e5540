"""Questions and answers in words: the form as it was asked, beside values as they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from selaras.apps.verval.rules import labels
from selaras.shell import words

NUMBERS = frozenset({"nik_benar", "kk_benar"})
# What says how somebody's body or health is (UU 27/2022 art. 4): shown to who may read sensitive fields.
SENSITIVE = frozenset({"disabilitas", "penyakit"})
_INSERTED = re.compile(r"\$\{\w+\}:?\s*|\*\*")


class Asked:
    """The questions of a form. `members`: names by reference, for questions about single members."""

    def __init__(
        self, questions: Iterable[Mapping[str, Any]], members: Mapping[str, str] | None = None
    ) -> None:
        self.by_name = {str(each["name"]): each for each in questions}
        self.members = members or {}

    def label(self, field: str) -> str:
        """What a field asks, e.g. "Jenis lantai terluas", or "Siti: apakah masih di sini?" of a member."""
        who, name = self._parts(field)
        if name == "hasil":
            return _("Hasil kunjungan")
        question = self.by_name.get(name)
        text = _INSERTED.sub("", str(question.get("label") or "")).strip() if question else ""
        text = text or name.replace("_", " ")
        return f"{who}: {text}" if who else text

    def _parts(self, field: str) -> tuple[str, str]:
        start, _dot, name = field.rpartition(".")
        if not start:
            return "", field
        reference = start.partition(".")[2]
        return self.members.get(reference) or _("anggota %(n)s") % {"n": reference.lstrip("#")}, name

    def value(self, field: str, text: str) -> str:
        """An answer in words; whole numbers of people are masked."""
        name = field.rpartition(".")[2]
        if not text:
            return ""
        if name in NUMBERS:
            return words.masked(text)
        if name == "hasil":
            return str(labels.outcome(text))
        question = self.by_name.get(name)
        known = dict(question.get("choices") or ()) if question else {}
        kind = str(question.get("kind", "")) if question else ""
        if kind == "select_multiple":
            return ", ".join(str(known.get(code, code)) for code in text.split())
        return str(known.get(text, text))

    def order(self, field: str) -> tuple[int, str]:
        """Sorts fields as the form asks them; the outcome comes first."""
        name = field.rpartition(".")[2]
        if name == "hasil":
            return -1, field
        place = list(self.by_name).index(name) if name in self.by_name else len(self.by_name)
        return place, field


def shown(fields: Iterable[str], sensitive: bool) -> list[str]:  # noqa: FBT001  who asks has asked the rule
    """The fields somebody may read."""
    return [name for name in fields if sensitive or name.rpartition(".")[2] not in SENSITIVE]
