"""What stands in each cell of a screen: its characters, how many cells they take, and how they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual._compositor import LayoutUpdate
from textual.app import App

from composer.language.breaks import clusters

Rgb = tuple[int, int, int]
DIMMED = 0.5
"""How far dim text goes from its colour to its ground."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How characters are drawn."""

    text: Rgb
    ground: Rgb
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One character with its marks, in the cells it takes."""

    text: str
    width: int
    """1 or 2."""
    ink: Ink


def cells_of(app: App[Any]) -> list[list[Cell]]:
    """The rows of the terminal, with the screens that are seen below the topmost.

    The widths of a row add up to the terminal's columns.
    """
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    rows = update.strips if isinstance(update, LayoutUpdate) else []
    return [list(_cells((segment for strip in row for segment in strip), app.ansi_theme)) for row in rows]


def _cells(segments: Iterable[Segment], theme: TerminalTheme) -> Iterator[Cell]:
    for text, style, control in segments:
        if control:
            continue
        ink = _ink(style or Style.null(), theme)
        for cluster in clusters(text):
            width = cell_len(cluster)
            if width:
                yield Cell(cluster, width, ink)


def _ink(style: Style, theme: TerminalTheme) -> Ink:
    text, ground = _rgb(style.color, theme, is_text=True), _rgb(style.bgcolor, theme, is_text=False)
    if style.reverse:
        text, ground = ground, text
    if style.dim:
        text = _between(text, ground)
    return Ink(text, ground, bool(style.bold), bool(style.italic), bool(style.underline), bool(style.strike))


def _rgb(colour: Color | None, theme: TerminalTheme, *, is_text: bool) -> Rgb:
    red, green, blue = (colour or Color.default()).get_truecolor(theme, foreground=is_text)
    return red, green, blue


def _between(text: Rgb, ground: Rgb) -> Rgb:
    red, green, blue = (round(one + (other - one) * DIMMED) for one, other in zip(text, ground, strict=True))
    return red, green, blue
