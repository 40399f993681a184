"""One of several, on one row: arrows walk through the options, Enter lists them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widget import Widget

from composer.safe_text import clean
from composer.widgets.pick_list import PickList, Row

T = TypeVar("T")
Options = Callable[[], list[tuple[str, T]]]


class ChoiceScreen(ModalScreen[int | None]):
    """All options, one below the other; returns the place of the chosen one."""

    DEFAULT_CSS = """
    ChoiceScreen { align: center middle; }
    ChoiceScreen PickList { width: auto; max-width: 100%; min-width: 24; height: auto; max-height: 90%;
        border: round $primary; background: $surface; }
    """
    BINDINGS = [Binding("escape", "cancel", show=False)]

    def __init__(self, labels: list[str], place: int) -> None:
        super().__init__()
        self._labels = labels
        self._place = place

    def compose(self) -> ComposeResult:
        """Only the list."""
        yield PickList[int](id="choice-options")

    def on_mount(self) -> None:
        """Mark the present option."""
        options = self.query_one(PickList)
        options.fill([Row(place, label) for place, label in enumerate(self._labels)])
        options.styles.width = max(24, *(Content(label).cell_length + 6 for label in self._labels))
        options.focus()
        options.mark(self._place)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """The marked one it is."""
        event.stop()
        self.dismiss(event.pick_list.marked)

    def action_cancel(self) -> None:
        """As it was."""
        self.dismiss(None)


class Choice(Widget, Generic[T], can_focus=True):
    """Drawn as the label of its value with a mark behind it; never reads a label as markup."""

    DEFAULT_CSS = """
    Choice { width: 1fr; height: 1; }
    Choice:focus { text-style: reverse; }
    """
    BINDINGS = [
        Binding("enter,space,down", "open", show=False),
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]

    value: reactive[Any] = reactive(None)
    """The chosen value."""

    @dataclass
    class Changed(Message):
        """A person chose another value."""

        choice: Choice[Any]
        value: Any

        @property
        def control(self) -> Choice[Any]:
            """The choice."""
            return self.choice

    def __init__(self, options: Options[T], value: T, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._source = options
        self._options: list[tuple[str, T]] = options()
        self.set_reactive(Choice.value, value)

    def retranslate(self) -> None:
        """Read the options again; the value stays."""
        self.reload()

    def reload(self) -> None:
        """Read the options again; a value that is no longer among them gives way to the first."""
        self._options = self._source()
        values = [value for _label, value in self._options]
        if values and self.value not in values:
            self.value = values[0]
        self.refresh(layout=True)

    def render(self) -> Content:
        """The label of the value, cut to the width."""
        mark = ">" if self.has_focus else " "
        label = next((label for label, value in self._options if value == self.value), "")
        return Content(f"{mark}{clean(label)} v")

    @work(exclusive=True)
    async def action_open(self) -> None:
        """List all options."""
        if self._options and not isinstance(self.screen, ChoiceScreen):
            place = await self.app.push_screen_wait(ChoiceScreen([label for label, _ in self._options], self._place()))
            if place is not None:
                self._choose(place)

    def action_step(self, direction: int) -> None:
        """The next or the previous option."""
        if self._options:
            self._choose((self._place() + direction) % len(self._options))

    def on_click(self) -> None:
        """A click lists all options."""
        self.action_open()

    def _place(self) -> int:
        values = [value for _label, value in self._options]
        return values.index(self.value) if self.value in values else 0

    def _choose(self, place: int) -> None:
        value = self._options[place][1]
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))
