"""The village map: outlines without base tiles, five classes light to dark, a hatch where a figure is weak.

Drawn on the server as plain SVG: it needs no script, prints, scales and reads in the dark. Every outline carries its
sentence, so a pointer or a screen reader gets what the colour says.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from selaras.pipeline import words
from selaras.pipeline.report import geometry, grids, places

CLASSES = 5
_CODE, _NAME, _DISTRICT, _TOTAL = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the village grid that can be drawn: its share and its count, and how a legend calls it."""

    key: str
    label: str
    count: int
    share: int


MEASURES = (
    Measure("beda", "Keluarga yang perlu ditinjau", 4, 5),
    Measure("desil", "Keluarga desil 1", 6, 7),
)


@dataclass(frozen=True, slots=True)
class Legend:
    """`steps`: what each of the classes means, light to dark. Empty where nothing can be drawn."""

    measure: Measure
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map and its legends."""

    svg: Markup
    legends: tuple[Legend, ...]


def draw(villages: grids.Grid, kabkota: str) -> Drawing | None:
    """The map of the kabupaten, or None where no boundaries are packed for it."""
    layer = geometry.of(kabkota)
    if layer is None:
        return None
    rows = {str(row[_CODE]): row for row in villages.rows}
    cuts = {measure.key: _cuts(villages, measure) for measure in MEASURES}
    shapes = [_shape(code, shape, rows.get(code), cuts) for code, shape in sorted(layer.villages.items())]
    edges = [Markup('<path d="{}"/>').format(shape.path) for shape in layer.districts.values()]
    svg = Markup(
        '<svg class="peta" viewBox="0 0 {} {}" role="group" aria-label="Peta desa/kelurahan">'
        '<defs>{}</defs>{}<g class="batas">{}</g></svg>'
    ).format(layer.width, layer.height, _hatches(), Markup("").join(shapes), Markup("").join(edges))
    return Drawing(svg, tuple(Legend(measure, _steps(cuts[measure.key])) for measure in MEASURES))


def _hatches() -> Markup:
    """Fills for weak figures (the class shows through) and for hidden ones."""
    names = [(f"w{step}", f"k{step}", "arsir", 16) for step in range(1, CLASSES + 1)] + [
        ("wx", "k0", "lembut", 10)
    ]
    return Markup("").join(
        Markup(
            '<pattern id="{}" width="{}" height="{}" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            '<rect width="{}" height="{}" style="fill:var(--{})"/>'
            '<rect width="3" height="{}" style="fill:var(--{})"/></pattern>'
        ).format(name, gap, gap, gap, gap, under, gap, over)
        for name, under, over, gap in names
    )


def _cuts(villages: grids.Grid, measure: Measure) -> list[float]:
    """Upper ends of the classes: equal numbers of villages in each, rounded up to whole per cents."""
    shares = sorted(cell for row in villages.rows if isinstance(cell := row[measure.share], float))
    if not shares:
        return []
    ends = [shares[min(len(shares) - 1, len(shares) * (i + 1) // CLASSES)] for i in range(CLASSES)]
    rounded = sorted({-(-end * 100 // 1) / 100 for end in ends})
    return rounded


def _steps(cuts: list[float]) -> tuple[str, ...]:
    """What each class means; without a single figure there is no class."""
    starts = [0.0, *cuts][: len(cuts)]
    return tuple(
        _step(low, high, first=index == 0) for index, (low, high) in enumerate(zip(starts, cuts, strict=True))
    )


def _step(low: float, high: float, *, first: bool) -> str:
    if high == 0:
        return "0 %"
    return f"{'sampai ' if first else f'> {words.count(low * 100)}–'}{words.count(high * 100)} %"


def _shape(
    code: str, shape: geometry.Shape, row: tuple[grids.Cell, ...] | None, cuts: dict[str, list[float]]
) -> Markup:
    classes, sentences = [], []
    for measure in MEASURES:
        level, sentence = _level(row, measure, cuts[measure.key])
        classes.append(f"{measure.key}-{level}")
        sentences.append(sentence)
    place = f"{shape.name}, Kec. {row[_DISTRICT]}" if row else shape.name
    return Markup('<path class="{}" d="{}" data-kode="{}"><title>{}</title></path>').format(
        " ".join(classes), shape.path, code, escape(f"{place}: {'; '.join(sentences)}")
    )


def _level(row: tuple[grids.Cell, ...] | None, measure: Measure, cuts: list[float]) -> tuple[str, str]:
    """Class of a village for a measure, and what it means. 0: no data; x: hidden; 1..5, with w where weak."""
    label = measure.label.lower()
    if row is None or row[_TOTAL] == 0:
        return "0", "belum ada data"
    count, share = row[measure.count], row[measure.share]
    if isinstance(count, str):
        return "x", f"{label} {count}, disembunyikan karena kecil"
    if not isinstance(share, float):
        return "0", f"{label}: belum tahu"
    step = next((i for i, cut in enumerate(cuts) if share <= cut), len(cuts) - 1)
    total = row[_TOTAL]
    weak = isinstance(total, str) or (isinstance(total, int) and total < places.WEAK)
    # Five shades whatever the number of distinct cuts: the last class is always the darkest.
    shade = CLASSES - len(cuts) + step + 1
    of = f"dari {words.count(total)} keluarga" if isinstance(total, int) else "sedikit keluarga"
    return f"{shade}{'w' if weak else ''}", f"{label} {words.share(share)} ({words.count(count or 0)} {of})"
