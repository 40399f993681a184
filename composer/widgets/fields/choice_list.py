"""The open list of a choice: a small screen of its own, so that it is never cut by what surrounds the choice."""

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
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.lists.scroll_lines import GUTTER, MORE

_FRAME = 2


class ChoiceList(ModalScreen[int | None]):
    """Dismisses the place of what was chosen, or None."""

    DEFAULT_CSS = """
    ChoiceList { background: transparent; }
    ChoiceList > #choice-frame { background: $surface; border: solid $primary; }
    ChoiceList.-ascii > #choice-frame { border: ascii $primary; }
    ChoiceList PickList { height: 1fr; }
    """
    BINDINGS = [Binding("escape,tab,shift+tab", "close", show=False)]

    def __init__(self, labels: Sequence[str], chosen: int, over: Region) -> None:
        super().__init__()
        self._labels = [clean(label) for label in labels]
        self._chosen = chosen
        self._over = over
        self._answered = False

    def compose(self) -> ComposeResult:
        """The list in its frame."""
        with Vertical(id="choice-frame"):
            yield PickList[int](id="choice-list")

    def on_mount(self) -> None:
        """Fill it, mark what is chosen, put it in its place."""
        picks = self._picks()
        picks.fill([Row(place, label) for place, label in enumerate(self._labels)])
        picks.mark(self._chosen)
        picks.focus()
        self._place()

    def on_resize(self) -> None:
        """Stay inside the terminal."""
        self._place()

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Enter takes what is marked."""
        event.stop()
        self._answer(self._picks().marked)

    def on_click(self, event: events.Click) -> None:
        """A click on a line takes it, one beside the list closes it."""
        picks = self._picks()
        self._answer(picks.marked if event.widget is picks else None)

    def action_close(self) -> None:
        """Nothing changes."""
        self._answer(None)

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

    def _answer(self, answer: int | None) -> None:
        """Only the first answer counts."""
        if not self._answered:
            self._answered = True
            self.dismiss(answer)
