"""Every action by name: type a part of it, Enter runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from composer.widgets.dialogs.first_answer import FirstAnswer
from composer.widgets.fields.one_line import OneLineInput
from composer.widgets.keys import describe
from composer.widgets.lists.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.words import _

MOST_ROWS = 16
SURROUND = 6
"""Rows around the list: a margin, the frame, what to type, the field and an empty row."""


class Command(Struct, frozen=True):
    """An action of a screen or of the app, and the key that does the same."""

    action: str
    key: str
    """The key's name; empty where there is none."""


class PaletteScreen(ModalScreen[str | None]):
    """Lists actions by name, and dismisses the chosen one; None = none."""

    CSS_PATH = "palette.tcss"
    BINDINGS = [Binding("escape,ctrl+p", "close", "close", id="palette.close")]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands
        self._answer = FirstAnswer[str | None](self)

    def compose(self) -> ComposeResult:
        """What to type, and below it what is found."""
        with Vertical(id="palette"):
            yield Line(id="palette-title")
            yield OneLineInput(id="palette-typed")
            yield PickList[str](id="palette-entries")
            yield Line(id="palette-none")

    def on_mount(self) -> None:
        """List every command, for nothing is typed yet."""
        self.query_one(Input).focus()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything again in the language now active."""
        self.query_one("#palette-title", Line).say(_("Type a part of what you want to do:"))
        self.query_one("#palette-none", Line).say(_("No command has this in its name."))
        self._find(self.query_one(Input).value)

    def on_resize(self) -> None:
        """Leave the list no more rows than there are below the field."""
        rows = min(MOST_ROWS, self.size.height - SURROUND)
        self._picks.styles.max_height = max(rows, 1)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the actions whose names contain what is typed."""
        event.stop()
        self._find(event.value)

    def on_key(self, event: events.Key) -> None:
        """Move the mark of the list by the arrows; the focus stays in the field."""
        step = {"down": 1, "up": -1}.get(event.key)
        if step is not None and isinstance(self.focused, Input):
            event.stop()
            self._picks.mark(self._picks.cursor + step)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Dismiss the marked action."""
        event.stop()
        self._take()

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Dismiss the chosen action."""
        event.stop()
        self._take()

    def on_click(self, event: events.Click) -> None:
        """Dismiss the clicked action."""
        if event.widget is self._picks:
            self._take()

    def action_close(self) -> None:
        """Dismiss None."""
        self._answer.give(None)

    @property
    def _picks(self) -> PickList[str]:
        found: PickList[str] = self.query_one("#palette-entries", PickList)
        return found

    def _find(self, typed: str) -> None:
        wanted = typed.casefold().split()
        width = max((cell_len(command.key) for command in self._commands), default=0) + 2
        named = [(command, describe(command.action)) for command in self._commands]
        rows = [
            Row(command.action, command.key + " " * (width - cell_len(command.key)) + words, hang=width)
            for command, words in named
            if all(part in words.casefold() for part in wanted)
        ]
        self._picks.fill(rows)
        self._picks.display = bool(rows)
        self.query_one("#palette-none").display = not rows

    def _take(self) -> None:
        marked = self._picks.marked
        if marked is not None:
            self._answer.give(marked)


def commands_of(screen: Screen[Any]) -> list[Command]:
    """The actions of a screen and of the app that have a name, each once, in the order of the bindings.

    Suspending comes last: it has no key, because Ctrl+Z takes back what was typed.
    """
    found: dict[str, Command] = {}
    for active in screen.active_bindings.values():
        action = active.binding.action
        if describe(action) and active.enabled and action != "palette" and active.node in (screen, screen.app):
            place = "app" if active.node is screen.app else "screen"
            name = action if "." in action else f"{place}.{action}"
            found.setdefault(name, Command(name, screen.app.get_key_display(active.binding)))
    return [*found.values(), Command("app.suspend", "")]


async def run_from_palette(screen: Screen[Any]) -> None:
    """Show the actions of a screen, and run on it the one that is chosen."""
    action = await screen.app.push_screen_wait(PaletteScreen(commands_of(screen)))
    if action:
        await screen.run_action(action)
