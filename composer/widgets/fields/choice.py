"""One of several values in one row; a list of all of them opens over the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from typing_extensions import TypeVar  # the standard one has defaults from Python 3.13 on; Textual brings this

from composer.language.wrapping import wrap
from composer.safe_text import clean

T = TypeVar("T", default=Any)
V = TypeVar("V", default=Any)
_MARK = " [v]"
"""The mark that a list can be opened."""


class Choice(Widget, Generic[T], can_focus=True):
    """``Value [v]``; Enter, Space, Up, Down or a click opens the list. A long value takes several rows."""

    DEFAULT_CSS = """
    Choice { width: auto; max-width: 100%; height: auto; }
    Choice:hover { text-style: underline; }
    Choice:focus { text-style: reverse; }
    """
    BINDINGS = [Binding("enter,space,up,down", "open", show=False)]

    class Changed(Message, Generic[V]):
        """The member chose another value."""

        def __init__(self, choice: Choice[V], value: V) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

    def __init__(self, options: Callable[[], list[tuple[str, T]]], value: T, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._make_options = options
        self._options = options()
        self._value = value
        self._opened = False

    @property
    def value(self) -> T:
        """The chosen value; setting it posts nothing."""
        return self._value

    @value.setter
    def value(self, value: T) -> None:
        self._value = value
        self.refresh(layout=True)

    @property
    def label(self) -> str:
        """The words for the value; empty where it is none of the options."""
        return next((clean(label) for label, value in self._options if value == self._value), "")

    def reload(self) -> None:
        """Ask for the options again, after the language or the values have changed; the value stays."""
        self._options = self._make_options()
        self.refresh(layout=True)

    def retranslate(self) -> None:
        """Show the value in the active language."""
        self.reload()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The cells of the value and the mark."""
        return cell_len(self.label) + len(_MARK)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many rows the value takes at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The value and the mark."""
        return Content("\n".join(self._lines(self.content_size.width)))

    def action_open(self) -> None:
        """Open the list below the field, or above it where there is more room."""
        if self._opened or not self._options:
            return
        from composer.widgets.fields.choice_list import ChoiceList  # not before it is needed: start-up

        self._opened = True
        chosen = next((place for place, (_label, value) in enumerate(self._options) if value == self._value), 0)
        self.app.push_screen(ChoiceList([label for label, _value in self._options], chosen, self.region), self._take)

    def on_click(self, event: events.Click) -> None:
        """A click opens the list of choices."""
        event.stop()
        self.action_open()

    def _lines(self, width: int) -> list[str]:
        """The value with the mark behind its last line, else behind its first, wherever there is room for it."""
        lines = wrap(self.label, width)
        place = next((at for at in (-1, 0) if cell_len(lines[at]) + len(_MARK) <= width), None)
        if place is None:
            lines, place = wrap(self.label, width - len(_MARK)), -1
        lines[place] += _MARK
        return lines

    def _take(self, place: int | None) -> None:
        self._opened = False
        if place is None or not self.is_attached or place >= len(self._options):
            return
        chosen = self._options[place][1]
        if chosen != self._value:
            self.value = chosen
            self.post_message(self.Changed(self, chosen))
