"""One of a few values, all of them in sight; which one is chosen is drawn in characters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from composer.safe_text import clean
from composer.language.wrapping import wrap

_GAP = 2
_MARKED = 5
"""Cells before a label: the focus, and the round brackets with a space."""


class _Piece(Struct, frozen=True):
    """A part of one row that belongs to one option."""

    place: int
    text: str


class OneOf(Widget, can_focus=True):
    """``(*) Allow  ( ) Do not allow``; the arrows choose, Enter says that this is it."""

    DEFAULT_CSS = """
    OneOf { width: 1fr; height: auto; }
    """
    BINDINGS = [
        Binding("down,right,space", "step(1)", show=False),
        Binding("up,left", "step(-1)", show=False),
        Binding("enter", "submit", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        one_of: OneOf
        value: Any

    @dataclass
    class Submitted(Message):
        """Enter: whoever chose is done."""

        one_of: OneOf

    def __init__(self, options: Callable[[], Sequence[tuple[str, Any]]], value: object, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._options = options
        self._value = value

    @property
    def value(self) -> Any:
        """What is chosen; setting it posts nothing."""
        return self._value

    @value.setter
    def value(self, value: object) -> None:
        self._value = value
        self.refresh()

    def retranslate(self) -> None:
        """Say the labels again."""
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row where all fit beside one another."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The chosen one carries a star, and the bar of the focus."""
        rows = [[part for piece in row for part in self._drawn(piece)] for row in self._rows(self.content_size.width)]
        return Content("\n").join(Content.assemble(*row) for row in rows)

    def action_step(self, by: int) -> None:
        """The next option, or the one before; at the end it begins again."""
        options = self._options()
        self._choose((self._place(options) + by) % len(options))

    def action_submit(self) -> None:
        """Nothing changes."""
        self.post_message(self.Submitted(self))

    def on_click(self, event: events.Click) -> None:
        """A click chooses what it hits."""
        event.stop()
        self.focus()
        rows, at = self._rows(self.content_size.width), 0
        for piece in rows[event.y] if event.y < len(rows) else ():
            at += cell_len(piece.text)
            if event.x < at:
                self._choose(piece.place)
                return

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _choose(self, place: int) -> None:
        chosen = self._options()[place][1]
        if chosen != self._value:
            self.value = chosen
            self.post_message(self.Changed(self, chosen))

    def _place(self, options: Sequence[tuple[str, Any]]) -> int:
        return next((place for place, (_label, value) in enumerate(options) if value == self._value), 0)

    def _drawn(self, piece: _Piece) -> tuple[tuple[str, str], str]:
        """The text, reversed where it is chosen and the keys go here; then the gap."""
        is_chosen = self._options()[piece.place][1] == self._value
        text = piece.text.rstrip(" ")
        return (text, "reverse" if is_chosen and self.has_focus else ""), " " * (len(piece.text) - len(text))

    def _rows(self, width: int) -> list[list[_Piece]]:
        options = self._options()
        whole = [_Piece(place, self._marked(label, value)) for place, (label, value) in enumerate(options)]
        if sum(cell_len(piece.text) for piece in whole) + _GAP * (len(whole) - 1) <= width:
            return [[_Piece(piece.place, piece.text + " " * _GAP) for piece in whole]]
        return [
            [_Piece(piece.place, line if first else " " * _MARKED + line)]
            for piece in whole
            for first, line in _lines(piece.text, width)
        ]

    def _marked(self, label: str, value: object) -> str:
        is_chosen = value == self._value
        return f"{'>' if is_chosen and self.has_focus else ' '}({'*' if is_chosen else ' '}) {clean(label)}"


def _lines(text: str, width: int) -> list[tuple[bool, str]]:
    """The text wrapped, what follows the first line under its label; each with whether it is the first."""
    first, *rest = wrap(text[_MARKED:], max(width - _MARKED, 2))
    return [(True, text[:_MARKED] + first), *((False, line) for line in rest)]
