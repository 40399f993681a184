"""Every action by name: type a part of it, Enter runs it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from composer.widgets.keys import describe
from composer.widgets.pick_list import PickList, Row
from composer.widgets.plain import Line
from composer.words import _


@dataclass(frozen=True, slots=True)
class Entry:
    """One action with its key."""

    action: str
    name: str
    key: str


class PaletteInput(Input):
    """The line that filters; the arrows move in the list below."""

    BINDINGS = [Binding("down", "move(1)", show=False), Binding("up", "move(-1)", show=False)]

    def action_move(self, step: int) -> None:
        """Mark another entry."""
        entries = self.screen.query_one(PickList)
        entries.mark(entries.cursor + step)


class PaletteScreen(ModalScreen[str | None]):
    """Returns the chosen action."""

    DEFAULT_CSS = """
    PaletteScreen { align: center top; }
    PaletteScreen > Vertical { width: 60; max-width: 96%; height: auto; max-height: 90%; margin-top: 2;
        border: round $primary; padding: 0 1; }
    PaletteScreen PickList { max-height: 14; }
    """
    BINDINGS = [Binding("escape", "cancel", "cancel", id="palette.cancel")]
    AUTO_FOCUS = "PaletteInput"

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self._entries = entries

    def compose(self) -> ComposeResult:
        """A line and the list."""
        with Vertical():
            yield Line(_("Action:"), id="palette-title")
            yield PaletteInput(id="palette-typed", compact=True)
            yield PickList[str](id="palette-entries")

    def on_mount(self) -> None:
        """All of them."""
        self._filter("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Those whose name holds what was typed."""
        self._filter(event.value)

    def on_input_submitted(self) -> None:
        """Run the marked one."""
        self._answer(self.query_one(PickList).marked)

    def on_pick_list_chosen(self, event: PickList.Chosen) -> None:
        """Run it."""
        self._answer(event.pick_list.marked)

    def action_cancel(self) -> None:
        """Nothing."""
        self._answer(None)

    def _filter(self, typed: str) -> None:
        wanted = typed.casefold()
        found = [entry for entry in self._entries if wanted in entry.name.casefold()]
        self.query_one(PickList).fill([Row(entry.action, f"{entry.name}  ({entry.key})") for entry in found])

    def _answer(self, action: str | None) -> None:
        if self.is_current:
            self.dismiss(action)


def entries_of(screen: Screen[None]) -> list[Entry]:
    """The named actions of a screen and of the app, each once."""
    found: dict[str, Entry] = {}
    for active in screen.active_bindings.values():
        action = active.binding.action
        name = describe(action)
        if name and active.enabled and action != "palette":
            space = "app." if active.node is screen.app and "." not in action else ""
            found.setdefault(action, Entry(f"{space}{action}", name, screen.app.get_key_display(active.binding)))
    return sorted(found.values(), key=lambda entry: entry.name)
