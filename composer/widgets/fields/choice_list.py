"""The open list of a choice, as a screen of its own that nothing around the choice can cut."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.geometry import Region
from textual.screen import ModalScreen

from composer.safe_text import clean
from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.lists.hung_text import HANG
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.lists.scroll_lines import GUTTER, MORE

_FRAME = 2


class ChoiceList(ModalScreen[int | None]):
    """A list that dismisses with the index of the chosen line, or None."""

    DEFAULT_CSS = """
    ChoiceList { background: transparent; }
    ChoiceList > #choice-frame { background: $surface; border: solid $primary; }
    ChoiceList.-ascii > #choice-frame { border: ascii $primary; }
    ChoiceList PickList { height: 1fr; }
    """
    BINDINGS = [
        Binding("escape,tab,shift+tab", "close", show=False),
        Binding("ctrl+s", "close_and_save", show=False),
    ]

    def __init__(self, labels: Sequence[str], chosen: int, over: Region) -> None:
        super().__init__()
        self._labels = [clean(label) for label in labels]
        self._chosen = chosen
        self._over = over
        self._answer = FirstAnswer[int | None](self)

    def compose(self) -> ComposeResult:
        """The list in its frame."""
        with Vertical(id="choice-frame"):
            yield PickList[int](id="choice-list")

    def on_mount(self) -> None:
        """Fill the list, mark the chosen line, and place the frame."""
        picks = self._picks()
        picks.fill([Row(place, label, hang=HANG) for place, label in enumerate(self._labels)])
        picks.mark(self._chosen)
        picks.focus()
        self._place()

    def on_resize(self) -> None:
        """Place the frame inside the resized terminal."""
        self._place()

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Answer with the marked line."""
        event.stop()
        self._answer.give(self._picks().marked)

    def on_click(self, event: events.Click) -> None:
        """Answer with the clicked line; a click beside the list closes it."""
        picks = self._picks()
        self._answer.give(picks.marked if event.widget is picks else None)

    def action_close(self) -> None:
        """Close the list without a choice."""
        self._answer.give(None)

    def action_close_and_save(self) -> None:
        """Close the list without a choice, and do as Save does on the screen beneath, where it has that.

        Send is pressed again: what is marked here may be another sender than the one who would be taken.
        """
        if not self._answer.is_given:
            beneath = self.app.screen_stack[-2]
            self.action_close()
            if (save := getattr(beneath, "action_save", None)) is not None:
                beneath.call_later(save)

    def _picks(self) -> PickList[int]:
        found: PickList[int] = self.query_one("#choice-list", PickList)
        return found

    def _place(self) -> None:
        screen, over = self.app.size, self._over
        width = min(max(map(cell_len, self._labels), default=0) + GUTTER + MORE + _FRAME, screen.width)
        below, above = screen.height - over.bottom, over.y
        height = min(len(self._labels) + _FRAME, max(below, above))
        frame = self.query_one("#choice-frame")
        frame.styles.width, frame.styles.height = width, height
        top = over.bottom if height <= below or below >= above else over.y - height
        frame.styles.offset = (min(over.x, screen.width - width), max(top, 0))
