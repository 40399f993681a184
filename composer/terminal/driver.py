"""The terminal driver of the pinned Textual with the paste filter before its parser."""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from composer.terminal.paste_filter import PasteFilter

CHUNK = 4096
POLL_SECONDS = 0.1


class SafeDriver(LinuxDriver):
    """Reads the terminal as its parent does; pastes cannot press keys."""

    def run_input_thread(self) -> None:
        """Wait for input until the app ends, and dispatch what it means."""
        parser = XTermParser(self._debug)
        # A terminal may send bytes that are no UTF-8; they must not end the reading.
        decode = getincrementaldecoder("utf-8")("replace").decode
        paste_filter = PasteFilter()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(POLL_SECONDS):
                    data = os.read(self.fileno, CHUNK)
                    if not data:
                        break
                    for message in parser.feed(paste_filter.feed(decode(data))):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
