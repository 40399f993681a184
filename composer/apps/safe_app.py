"""The base of presend's apps: the safe driver, the live switch of the language, and an end that leaks nothing."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any
from weakref import WeakKeyDictionary

from rich.console import RenderableType
from textual import events, work
from textual.app import App
from textual.binding import Binding
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

from composer import words
from composer.apps.crash_report import crash_report
from composer.apps.stylesheet import ParsedOnce
from composer.drafting.policy_watch import LOOK_EVERY
from composer.localization.following import followed
from composer.terminal.driver import SafeDriver
from composer.terminal.typed_in_order import TypedInOrder, is_input
from composer.widgets.cursor_place import Layout, bring_cursor_up, cursor_place, layout_around
from composer.words import _

_PLAIN = "\x0f\x1b(B\x1b[m\x1b[r\x1b[?6l\x1b[?7l\x1b[?25l"
"""The usual characters, no colour, the whole screen to draw in, no wrapping, no cursor: what rubbish may have set."""


class SafeApp(App[int], inherit_bindings=False):
    """A base for apps whose ``run`` gives the exit status; Ctrl+L switches the language in place."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "presend"
    ENDED_BY: tuple[signal.Signals, ...] = (signal.SIGHUP, signal.SIGTERM)
    """The signals on which everything is saved and the app ends."""
    BINDINGS = [
        Binding("ctrl+l", "language", "language", id="app.language"),
        # It changes nothing, so that it may work under every dialog.
        Binding("ctrl+f5,alt+l", "redraw", "redraw", id="app.redraw", show=False, priority=True),
    ]

    class CatalogChanged(Message):
        """The translator's file that is followed has changed."""

    def __init__(self, driver: type[SafeDriver] = SafeDriver) -> None:
        super().__init__(driver_class=driver)
        self.stylesheet = ParsedOnce(variables=self.get_css_variables())
        self._crash_words = ""
        self._laid_out: WeakKeyDictionary[Screen[Any], Layout] = WeakKeyDictionary()
        self._typed = TypedInOrder(self)

    async def on_event(self, event: events.Event) -> None:
        """What is typed is handed out one after another; what comes when the screens are gone already means nothing."""
        if not is_input(event):
            await super().on_event(event)
        elif not self.screen_stack:
            return
        elif event.is_forwarded:
            await super().on_event(event)
        elif self._typed.admits(event):
            await super().on_event(event)
            self._typed.handed_out(event)

    def save_everything(self) -> None:
        """Keep what was typed; each app does so as far as it keeps anything unasked."""

    def crash_words(self) -> str:
        """The report printed when the app ends by a fault of its own."""
        return crash_report(self._exception)

    # Language

    def action_language(self) -> None:
        """Switch to the next language, on the screen only: no setting changes."""
        tags = list(words.available())
        self.switch_language(tags[(tags.index(words.active()) + 1) % len(tags)])

    def switch_language(self, tag: str) -> None:
        """Use a language (its tag), and show every screen in it."""
        words.use(tag)
        self.retranslate_everything()

    def retranslate_everything(self) -> None:
        """Show every screen in the active language, in place: texts, undo, focus and scrolling stay."""
        for screen in self.screen_stack:
            if screen.is_mounted:
                self._retranslate(screen)
            else:  # it is being built, and half of it may have its words already
                screen.call_later(self._retranslate, screen)

    def _retranslate(self, screen: Screen[Any]) -> None:
        if screen not in self.screen_stack or not screen.is_mounted:
            return
        for node in (*screen.walk_children(), screen):
            retranslate = getattr(node, "retranslate", None)
            if retranslate is not None:
                retranslate()
        screen.refresh_bindings()

    def on_ready(self) -> None:
        """Follow the translator's file, where there is one."""
        if followed() is not None:
            self.set_interval(LOOK_EVERY, self.look_at_catalog)

    @work(thread=True, group="catalog")
    def look_at_catalog(self) -> None:
        """Look in a thread whether the translator's file has changed."""
        file = followed()
        if file is not None and file.look():
            self.post_message(self.CatalogChanged())

    def on_safe_app_catalog_changed(self) -> None:
        """Show the new words everywhere; of a file that broke, tell until it is mended or the notice is closed."""
        if not self.is_running:  # the screens are being taken down
            return
        from composer.screens.dialogs.broken_catalog import BrokenCatalogScreen

        file = followed()
        if isinstance(self.screen, BrokenCatalogScreen):
            self.pop_screen()
        self.retranslate_everything()
        if file is not None and file.fault is not None:
            self.push_screen(BrokenCatalogScreen(file.fault))

    # Screens

    def push_screen(self, screen: Screen[Any] | str, *rest: Any, **options: Any) -> Any:
        """Push a screen as Textual does, styled for the window from the start."""
        if isinstance(screen, Screen):
            self.fit(screen)
        return super().push_screen(screen, *rest, **options)

    def fit(self, screen: Screen[Any]) -> None:
        """Give a new screen the class of the window's width, before it is styled for the first time.

        Textual gives it with the first event of a size, and styles everything in the screen once more for it.
        """
        steps = screen.HORIZONTAL_BREAKPOINTS or self.HORIZONTAL_BREAKPOINTS or []
        fitting = [name for least, name in sorted(steps) if least <= self.size.width]
        screen.set_class(bool(fitting), *fitting[-1:], update=False)

    # The terminal

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Draw, and leave the terminal's cursor where the focused widget draws its own at that very moment.

        The framework asks fields for it when they change, which is before they have their place on the screen.
        """
        if self.screen_stack:
            self.cursor_position = cursor_place(self.screen)
            for shown in self.screen_stack:
                self._keep_cursor_in_sight(shown)
        super()._display(screen, renderable)

    def _keep_cursor_in_sight(self, screen: Screen[Any]) -> None:
        """Scroll to what has the focus if it was laid out anew: in another window, or because a line above it grew."""
        layout = layout_around(screen)
        if layout != self._laid_out.get(screen):
            self._laid_out[screen] = layout
            if screen.focused is not None:
                screen.call_later(bring_cursor_up, screen.focused)

    def action_redraw(self) -> None:
        """Draw the whole screen again, whatever the terminal shows."""
        if self._driver is not None:
            self._driver.write(_PLAIN)
        screen = self.screen
        self._display(screen, screen._compositor.render_update(full=True, screen_stack=self._background_screens))

    def action_suspend(self) -> None:
        """Save everything and stop the process as Ctrl+Z does in a shell; without a shell, say so."""
        from composer.terminal.job_control import has_a_shell, stop_job

        self.save_everything()
        if not self.is_headless and has_a_shell():
            stop_job()
            return
        from composer.screens.dialogs.notice import NoticeScreen

        self.push_screen(NoticeScreen(lambda: _("No shell waits behind presend that could bring it back.")))

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal to another program; it is drawn again afterwards, whatever was raised meanwhile."""
        failed: BaseException | None = None
        with super().suspend():
            try:
                yield
            except BaseException as error:
                failed = error
        self.call_later(self.action_redraw)
        if failed is not None:
            raise failed

    # The end

    def _handle_exception(self, error: Exception) -> None:
        """Treat an error as a fault, except where a screen misses widgets because the app ended while it was built."""
        if not (self._exit and _came_while_built(error)):
            super()._handle_exception(error)

    def listen_for_the_end(self) -> None:
        """End in order on the signals of ``ENDED_BY``, where there is a terminal.

        A busy loop would miss them by itself: it hears of signals through a socket that a few hundred keys fill.
        """
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for number in self.ENDED_BY:
                loop.add_signal_handler(number, lambda: None)  # which it takes back when it is closed
                signal.signal(number, partial(self._heard, loop))
            signal.set_wakeup_fd(signal.set_wakeup_fd(-1), warn_on_full_buffer=False)

    def _heard(self, loop: asyncio.AbstractEventLoop, number: int, _frame: FrameType | None) -> None:
        with suppress(RuntimeError):  # the loop is just being closed
            loop.call_soon_threadsafe(self._end_by_signal, signal.Signals(number))

    def _end_by_signal(self, number: signal.Signals) -> None:
        """Save everything and exit with 128 + the signal's number."""
        self.save_everything()
        self.exit(128 + number)

    def _fatal_error(self) -> None:
        """Save everything and prepare a crash report without values of variables, which may be texts and passwords."""
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


def _came_while_built(error: Exception) -> bool:
    """Whether it was raised while a widget was composed and mounted, before it took its first message."""
    trace = error.__traceback__
    return trace is not None and trace.tb_frame.f_code is MessagePump._pre_process.__code__
