"""Who gives decisions of people about pairs of rows: named by the app above that keeps them, asked by the next build."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from django.utils.module_loading import import_string

from selaras.engine import tables

_named: list[str] = []


def decided_by(giver: str) -> None:
    """Names a function without arguments that returns a frame of the contract DECISIONS, by its dotted path."""
    _named[:] = [giver]


def decisions() -> pl.DataFrame:
    """What people decided; nothing where nobody was named."""
    if not _named:
        return tables.DECISIONS.empty()
    giver: Callable[[], pl.DataFrame] = import_string(_named[0])
    return giver()
