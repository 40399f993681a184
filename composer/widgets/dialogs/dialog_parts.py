"""Widgets of dialogs that drop input made before the dialog was painted."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace
from textual import events
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.widget import Widget

from composer.terminal.typed_in_order import is_input
from composer.widgets.dialogs.after_paint import is_early
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.lists.pick_list import PickList
from composer.widgets.lists.scroll_lines import DrawnLine
from composer.widgets.plain import cut

T = TypeVar("T")
INERT = "-inert"
"""The CSS class of a container whose dialog is only a picture."""
PAGES = (
    Binding("pageup", "page(-1)", show=False),
    Binding("pagedown", "page(1)", show=False),
)
"""The bindings of a dialog with one text, which Page Up and Page Down scroll wherever the focus is."""
_WHEEL = (events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollLeft, events.MouseScrollRight)


def hears(part: Widget, event: events.Event) -> bool:
    """Whether an event may do something: never an early one, and in a picture only the mouse wheel."""
    if not is_input(event):
        return True
    is_pictured = any(isinstance(node, Widget) and node.has_class(INERT) for node in part.ancestors)
    return not is_early(part, event) and (not is_pictured or isinstance(event, _WHEEL))


class DialogButton(PushButton):
    """A button that drops early input."""

    async def on_event(self, event: events.Event) -> None:
        """Drop an early event before it does anything."""
        if hears(self, event):
            await super().on_event(event)


class DialogBox(ForeignBox):
    """A box of text that drops early input."""

    async def on_event(self, event: events.Event) -> None:
        """Drop an early event before it does anything."""
        if hears(self, event):
            await super().on_event(event)


class Hint(ForeignBox, can_focus=False):
    """A sentence about the widget with the focus; what does not fit is cut with a mark."""

    def line_at(self, place: int, width: int) -> DrawnLine:
        """A line; the last one in sight is cut where there would be more."""
        line = super().line_at(place, width)
        if self.content_size.height <= place + 1 < self.line_count(width):
            return replace(line, text=cut(line.text + " " * width, width))
        return line

    def more_mark(self, y: int, top: int, count: int) -> str:
        """Always a space, for a hint does not scroll."""
        return " "


class DialogList(PickList[T]):
    """A list that drops early input."""

    async def on_event(self, event: events.Event) -> None:
        """Drop an early event before it does anything."""
        if hears(self, event):
            await super().on_event(event)


class PlainFrame(Vertical):
    """The frame of a plain question: two lines, so that it is never taken for the warning."""

    SCOPED_CSS = False  # the screen knows what the terminal can draw
    DEFAULT_CSS = """
    PlainFrame {
        width: 100%; height: auto; max-height: 100%; background: $surface; padding: 0 1;
        border-top: solid $foreground 50%; border-bottom: solid $foreground 50%;
    }
    .-ascii PlainFrame { border-top: ascii $foreground 50%; border-bottom: ascii $foreground 50%; }
    """


class ButtonRow(Container):
    """Buttons beside one another where they fit, else one below the other."""

    DEFAULT_CSS = """
    ButtonRow { height: auto; width: 1fr; layout: horizontal; }
    ButtonRow.-stacked { layout: vertical; }
    ButtonRow PushButton { margin: 0 1 0 0; }
    """

    def fit(self) -> None:
        """Put the buttons beside or below one another, after their labels or the width have changed."""
        size = self.content_size
        buttons = [child for child in self.children if child.display]
        needed = sum(child.get_content_width(size, size) + 1 for child in buttons) - 1
        self.set_class(0 < size.width < needed, "-stacked")

    def on_resize(self, _event: events.Resize) -> None:
        self.fit()
