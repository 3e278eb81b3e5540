"""{% load shell %}: icons, menu, dates, numbers, money, regions.

Filters answer "–" for a value that is missing: unknown is not zero.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, Select
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from selaras.kernel import errors, rupiah
from selaras.pipeline import run
from selaras.shell import cards, frame, guide, pictures, words

register = template.Library()
_CODE = re.compile(r"[a-z0-9_]+")
_VILLAGE = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MEASURE = re.compile(r"\d+\.\d")
_ICONS = Path(__file__).parent.parent / "data" / "icons.json"


@functools.cache
def _icons() -> dict[str, str]:
    drawings: dict[str, str] = json.loads(_ICONS.read_text(encoding="utf-8"))
    return drawings


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon as inline SVG, hidden from screen readers: the word beside it says the same. KeyError when unknown."""
    drawing = mark_safe(_icons()[name])  # noqa: S308  our own file, checked by its hash
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{1}</svg>',
        size,
        drawing,
    )


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[frame.Task]:
    """The tasks of who asks. Empty on pages that know of no request, and before sign-in."""
    request = context.get("request")
    return frame.tasks(request) if request is not None else []


@register.filter
def phone(tasks: list[frame.Task]) -> list[frame.Task]:
    """The four of them that stand on a phone's bottom bar."""
    return frame.on_a_phone(tasks)


@register.simple_tag(takes_context=True)
def page_for(context: template.Context, route: str) -> str:
    """Address of a route without arguments, or "" where it does not exist or does not admit who asks."""
    return frame.address(route, getattr(context.get("request"), "actor", None))


@register.simple_tag(takes_context=True)
def single_keys(context: template.Context) -> list[frame.Key]:
    """The single letters that who asks may use, for the list of shortcuts."""
    request = context.get("request")
    return frame.keys(getattr(request, "actor", None)) if request is not None else []


@register.filter
def guide_of(tasks: list[frame.Task]) -> str:
    """Where the guide of the present page stands: of the task it belongs to, else the first page of the guides."""
    return guide.address(next((task.entry.guide for task in tasks if task.here), ""))


@register.simple_tag
def search_route() -> str:
    """Where the search box of the frame leads."""
    return frame.SEARCH


@register.filter
def long_date(value: date | None) -> str:
    """22 November 2026"""
    return words.long_date(value) if isinstance(value, date) else words.NOT_KNOWN


@register.filter
def moment(value: datetime | None) -> str:
    """22 November 2026, 14.05"""
    return words.moment(value) if isinstance(value, datetime) else words.NOT_KNOWN


@register.filter
def number(value: Any, decimals: Any = 0) -> str:
    """1.234 or, with `number:1`, 1.234,5"""
    return _said(value, lambda known: words.number(known, int(decimals or 0)))


@register.filter
def percent(value: Any, decimals: int = 0) -> str:
    """A share between 0 and 1: 12,5 %"""
    return _said(value, lambda known: words.percent(known, decimals))


@register.filter
def money(value: Any) -> str:
    """Rp 6.670.000"""
    if isinstance(value, rupiah.Rupiah):
        return words.money(value)
    return _said(value, lambda known: words.money(int(known)))


def _said(value: Any, say: Any) -> str:
    if value is None or value == "":
        return words.NOT_KNOWN
    try:
        return str(say(Decimal(str(value))))
    except InvalidOperation:
        return words.NOT_KNOWN


@register.filter
def masked(value: Any) -> str:
    """•••• •••• •••• 9001"""
    return words.masked(value)


@register.filter
def region(value: str | None) -> str:
    """Jembayan"""
    return words.region(value)


@register.filter
def region_path(value: str | None) -> list[tuple[str, str]]:
    """[(64, Kalimantan Timur), (64.02, Kabupaten Kutai Kartanegara), ...]"""
    return words.region_path(value)


@register.filter
def said(value: Any) -> str:
    """A sentence of the kernel's lists in the language of the page."""
    return words.said(value)


@register.filter
def in_words(trouble: errors.SelarasError) -> str:
    """An error and what to do next, in the language of the page."""
    return words.error(trouble)


@register.filter
def retold(value: Any) -> str:
    """A kept sentence of errors.toml in the language of the page."""
    return words.retold(str(value or ""))


@register.filter
def edition(value: Any) -> str:
    """Oktober 2024"""
    return words.edition(str(value or ""))


@register.filter
def signed(value: Any, decimals: int = 0) -> str:
    """+3,2 or −1,5"""
    if value is None:
        return words.NOT_KNOWN
    sign = "−" if value < 0 else "+"
    return f"{sign}{words.number(abs(value), decimals)}"


@register.filter
def width_of(value: Any, whole: Any) -> str:
    """`value` as a share of `whole` in hundredths, 0 to 100, for the width of a drawing (a dot whatever the language)."""
    return pictures.hundredths(value, whole)


@register.filter
def largest(rows: list[Any], most: float | None = None) -> float:
    """What a full bar stands for: `most`, or the largest `value` among rows; 0 of none."""
    return pictures.largest(rows, most)


@register.filter
def running(rows: list[Any]) -> list[dict[str, Any]]:
    """Contributions with the places of their bars; see pictures.running."""
    return pictures.running(rows)


@register.filter
def labelled(rows: str, head: str) -> SafeString:
    """Rows of a table whose cells say which column they stand in; both are our own HTML. See cards.labelled."""
    return mark_safe(cards.labelled(str(rows), str(head)))  # noqa: S308  what templates made, with heads of templates


@register.filter
def marked(text: Any, beside: Any) -> SafeString:
    """`text` with the parts that the value beside it does not have in <mark>."""
    return pictures.marked(str(text), "" if beside is None else str(beside))


@register.filter
def with_page(address: str, page: int) -> str:
    """An address with `halaman` set to a page."""
    bare, _, query = (address or "").partition("?")
    kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != "halaman"]
    return f"{bare}?{urlencode([*kept, ('halaman', page)])}"


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a form field in our look, tied to its hint and to what is wrong."""
    widget = field.field.widget
    look = (
        "form-check-input"
        if isinstance(widget, CheckboxInput)
        else "form-select"
        if isinstance(widget, Select)
        else "form-control"
    )
    attributes: dict[str, str | bool] = {"class": f"{widget.attrs.get('class', '')} {look}".strip()}
    if field.errors:
        told = f" {field.auto_id}_helptext" if field.help_text else ""
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_error{told}"}
    return field.as_widget(attrs=attributes)


@register.filter
def faulty(form: BaseForm) -> list[BoundField]:
    """The visible fields of a form in which something is wrong, in their order."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def for_map(villages: list[Any]) -> dict[str, Any]:
    """Villages as the map's script takes them."""
    return pictures.for_map(villages)


@register.filter
def chart_rows(data: dict[str, Any]) -> list[tuple[Any, list[Any]]]:
    """(category, values of all series) of a chart's data, for its table twin."""
    return pictures.chart_rows(data)


@register.filter
def source_name(source: str | None) -> str:
    """How people call a source that is given by its code ("dtsen"); a name stays as it is."""
    text = str(source or "")
    return run.title(text) if _CODE.fullmatch(text) else text


@register.filter
def edition_name(label: str | None) -> str:
    """The label of an edition as people say it: "2026-03" is "Maret 2026"."""
    return words.edition(str(label or ""))


@register.filter
def as_read(value: str | None) -> str:
    """A value of a list as people read it: a day in words, a village by its name, 65.0 as 65; anything else as it stands."""
    text = str(value or "")
    if _MEASURE.fullmatch(text):
        return words.number(Decimal(text).normalize(), 0 if text.endswith(".0") else 1)
    if _VILLAGE.fullmatch(text):
        return words.region(text)
    with contextlib.suppress(ValueError):
        return words.long_date(date.fromisoformat(text)) if _DAY.fullmatch(text) else _in_words(text)
    return text


def _in_words(text: str) -> str:
    return words.said(text) if text in ("ya", "tidak") else text


@register.filter
def source_names(codes: str | None) -> str:
    """Several sources given by their codes, as people call them."""
    return ", ".join(source_name(code) for code in re.split(r"[\s,;|]+", str(codes or "")) if code)
