"""What every app of presend has: the safe driver, the live switch of the language, and an end that leaks nothing."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress

from textual.app import App
from textual.binding import Binding

from composer import words
from composer.apps.crash_report import crash_report
from composer.terminal.driver import SafeDriver


class SafeApp(App[int], inherit_bindings=False):
    """A base for apps whose ``run`` gives the exit status; Ctrl+L switches the language in place."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "presend"
    ENDED_BY: tuple[signal.Signals, ...] = (signal.SIGHUP, signal.SIGTERM)
    """Signals after which everything is saved and the app ends."""
    BINDINGS = [Binding("ctrl+l", "language", "language", id="app.language")]

    def __init__(self, driver: type[SafeDriver] = SafeDriver) -> None:
        super().__init__(driver_class=driver)
        self._crash_words = ""

    def save_everything(self) -> None:
        """What is typed is kept, as far as the app keeps it unasked."""

    def crash_words(self) -> str:
        """What is printed when the app ends by a fault of its own."""
        return crash_report(self._exception)

    # Language

    def action_language(self) -> None:
        """The next language, for the screen only."""
        tags = list(words.available())
        self.switch_language(tags[(tags.index(words.active()) + 1) % len(tags)])

    def switch_language(self, tag: str) -> None:
        """Say everything on every screen again."""
        words.use(tag)
        self.retranslate_everything()

    def retranslate_everything(self) -> None:
        """In place: text, undo, focus and scroll stay."""
        for screen in self.screen_stack:
            for node in (*screen.walk_children(), screen):
                retranslate = getattr(node, "retranslate", None)
                if retranslate is not None:
                    retranslate()
            screen.refresh_bindings()

    # The end

    def listen_for_the_end(self) -> None:
        """A closed terminal or a request to end is heard, where there is a terminal."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in self.ENDED_BY:
                loop.add_signal_handler(number, self._end_by_signal, number)

    def _end_by_signal(self, number: signal.Signals) -> None:
        """The terminal was closed: what was typed is saved, then the app ends."""
        self.save_everything()
        self.exit(128 + number)

    def _fatal_error(self) -> None:
        """A crash report without the values of variables, which may be texts and passwords; the draft is saved."""
        self.bell()
        with suppress(Exception):  # the report must come, whatever else is broken
            self.save_everything()
        self._crash_words = self.crash_words()
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print the report as plain text; what else Textual would print holds values of variables."""
        if self._exit_renderables and not self._crash_words:
            self._crash_words = self.crash_words()
        self._exit_renderables.clear()
        if self._crash_words:
            sys.stderr.write(f"{self._crash_words}\n")
