"""An app that shows some widgets and writes down what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from composer.widgets.dialogs.push_button import PushButton
from composer.widgets.fields.choice import Choice
from composer.widgets.fields.tick import Tick

HEARD = (PushButton.Pressed, Tick.Changed, Choice.Changed)


class Stage(Screen[None]):
    """Holds the widgets."""

    BINDINGS = [
        Binding("ctrl+s", "send", "send", id="stage.send"),
        Binding("f1", "help", "help", id="stage.help"),
        Binding("f9", "secret", "secret", show=False),
    ]

    def __init__(self, make: Callable[[], Sequence[Widget]]) -> None:
        super().__init__()
        self._widgets = make

    def compose(self) -> ComposeResult:
        yield from self._widgets()

    def action_send(self) -> None:
        self.app.bell()

    def action_help(self) -> None:
        self.app.bell()


class Theatre(App[None]):
    """Shows the stage and keeps every message of ours."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *make: Callable[[], Widget]) -> None:
        super().__init__()
        self._make = make
        self.heard: list[Message] = []
        self.bells = 0

    def get_default_screen(self) -> Screen[Any]:
        return Stage(lambda: [make() for make in self._make])

    def bell(self) -> None:
        """Count the calls of the stage's actions."""
        self.bells += 1

    def on_push_button_pressed(self, message: PushButton.Pressed) -> None:
        self.heard.append(message)

    def on_tick_changed(self, message: Tick.Changed) -> None:
        self.heard.append(message)

    def on_choice_changed(self, message: Choice.Changed) -> None:
        self.heard.append(message)

    def rows(self) -> list[str]:
        """What stands on the screen."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]
