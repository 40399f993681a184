"""The first lines of a setting's row, drawn as one widget, for a page has many and must open at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
from composer.words import pgettext

Words = Callable[[], str]
CHANGED = "*"
"""Stands before the label of a setting that is changed and not saved."""
NARROW = 60
"""The cells below which the value stands under its label."""
LABEL = 42
"""The cells of the label where the value stands beside it."""
_MARK = 2
_DEEPER = 2
_UNDER = 4
"""The cells before what stands under a label."""


class _Drawn(Struct, frozen=True):
    """One drawn line: its text, and whether the buttons stand at its end."""

    text: str
    has_buttons: bool = False
    is_strong: bool = False


class HeadWords(Struct, frozen=True):
    """The texts of the lines, made in the language now active."""

    label: Words
    value: Words = str
    """The setting's present value."""
    change: Words = str
    """The value after saving, where it is changed; it replaces the value, and adds the button Revert."""


class _Texts(Struct, frozen=True):
    """The same texts in the active language, cleaned."""

    label: str
    value: str
    change: str


class RowHead(Widget, can_focus=True):
    """Draws ``* Label   Value   [ Edit ]``; Left and Right choose a button, Enter and a click press it."""

    DEFAULT_CSS = """
    RowHead { height: auto; width: 1fr; }
    """
    BINDINGS = [
        Binding("enter,space", "press", show=False),
        Binding("left,right", "other_button", show=False),
    ]

    class EditPressed(Message):
        """The button Edit was pressed, or Done while the control is open."""

    class RevertPressed(Message):
        """The button Revert was pressed."""

    def __init__(self, words: HeadWords, *, is_deep: bool, is_fixed: bool) -> None:
        super().__init__(markup=False)
        self._words = words
        self._texts = _texts(words)
        self._indent = _MARK + (_DEEPER if is_deep else 0)
        self._is_fixed = is_fixed
        self._is_open = False
        self._on_revert = False
        self.can_focus = not is_fixed
        self._drawn: object = None

    @property
    def cursor_screen_offset(self) -> Offset:
        """The first cell of the chosen button, on the screen."""
        width = self.content_size.width
        y = next((y for y, line in enumerate(self._lines(width)) if line.has_buttons), 0)
        buttons = self._buttons()
        chosen = next((at for at, (_text, is_focused) in enumerate(buttons) if is_focused), 0)
        return self.content_region.offset + Offset(width - sum(cell_len(text) for text, _on in buttons[chosen:]), y)

    def say(self, words: HeadWords) -> None:
        """Show other texts; the layout is made again only where they differ."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Show the texts in the active language."""
        texts = _texts(self._words)
        if texts != self._texts:
            self._texts = texts
            self._on_revert = self._on_revert and bool(texts.change)
        self._redraw()

    def show_open(self, is_open: bool) -> None:
        """Label the first button Done while the control is open, else Edit."""
        self._is_open = is_open
        self._redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many rows the lines take at this width."""
        return sum(1 for _line in self._lines(width))

    def render(self) -> Content:
        """The label, the value or its change, and the buttons."""
        width = self.content_size.width
        return Content("\n").join(self._assembled(line, width) for line in self._lines(width))

    def action_press(self) -> None:
        """Post what the chosen button stands for."""
        self.post_message(self.RevertPressed() if self._on_revert else self.EditPressed())

    def action_other_button(self) -> None:
        """Choose the other button, where there is a change to revert."""
        self._on_revert = not self._on_revert and bool(self._texts.change)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Press Revert where it is hit; anywhere else, Edit."""
        event.stop()
        if self._is_fixed:
            return
        revert = f"[ {_revert_label()} ]"
        lines = list(self._lines(self.content_size.width))
        at_end = event.x >= self.content_size.width - cell_len(revert)
        is_hit = event.y < len(lines) and lines[event.y].has_buttons and at_end and bool(self._texts.change)
        self.post_message(self.RevertPressed() if is_hit else self.EditPressed())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self._on_revert = False
        self.refresh()

    def _redraw(self) -> None:
        """Draw again where texts or buttons have changed."""
        drawn = (self._texts, tuple(self._buttons()))
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh(layout=True)

    def _assembled(self, line: _Drawn, width: int) -> Content:
        style = "bold" if line.is_strong else ""
        if not line.has_buttons:
            return Content.assemble((line.text, style))
        buttons = self._buttons()
        room = width - sum(cell_len(text) for text, _focused in buttons) - cell_len(line.text)
        drawn = [(text, "bold reverse" if focused else "") for text, focused in buttons]
        return Content.assemble((line.text, style), " " * max(room, 1), *drawn)

    def _buttons(self) -> list[tuple[str, bool]]:
        """The drawn buttons and the space between them, each with whether Enter presses it."""
        if self._is_fixed:
            return []
        edit = self._button(_done_label() if self._is_open else _edit_label(), not self._on_revert)
        return [edit, (" ", False), self._button(_revert_label(), self._on_revert)] if self._texts.change else [edit]

    def _button(self, label: str, is_chosen: bool) -> tuple[str, bool]:
        is_focused = is_chosen and self.has_focus
        return (f"[>{label}<]" if is_focused else f"[ {label} ]"), is_focused

    def _lines(self, width: int) -> Iterator[_Drawn]:
        yield from self._narrow(width) if width < NARROW else self._wide(width)
        for line in wrap(self._texts.change, width - _UNDER) if self._texts.change else ():
            yield _Drawn(" " * _UNDER + line, is_strong=True)

    def _wide(self, width: int) -> Iterator[_Drawn]:
        """The lines with label and value side by side."""
        labels = wrap(self._texts.label, LABEL - self._indent - 1)
        values = [] if self._texts.change else wrap(self._texts.value, width - LABEL - self._buttons_width() - 1)
        for place in range(max(len(labels), len(values))):
            label = labels[place] if place < len(labels) else ""
            value = values[place] if place < len(values) else ""
            left = self._marked(place) + label
            yield _Drawn(left + " " * (LABEL - cell_len(left)) + value, place == 0, bool(self._texts.change))

    def _narrow(self, width: int) -> Iterator[_Drawn]:
        """The lines with the value under the label."""
        for place, label in enumerate(wrap(self._texts.label, width - self._indent)):
            yield _Drawn(self._marked(place) + label, is_strong=bool(self._texts.change))
        values = [""] if self._texts.change else wrap(self._texts.value, width - _UNDER - self._buttons_width() - 1)
        for place, value in enumerate(values):
            yield _Drawn(" " * _UNDER + value, place == 0)

    def _marked(self, place: int) -> str:
        return (CHANGED if self._texts.change and place == 0 else " ").ljust(self._indent)

    def _buttons_width(self) -> int:
        return sum(cell_len(text) for text, _focused in self._buttons())


def _texts(words: HeadWords) -> _Texts:
    return _Texts(clean(words.label()), clean(words.value()), clean(words.change()))


def _edit_label() -> str:
    return pgettext("button", "Edit")


def _done_label() -> str:
    return pgettext("button", "Done")


def _revert_label() -> str:
    return pgettext("button", "Revert")
