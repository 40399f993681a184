"""The terminal driver of the pinned Textual, made safe: no paste presses keys, no answer ends the reading.

A terminal that goes away ends presend.
"""

from __future__ import annotations

import os
import selectors
import signal
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from composer.terminal.answer_filter import AnswerFilter
from composer.terminal.job_control import has_a_shell
from composer.terminal.paste_filter import PasteFilter
from composer.terminal.writer import TerminalWriter

if TYPE_CHECKING:
    from textual.app import App

CHUNK = 4096
POLL_SECONDS = 0.1
BACKGROUND_SECONDS = 0.1
"""Seconds from being continued in the background to stopping again."""


class SafeDriver(LinuxDriver):
    """Reads the terminal as its parent does; pastes cannot press keys, and no answer can end the reading.

    The parent stops and goes on inside its signal handlers, where it may wait for a lock that the interrupted code
    holds; here the loop does both.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._writer: TerminalWriter | None = None
        self._is_suspended = False
        super().__init__(app, debug=debug, mouse=mouse, size=size)

    @property
    def _writer_thread(self) -> WriterThread | None:
        return self._writer

    @_writer_thread.setter
    def _writer_thread(self, given: WriterThread | None) -> None:
        self._writer = None if given is None else TerminalWriter(self._file)  # type: ignore[arg-type]  # there is one

    @property
    def is_on(self) -> bool:
        """Whether the terminal is presend's at present: not where it is gone, or presend is in the background."""
        return self._writer is not None

    def write(self, data: str) -> None:
        """Write to the terminal; while another program has it nothing is written, for all is drawn again later."""
        if self._writer is not None:
            self._writer.write(data)

    def stop_application_mode(self) -> None:
        """Restore the terminal's modes, where presend has the terminal."""
        if self.is_on:
            super().stop_application_mode()

    def disable_input(self) -> None:
        """Stop reading, where presend has the terminal: touching another's would stop presend."""
        if self.is_on:
            super().disable_input()

    def close(self) -> None:
        """Write what still waits, and end the writer."""
        if self._writer is not None:
            self._writer.stop()
            self._writer = None

    def _disable_mouse_support(self) -> None:
        """Switch all mouse reports off; the parent leaves those in pixels on."""
        super()._disable_mouse_support()
        if self._mouse:
            self.write("\x1b[?1016l")

    # Stopping and going on (the shell's job control)

    def suspend_application_mode(self) -> None:
        """Give the terminal back until ``resume_application_mode``."""
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal again; in the background it stays the shell's, until that continues presend with it."""
        if self._is_in_the_foreground():
            super().resume_application_mode()
        self._is_suspended = not self.is_on
        if self._is_suspended:
            self._loop.call_later(BACKGROUND_SECONDS, self._stop_in_the_background)

    def _sigtstp_application(self, *_: object) -> None:
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._stop)
        elif has_a_shell():
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._go_on)

    def _stop(self) -> None:
        """Nothing where no shell could continue it, as the kernel leaves a job be that nobody would continue."""
        if not has_a_shell():
            return
        if self.is_on:
            self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _go_on(self) -> None:
        """Also after a stop that nobody announced: what the terminal was set to meanwhile is not known.

        In the background the terminal stays the shell's, and presend stops again, as every program that needs it: the
        shell continues only what is stopped. Whoever shall end hears of that before.
        """
        if not self._is_in_the_foreground():
            self._loop.call_later(BACKGROUND_SECONDS, self._stop_in_the_background)
            return
        if self.is_on:
            self.suspend_application_mode()
        if self._is_suspended:
            self.resume_application_mode()
            self._app.call_later(self._app.action_redraw)  # type: ignore[attr-defined]  # every app of ours has it

    def _stop_in_the_background(self) -> None:
        if self._is_in_the_foreground():
            self._go_on()
        elif not self._app._exit:
            self._stop()

    def _is_in_the_foreground(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) == os.getpgrp()
        except OSError:  # the terminal is gone, or another session's
            return self.is_on

    # Input

    def run_input_thread(self) -> None:
        """Wait for input until the app ends, and dispatch what it means; a terminal that is gone is a hang-up."""
        parser = XTermParser(self._debug)
        # A terminal may send bytes that are no UTF-8; they must not end the reading.
        decode = getincrementaldecoder("utf-8")("replace").decode
        pastes, answers = PasteFilter(), AnswerFilter()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(POLL_SECONDS):
                    data = self._read()
                    if data == b"":
                        self._hang_up()
                        break
                    text = answers.feed(pastes.feed(decode(data or b"")))
                else:
                    text = answers.idle() + pastes.idle()
                try:
                    for message in parser.feed(text) if text else ():
                        self.process_message(_with_text(message, pastes))
                except (ValueError, OverflowError):  # nonsense that came apart behind its first character
                    parser = XTermParser(self._debug)
                    pastes.pasted.clear()  # those of which the parser could not tell any more
                for message in parser.tick():
                    self.process_message(message)

    def _read(self) -> bytes | None:
        """The octets that were typed; None where another reader was quicker, empty where the terminal is gone."""
        try:
            return os.read(self.fileno, CHUNK)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def _hang_up(self) -> None:
        """Raise SIGHUP, which the kernel sends only to processes whose controlling terminal it was."""
        os.kill(os.getpid(), signal.SIGHUP)


def _with_text(message: Message, pastes: PasteFilter) -> Message:
    """A message as the parser made it; a paste, which it saw empty, with its text."""
    return events.Paste(pastes.pasted.popleft()) if isinstance(message, events.Paste) and pastes.pasted else message
