"""Published figures in words: a count, "kurang dari 10", or that it is not told, and why."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.apps.programmes.queries import figures
from selaras.apps.programmes.rules.attack import FEW
from selaras.shell import words

Text = str | Promise
_FEW, _HIDDEN = _("kurang dari 10"), _("tidak ditampilkan")


def said(count: int | str) -> Text:
    """A cell as a page says it."""
    if isinstance(count, int):
        return words.number(count)
    return _FEW if count == FEW else _HIDDEN


def plain(count: int | str) -> str:
    """A cell as the open data say it: a number, "<10", or "*" for what is not told."""
    return str(count) if isinstance(count, int) else "<10" if count == FEW else "*"


def row(each: figures.Row) -> dict[str, Any]:
    """A kecamatan, or all of them, in words."""
    return {
        "code": each.code, "decided": said(each.decided), "delivered": said(each.delivered), "open": said(each.open),
        "done": each.open == 0,
    }  # fmt: skip


def sheet(found: figures.Sheet) -> dict[str, Any]:
    """An edition in words; kecamatan nobody is known to be served in stand there too."""
    numbers = [each.decided for each in found.rows if isinstance(each.decided, int)]
    bars = [
        {"label": words.region(each.code), "value": each.decided if isinstance(each.decided, int) else 0, "text": said(each.decided)}
        for each in found.rows
    ]  # fmt: skip
    return {
        "period": found.period, "as_of": found.as_of, "total": row(found.total), "rows": [row(each) for each in found.rows],
        "bars": bars if numbers else [],
    }  # fmt: skip
