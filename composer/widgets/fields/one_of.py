"""One of a few values that are all in sight; characters show which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Offset, Size
from textual.message import Message
from textual.widget import Widget

from composer.language.wrapping import wrap
from composer.safe_text import clean

_GAP = 2
_MARKED = 5
"""Cells before a label: one for the focus, then round brackets and a space."""


class _Piece(Struct, frozen=True):
    """The part of one drawn row that belongs to one option."""

    place: int
    text: str


class OneOf(Widget, can_focus=True):
    """``(*) Allow  ( ) Do not allow``; the arrows choose, Enter ends the choice.

    Where a value has fields of its own, Down goes from it into them, and Up comes back; neither changes anything.
    """

    DEFAULT_CSS = """
    OneOf { width: 1fr; height: auto; }
    """
    BINDINGS = [
        Binding("right,space", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("down", "down", show=False),
        Binding("up", "up", show=False),
        Binding("enter", "submit", show=False),
    ]

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        one_of: OneOf
        value: Any

    @dataclass
    class Submitted(Message):
        """Enter was pressed: the choice is made."""

        one_of: OneOf

    def __init__(self, options: Callable[[], Sequence[tuple[str, Any]]], value: object, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._options = options
        self._value = value
        self.fields: Mapping[Any, Widget] = {}
        """By value, the first of the fields that belong to it."""
        self.owner: Widget | None = None
        """The choice whose value these options belong to, if any."""

    @property
    def value(self) -> Any:
        """The chosen value; setting it posts nothing."""
        return self._value

    @value.setter
    def value(self, value: object) -> None:
        self._value = value
        self.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """The first cell of the chosen option, on the screen."""
        chosen = self._place(self._options())
        for y, row in enumerate(self._rows(self.content_size.width)):
            for at, piece in enumerate(row):
                if piece.place == chosen:
                    before = sum(cell_len(other.text) for other in row[:at])
                    return self.content_region.offset + Offset(before, y)
        return self.content_region.offset

    def retranslate(self) -> None:
        """Show the labels in the active language."""
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many rows the options take; one where all fit beside one another."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The options, a star at the chosen one, with the mark of the focus."""
        rows = [[part for piece in row for part in self._drawn(piece)] for row in self._rows(self.content_size.width)]
        return Content("\n").join(Content.assemble(*row) for row in rows)

    def action_step(self, by: int) -> None:
        """Choose the option ``by`` places further; at an end it goes on from the other."""
        options = self._options()
        self._choose((self._place(options) + by) % len(options))

    def action_down(self) -> None:
        """Go on into the fields of the chosen value; where it has none, choose the next option."""
        inner = self.fields.get(self._value)
        if inner is None:
            self.action_step(1)
        else:
            inner.focus()

    def action_up(self) -> None:
        """Go from the first option back to the choice that it belongs to; else choose the option before."""
        if self.owner is not None and self._place(self._options()) == 0:
            self.owner.focus()
        else:
            self.action_step(-1)

    def action_submit(self) -> None:
        """Post ``Submitted``; the value stays."""
        self.post_message(self.Submitted(self))

    def on_click(self, event: events.Click) -> None:
        """Choose the option that was hit."""
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
        """The styled text of a piece, reversed where it is chosen and has the focus, and the gap behind it."""
        is_chosen = self._options()[piece.place][1] == self._value
        text = piece.text.rstrip(" ")
        return (text, "reverse" if is_chosen and self.has_focus else ""), " " * (len(piece.text) - len(text))

    def _rows(self, width: int) -> list[list[_Piece]]:
        options = self._options()
        whole = [_Piece(place, self._marked(label, value)) for place, (label, value) in enumerate(options)]
        if sum(cell_len(piece.text) for piece in whole) + _GAP * (len(whole) - 1) <= width:
            return [[*(_Piece(piece.place, piece.text + " " * _GAP) for piece in whole[:-1]), *whole[-1:]]]
        return [
            [_Piece(piece.place, line if first else " " * _MARKED + line)]
            for piece in whole
            for first, line in _lines(piece.text, width)
        ]

    def _marked(self, label: str, value: object) -> str:
        is_chosen = value == self._value
        return f"{'>' if is_chosen and self.has_focus else ' '}({'*' if is_chosen else ' '}) {clean(label)}"


def _lines(text: str, width: int) -> list[tuple[bool, str]]:
    """The text in lines, the further ones under its label; each with whether it is the first."""
    first, *rest = wrap(text[_MARKED:], max(width - _MARKED, 2))
    return [(True, text[:_MARKED] + first), *((False, line) for line in rest)]
