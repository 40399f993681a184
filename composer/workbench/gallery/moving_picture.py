"""Several screens after one another as one SVG that moves by itself and begins again (SMIL, which needs no script).

A row that stays as it is is drawn once; a reader that knows no movement shows the first screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from composer.workbench.gallery.cell_picture import frame_of, opening, row_drawing, sizes, usual_ground
from composer.workbench.gallery.cells import Cell

Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Still:
    """One screen and how long it is shown."""

    rows: Rows
    seconds: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A row of cells and when it is shown."""

    row: int
    cells: Sequence[Cell]
    start: float
    """Seconds from the beginning."""
    end: float


def moving_svg(stills: Sequence[Still], title: str) -> str:
    """The picture; raises ValueError where the screens are not of one size, or there is none."""
    if len({sizes(still.rows) for still in stills}) != 1:
        raise ValueError("the screens of a moving picture are of one size")
    width, height = sizes(stills[0].rows)
    ground = usual_ground(stills[0].rows)
    seconds = sum(still.seconds for still in stills)
    drawn = ((piece, row_drawing(piece.row, piece.cells, ground)) for piece in pieces(stills))
    body = "".join(_shown(piece, drawing, seconds) for piece, drawing in drawn if drawing)
    return f"{opening(width, height, title)}{frame_of(width, height, ground)}\n{body}</svg>\n"


def pieces(stills: Sequence[Still]) -> Iterator[Piece]:
    """Each row of each screen, once for as long as it stays the same."""
    ends = list(accumulate(still.seconds for still in stills))
    starts = [0.0, *ends[:-1]]
    for row in range(len(stills[0].rows)):
        for cells, same in groupby(range(len(stills)), lambda number: list(stills[number].rows[row])):  # noqa: B023 - at once
            numbers = list(same)
            yield Piece(row, cells, starts[numbers[0]], ends[numbers[-1]])


def _shown(piece: Piece, drawing: str, seconds: float) -> str:
    """A drawing that is seen only in its time."""
    if piece.start == 0 and piece.end == seconds:
        return drawing
    seen = {0.0: False, piece.start: True, piece.end: False}
    times = {at: is_seen for at, is_seen in seen.items() if at < seconds}
    values = ";".join("visible" if is_seen else "hidden" for is_seen in times.values())
    fractions = ";".join(f"{at / seconds:.5f}".rstrip("0").rstrip(".") for at in times)
    first = "visible" if piece.start == 0 else "hidden"
    move = (
        f'<animate attributeName="visibility" calcMode="discrete" dur="{seconds:g}s" repeatCount="indefinite" '
        f'values="{values}" keyTimes="{fractions}"/>'
    )
    return f'<g visibility="{first}">{move}{drawing.rstrip()}</g>\n'
