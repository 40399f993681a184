"""The parts of dialogs that nothing typed too early may touch."""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace
from textual import events
from textual.containers import Container
from textual.widget import Widget

from composer.widgets.dialogs.after_paint import is_early, is_input
from composer.widgets.dialogs.foreign_box import ForeignBox
from composer.widgets.lists.pick_list import PickList
from composer.widgets.plain import cut
from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.lists.scroll_lines import DrawnLine

T = TypeVar("T")
INERT = "-inert"
"""The class of a container whose dialog is only a picture."""
_WHEEL = (events.MouseScrollUp, events.MouseScrollDown, events.MouseScrollLeft, events.MouseScrollRight)


def hears(part: Widget, event: events.Event) -> bool:
    """Whether an event may do something: an early one never, and in a picture nothing but the wheel."""
    if not is_input(event):
        return True
    is_pictured = any(isinstance(node, Widget) and node.has_class(INERT) for node in part.ancestors)
    return not is_early(part, event) and (not is_pictured or isinstance(event, _WHEEL))


class DialogButton(PushButton):
    """A button of a dialog."""

    async def on_event(self, event: events.Event) -> None:
        """An early key ends here, before it does anything."""
        if hears(self, event):
            await super().on_event(event)


class DialogBox(ForeignBox):
    """A text of a dialog."""

    async def on_event(self, event: events.Event) -> None:
        """An early key ends here."""
        if hears(self, event):
            await super().on_event(event)


class Hint(ForeignBox, can_focus=False):
    """A sentence about what has the focus; what does not fit is marked as cut, the important comes first."""

    def line_at(self, place: int, width: int) -> DrawnLine:
        """The last row that is seen tells whether there would be more."""
        line = super().line_at(place, width)
        if self.content_size.height <= place + 1 < self.line_count(width):
            return replace(line, text=cut(line.text + " " * width, width))
        return line

    def more_mark(self, y: int, top: int, count: int) -> str:
        """It does not scroll."""
        return " "


class DialogList(PickList[T]):
    """A list of a dialog."""

    async def on_event(self, event: events.Event) -> None:
        """An early key ends here."""
        if hears(self, event):
            await super().on_event(event)


class ButtonRow(Container):
    """Buttons beside one another where they fit, else one below the other."""

    DEFAULT_CSS = """
    ButtonRow { height: auto; width: 1fr; layout: horizontal; }
    ButtonRow.-stacked { layout: vertical; }
    ButtonRow PushButton { margin: 0 1 0 0; }
    """

    def fit(self) -> None:
        """Measure again, after labels or the width have changed."""
        size = self.content_size
        buttons = [child for child in self.children if child.display]
        needed = sum(child.get_content_width(size, size) + 1 for child in buttons) - 1
        self.set_class(0 < size.width < needed, "-stacked")

    def on_resize(self, _event: events.Resize) -> None:
        self.fit()
