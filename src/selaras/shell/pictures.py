"""Places and widths for the pictures that templates draw: no style in the page, so numbers go into SVG attributes."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from selaras.shell import words

_LEAST = 0.4  # of a hundred: a bar of something is never invisible


def value_of(row: Any, name: str) -> Any:
    """A column of a row that is a mapping or an object."""
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


def hundredths(value: Any, whole: Any) -> str:
    """`value` of `whole` between "0" and "100", two decimals, a dot in every language. Something is never drawn as nothing."""
    if not whole or not value:
        return "0"
    share = 100 * float(value) / float(whole)
    return f"{min(100.0, max(_LEAST, share)):.2f}"


def largest(rows: Sequence[Any], most: float | None = None) -> float:
    """What a full bar stands for: `most` where it is given, else the largest `value` among rows; 0 of none."""
    return float(most) if most else max((float(value_of(row, "value") or 0) for row in rows), default=0.0)


def running(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Contributions {label, level, bits} in the order given, each beginning where the one before ended.

    Gives `left`, `width` of each bar and `zero` (the natural threshold) in hundredths of the picture; on every row too
    `sum` so far, and `sum_left`, `sum_width` of the bar from zero to it. The last row's sum is the weight.
    """
    bits = [float(value_of(row, "bits") or 0) for row in rows]
    ends = [sum(bits[: index + 1]) for index in range(len(bits))]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    span = (high - low) or 1.0

    def at(place: float) -> float:
        return 2 + 96 * (place - low) / span

    def bar(start: float, end: float) -> tuple[str, str]:
        return f"{at(min(start, end)):.2f}", f"{max(_LEAST, abs(at(end) - at(start))):.2f}"

    drawn = []
    for row, each, end in zip(rows, bits, ends, strict=True):
        left, width = bar(end - each, end)
        sum_left, sum_width = bar(0.0, end)
        drawn.append(
            {
                "label": value_of(row, "label"), "level": value_of(row, "level"), "bits": each, "left": left, "width": width,
                "zero": f"{at(0.0):.2f}", "sum": end, "sum_left": sum_left, "sum_width": sum_width,
            }
        )  # fmt: skip
    return drawn


def marked(text: str, beside: str) -> SafeString:
    """`text` with what `beside` does not have in <mark>: letter by letter when the two are alike, else the whole."""
    matcher = difflib.SequenceMatcher(a=text, b=beside, autojunk=False)
    if not beside or matcher.ratio() < 0.6:
        return SafeString(f"<mark>{escape(text)}</mark>") if beside else SafeString(escape(text))
    pieces = [
        ("mark" if tag != "equal" else "span", text[start:end])
        for tag, start, end, _, _ in matcher.get_opcodes()
        if end > start
    ]
    return format_html_join("", "<{0}>{1}</{0}>", pieces)


def for_map(villages: Sequence[Any]) -> dict[str, Any]:
    """{code: {n: name, k: level, w: weak, v: text, r: ring}} for the map's script; rings only where they are given."""
    drawn: dict[str, Any] = {}
    for village in villages:
        text = value_of(village, "text")
        value = value_of(village, "value")
        drawn[str(value_of(village, "code"))] = {
            "n": str(value_of(village, "name") or ""),
            "k": int(value_of(village, "level") or 0),
            "w": bool(value_of(village, "weak")),
            "v": str(text)
            if text
            else ""
            if value is None
            else words.number(value, int(value_of(village, "decimals") or 0)),
            "r": value_of(village, "ring"),
        }
    return drawn


def chart_rows(data: Mapping[str, Any]) -> list[tuple[Any, list[Any]]]:
    """(category, values of all series) in the order of the categories; None where a series is shorter."""
    series = [one["values"] for one in data.get("series", ())]
    return [
        (category, [values[index] if index < len(values) else None for values in series])
        for index, category in enumerate(data.get("categories", ()))
    ]
