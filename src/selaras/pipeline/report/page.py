"""laporan.html: one file that needs nothing else, no network, no script to be read."""

from __future__ import annotations

import base64
from pathlib import Path

import jinja2
from markupsafe import Markup

from selaras.pipeline import run as run_
from selaras.pipeline.report import figures, grids, village_map

_HERE = Path(__file__).parent


def render(run: run_.Run, found: figures.Figures) -> str:
    """The page as text. The same run gives the same page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("laporan.html.j2").render(
        f=found,
        map=village_map.draw(found.villages, found.kabkota),
        style=Markup(_text("laporan.css")),  # noqa: S704 our own file
        script=Markup(_text("laporan.js")),  # noqa: S704 our own file
        font=base64.b64encode((_HERE / "static" / "source-sans-3-latin.woff2").read_bytes()).decode("ascii"),
        widest=_widest,
        definitions=figures.DEFINITIONS,
        versions=run.versions,
    )


def _text(name: str) -> str:
    return (_HERE / "templates" / name).read_text(encoding="utf-8")


def _widest(rows: tuple[tuple[grids.Cell, ...], ...], column: int) -> float:
    """The largest number of a column: what a full bar stands for."""
    return (
        max((float(cell) for row in rows if isinstance(cell := row[column], int | float)), default=1.0) or 1.0
    )
