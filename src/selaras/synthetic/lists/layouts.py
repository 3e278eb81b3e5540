"""Headers of the layouts, verbatim (data/layouts.json), and the guard that a list prints exactly these."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

import polars as pl


@functools.cache
def _all() -> dict[str, Any]:
    text = resources.files("selaras.synthetic").joinpath("data").joinpath("layouts.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def headers(name: str) -> list[str]:
    """The headers of a layout, in order."""
    return list(_all()[name])


def sheets() -> dict[str, tuple[int, list[str]]]:
    """Regsosek 2022.K: sheet name -> (row of the header, headers)."""
    return {name: (sheet["header_row"], sheet["columns"]) for name, sheet in _all()["REGSOSEK_2022K"].items()}


def ordered(name: str, columns: dict[str, pl.Expr]) -> dict[str, pl.Expr]:
    """The columns in the order of the layout. Raises KeyError when one is missing or unknown."""
    wanted = headers(name)
    if set(wanted) != set(columns):
        raise KeyError(f"{name}: {sorted(set(wanted) ^ set(columns))}")
    return {header: columns[header] for header in wanted}
