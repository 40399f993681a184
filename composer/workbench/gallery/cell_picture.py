"""A screen as SVG in which every character stands in its own cells, whatever font draws it.

A font seldom makes Hangul, kana and kanji exactly twice as wide as Latin letters, so that text laid out by the font
runs into what stands beside it. Here each run of characters of one width is given its place and its length (SVG 1.1,
10.5, ``textLength``).
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from composer.workbench.gallery.cells import Cell, Ink, Rgb

WIDTH, HEIGHT = 9, 20
"""Units of one cell."""
BASELINE = 15
"""Units from the top of a row down to the line on which its letters stand."""
SIZE = 15
"""The size of the letters; common fonts for terminals make them 0.6 times as wide as high."""
MARGIN = 8
"""Units around the screen, in the colour of its ground."""
_FONTS = "ui-monospace,'DejaVu Sans Mono','Noto Sans Mono CJK KR','Noto Sans Mono CJK JP',monospace"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters beside one another that are drawn alike and are equally wide."""

    column: int
    """The cell in which it begins, from 0."""
    text: str
    length: int
    """How many cells it takes."""
    ink: Ink


def svg(rows: Sequence[Sequence[Cell]], title: str) -> str:
    """The picture of a screen; it names nothing that would have to be fetched."""
    width, height = sizes(rows)
    ground = usual_ground(rows)
    body = "".join(row_drawing(number, row, ground) for number, row in enumerate(rows))
    return f"{opening(width, height, title)}{frame_of(width, height, ground)}\n{body}</svg>\n"


def opening(width: int, height: int, title: str) -> str:
    """The first tag of a picture, with its title."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{_FONTS}" font-size="{SIZE}" role="img"><title>{html.escape(title)}</title>\n'
    )


def sizes(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """Width and height of a picture in units."""
    columns = max((sum(cell.width for cell in row) for row in rows), default=0)
    return columns * WIDTH + 2 * MARGIN, len(rows) * HEIGHT + 2 * MARGIN


def frame_of(width: int, height: int, ground: Rgb) -> str:
    """What everything else is drawn on."""
    return f'<rect width="{width}" height="{height}" fill="{_hex(ground)}"/>'


def row_drawing(number: int, row: Iterable[Cell], ground: Rgb) -> str:
    """One row (from 0) of a screen, in one line; what is drawn on ``ground`` needs no ground of its own."""
    found, top = list(runs(row)), MARGIN + number * HEIGHT
    grounds = "".join(_ground(run, top) for run in _grounds(found) if run.ink.ground != ground)
    texts = "".join(_text(run, top) for run in found if run.text.strip())
    return f"{grounds}{texts}\n" if grounds or texts else ""


def usual_ground(rows: Sequence[Sequence[Cell]]) -> Rgb:
    """The ground of most cells; black where there is none."""
    counts: Counter[Rgb] = Counter()
    for row in rows:
        for cell in row:
            counts[cell.ink.ground] += cell.width
    return max(counts, key=lambda ground: counts[ground], default=(0, 0, 0))


def runs(row: Iterable[Cell]) -> Iterator[Run]:
    """The runs of a row, from the left, which together take all of its cells.

    What takes two cells stands alone: the space that a font puts between two such characters is not the cells' own.
    """
    column, begun, can_grow = 0, None, False
    for cell in row:
        is_plain = cell.width == 1 == len(cell.text)
        if begun is not None and can_grow and is_plain and begun.ink == cell.ink:
            begun = Run(begun.column, begun.text + cell.text, begun.length + 1, begun.ink)
        else:
            if begun is not None:
                yield begun
            begun, can_grow = Run(column, cell.text, cell.width, cell.ink), is_plain
        column += cell.width
    if begun is not None:
        yield begun


def _grounds(found: Sequence[Run]) -> Iterator[Run]:
    """Runs on the same ground in one piece: between two pieces a fine line would be seen."""
    begun = None
    for run in found:
        if begun is not None and begun.ink.ground == run.ink.ground:
            begun = Run(begun.column, "", begun.length + run.length, begun.ink)
        else:
            if begun is not None:
                yield begun
            begun = run
    if begun is not None:
        yield begun


def _ground(run: Run, top: int) -> str:
    left = MARGIN + run.column * WIDTH
    return f'<rect x="{left}" y="{top}" width="{run.length * WIDTH}" height="{HEIGHT}" fill="{_hex(run.ink.ground)}"/>'


def _text(run: Run, top: int) -> str:
    """Without the spaces around it, which a picture's reader may drop."""
    text = run.text.rstrip()
    length = run.length - (len(run.text) - len(text))
    start = len(text) - len(text.lstrip())
    left = MARGIN + (run.column + start) * WIDTH
    place = f'x="{left}" y="{top + BASELINE}" textLength="{(length - start) * WIDTH}" lengthAdjust="spacingAndGlyphs"'
    inner = html.escape(text.lstrip(), quote=False).replace(" ", "\u00a0")
    return f'<text {place} fill="{_hex(run.ink.text)}"{_attributes(run.ink)}>{inner}</text>'


def _attributes(ink: Ink) -> str:
    lines = [name for name, is_on in (("underline", ink.is_underlined), ("line-through", ink.is_struck)) if is_on]
    return (
        (' font-weight="bold"' if ink.is_bold else "")
        + (' font-style="italic"' if ink.is_italic else "")
        + (f' text-decoration="{" ".join(lines)}"' if lines else "")
    )


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
