"""The first lines of a row of settings, drawn as one widget: a page has many of them and must open at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from composer.safe_text import clean
from composer.words import pgettext
from composer.language.wrapping import wrap

Words = Callable[[], str]
CHANGED = "*"
"""Stands before the label of what is changed and not yet saved."""
NARROW = 60
"""Below so many cells the value stands under its label."""
LABEL = 42
"""Cells of the label where the value stands beside it."""
_MARK = 2
_DEEPER = 2
_UNDER = 4
"""Cells before what stands under a label."""


class _Drawn(Struct, frozen=True):
    """One line: what stands left, and whether the buttons stand at its end."""

    text: str
    has_buttons: bool = False
    is_strong: bool = False


class HeadWords(Struct, frozen=True):
    """What the lines say, in the language of the moment."""

    label: Words
    value: Words = str
    """The present value."""
    change: Words = str
    """What is to become of it; then the value is left out, and there is a second button."""


class _Texts(Struct, frozen=True):
    """The same words, said and cleaned."""

    label: str
    value: str
    change: str


class RowHead(Widget, can_focus=True):
    """``* Label   Value   [ Edit ]``; Left and Right choose between the buttons, Enter and a click press one."""

    DEFAULT_CSS = """
    RowHead { height: auto; width: 1fr; }
    """
    BINDINGS = [
        Binding("enter,space", "press", show=False),
        Binding("left,right", "other_button", show=False),
    ]

    class EditPressed(Message):
        """Edit, or Done while the controls are open."""

    class RevertPressed(Message):
        """Revert."""

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

    def say(self, words: HeadWords) -> None:
        """Say something else; the layout is made again only where it is other words."""
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language now active."""
        texts = _texts(self._words)
        if texts != self._texts:
            self._texts = texts
            self._on_revert = self._on_revert and bool(texts.change)
        self._redraw()

    def show_open(self, is_open: bool) -> None:
        """The first button says Done while the controls are open."""
        self._is_open = is_open
        self._redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return sum(1 for _line in self._lines(width))

    def render(self) -> Content:
        """All lines."""
        width = self.content_size.width
        return Content("\n").join(self._assembled(line, width) for line in self._lines(width))

    def action_press(self) -> None:
        """What the button with the focus does."""
        self.post_message(self.RevertPressed() if self._on_revert else self.EditPressed())

    def action_other_button(self) -> None:
        """From Edit to Revert and back, where there is something to revert."""
        self._on_revert = not self._on_revert and bool(self._texts.change)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Revert where it is hit; everywhere else a click is one on Edit."""
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
        """The buttons count: their words, and whether there are two."""
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
        """The buttons with what parts them, each with whether Enter presses it."""
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
        """Label and value side by side."""
        labels = wrap(self._texts.label, LABEL - self._indent - 1)
        values = [] if self._texts.change else wrap(self._texts.value, width - LABEL - self._buttons_width() - 1)
        for place in range(max(len(labels), len(values))):
            label = labels[place] if place < len(labels) else ""
            value = values[place] if place < len(values) else ""
            left = self._marked(place) + label
            yield _Drawn(left + " " * (LABEL - cell_len(left)) + value, place == 0, bool(self._texts.change))

    def _narrow(self, width: int) -> Iterator[_Drawn]:
        """The label, and the value under it."""
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
