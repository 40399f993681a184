"""A program in a real pseudo-terminal: keys go in, every byte that comes out is kept and drawn by an emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

from tests.end_to_end.emulated_screen import CURSOR, PRIVATE, SIZE_IN_BAND, EmulatedScreen
from tests.forkserver.client import Child
from tests.project import ROOT

PATIENCE = 60.0
"""Seconds after which a program counts as not answering; a busy machine needs more than a fast one."""
KEYS = {
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "enter": "\r",
    "escape": "\x1b",
    "delete": "\x1b[3~",
    "down": "\x1b[B",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
}
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[(?:[<=][0-9;]*u|[>?][0-9;]*m)")
"""The kitty keyboard protocol, whose end the emulator would draw as a letter, and xterm's key modifiers."""
FRAME = 2026
"""The private mode that is set while a picture is written, which a terminal shows when it is whole."""
_ASKED = re.compile(rb"(\x1b\[\?\d+\$p)")
_BEGUN = re.compile(rb"\x1b(?:\[[<=>?]?[0-9;]*\$?)?\Z")
"""A sequence whose end comes with the next read: one that is looked for above would not be found in two halves."""


@dataclass(frozen=True, slots=True)
class State:
    """How a terminal is set."""

    settings: list[Any]
    """The line settings, as termios knows them."""
    is_alternate: bool
    """Which screen is shown."""
    has_cursor: bool
    modes: frozenset[int]
    """All other modes that are set, as the emulator numbers them."""


class Terminal:
    """One running program; a context manager that ends it."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], folder: Path, size: tuple[int, int]) -> None:
        columns, rows = size
        self._screen = EmulatedScreen(columns, rows, self.send)
        self._stream = pyte.ByteStream(self._screen)
        self._sound: pyte.ByteStream | None = None
        self._begun = b""
        self.written = bytearray()
        """Everything the program has written."""
        self._fd, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.fresh = self.state
        """Its state before any program."""
        self._process = Child(
            command,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            cwd=folder,
            env=environ,
            start_new_session=True,
            owns_terminal=True,
        )
        self.path = Path(os.ttyname(inner))
        """The terminal's device."""
        os.close(inner)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)
        os.close(self._fd)

    @property
    def text(self) -> str:
        """All rows; the second cell of a wide character is empty."""
        return "\n".join(map(self._row, range(self._screen.lines)))

    @property
    def looks(self) -> tuple[object, ...]:
        """Every cell with its colours, the cursor's place, which screen is shown, and every mode that is set."""
        screen = self._screen
        return (self.cells, (*self.cursor, screen.cursor.hidden), screen.is_alternate, frozenset(screen.mode))

    @property
    def cells(self) -> tuple[tuple[pyte.screens.Char, ...], ...]:
        """Rows of cells, each with its character and how it is drawn."""
        return cells_of(self._screen)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._screen.columns, self._screen.lines

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cursor, from 0."""
        return self._screen.cursor.y, self._screen.cursor.x

    @property
    def is_alternate(self) -> bool:
        """Whether the alternate screen is shown."""
        return self._screen.is_alternate

    @property
    def settings(self) -> list[Any]:
        """The line settings, as termios knows them."""
        return termios.tcgetattr(self._fd)

    @property
    def state(self) -> State:
        """All that a program may leave behind beside what it has drawn."""
        modes = frozenset(self._screen.mode) - {CURSOR << PRIVATE}
        return State(self.settings, self.is_alternate, self.is_set(CURSOR), modes)

    def is_set(self, mode: int) -> bool:
        """Whether a private mode is set."""
        return self._screen.is_set(mode)

    @property
    def pid(self) -> int:
        """Of the program."""
        return self._process.pid

    def draw_again(self, key: str, *words: str) -> None:
        """Spoil the screen, press the key that has it drawn again, and read until all of it is, with these words.

        What was asked of the program before has been done then, and drawn.
        """
        is_drawn_again = self._spoil()
        assert not is_drawn_again()
        self.send(key)
        self.until_true(lambda: is_drawn_again() and all(one in self.text for one in words), f"again: {words}")
        self._sound = None

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, and tell that in the band as well where the program asked for it."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if self.is_set(SIZE_IN_BAND):
            self.send(f"\x1b[48;{rows};{columns};0;0t")

    @property
    def title(self) -> str:
        """What the program called the window."""
        return self._screen.title

    @property
    def row(self) -> str:
        """The row in which the cursor stands."""
        return self._row(self._screen.cursor.y)

    @property
    def reversed(self) -> str:
        """All that is drawn reversed: the title, what has the focus, what is marked."""
        rows = (self._screen.buffer[y] for y in range(self._screen.lines))
        return "\n".join("".join(row[x].data for x in range(self._screen.columns) if row[x].reverse) for row in rows)

    def send(self, text: str) -> None:
        """Send characters as they are."""
        os.write(self._fd, text.encode("utf-8", "surrogateescape"))

    def press(self, *keys: str) -> None:
        """Send named keys, ``ctrl+letter``, or single characters."""
        for key in keys:
            control = key.removeprefix("ctrl+")
            self.send(KEYS.get(key) or (chr(ord(control) & 0x1F) if control != key else key))

    def paste(self, text: str) -> None:
        """Send text as a bracketed paste."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    def until(self, *wanted: str, gone: str = "") -> None:
        """Read until every text stands on the screen and ``gone`` does not; fails with the screen."""

        def holds() -> bool:
            shown = self.text
            return all(text in shown for text in wanted) and not (gone and gone in shown)

        self.until_true(holds, wanted)

    def focus(self, label: str, *keys: str) -> None:
        """Press keys and read until the cursor stands in the row that begins with a label.

        Keys that are sent before the focus has moved would go to the field before.
        """
        self.press(*keys)
        self.until_true(lambda: self.row.startswith(label), f"the cursor in {label}")

    def mark(self, text: str, *keys: str) -> None:
        """Press keys, and read after each of them; at the end the text is drawn reversed."""
        for key in keys[:-1]:
            before = self.reversed
            self.press(key)
            self.until_true(lambda: self.reversed != before, f"another mark after {key}")  # noqa: B023 - read at once
        self.press(*keys[-1:])
        self.until_true(lambda: text in self.reversed, f"a mark on {text}")

    def until_true(self, holds: Callable[[], bool], what: object = "") -> None:
        """Read until something holds."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            left = deadline - time.monotonic()
            assert left > 0, f"never came: {what}\n{self.text}"
            has_ended = self._process.poll() is not None
            assert self._read(min(left, 0.05)) or holds() or not has_ended, f"ended before {what}\n{self.text}"

    def hang_up(self) -> None:
        """Close the window; who is in it hears of that as the kernel tells them."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self._fd)
        os.close(nothing)

    def kill(self) -> None:
        """End the program as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(PATIENCE)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def ended(self) -> int:
        """Read to the end of the program; its exit status."""
        self.until_true(lambda: self._process.poll() is not None, "the end")
        while self._read(0):
            continue
        return self._process.wait(PATIENCE)

    def _spoil(self) -> Callable[[], bool]:
        """Fill the screen with rubbish, as a bad line does; the program does not hear of it.

        Returns whether it has drawn over all of that since, by a sound screen that gets what it draws as well.
        """
        self.until_true(lambda: not self.is_set(FRAME), "the end of a frame")
        sound = self._screen.copy()
        self._sound = pyte.ByteStream(sound)
        self._screen.alignment_display()
        return lambda: not self.is_set(FRAME) and self.cells == cells_of(sound)

    def _row(self, y: int) -> str:
        """One row; the emulator's own way to read it fails where half of a wide character was drawn over."""
        row = self._screen.buffer[y]
        return "".join(row[x].data for x in range(self._screen.columns))

    def _read(self, patience: float) -> bool:
        """Take what has come; False where nothing did."""
        if not select.select([self._fd], [], [], patience)[0]:
            return False
        try:
            data = os.read(self._fd, 65_536)
        except OSError:  # the program has closed its side
            return False
        self.written += data
        whole = self._begun + data
        begun = _BEGUN.search(whole)
        self._begun = begun[0] if begun else b""
        for piece in _ASKED.split(_UNKNOWN_TO_PYTE.sub(b"", whole.removesuffix(self._begun))):
            if _ASKED.fullmatch(piece):
                self._tell_mode(int(piece[3:-2]))
            else:
                self._stream.feed(piece)
                if self._sound is not None:
                    self._sound.feed(piece)
        return bool(data)

    def _tell_mode(self, mode: int) -> None:
        """DECRPM: set or reset, of any mode."""
        self.send(f"\x1b[?{mode};{1 if self._screen.is_set(mode) else 2}$y")


def cells_of(screen: pyte.Screen) -> tuple[tuple[pyte.screens.Char, ...], ...]:
    """Rows of cells, each with its character and how it is drawn."""
    return tuple(tuple(screen.buffer[y][x] for x in range(screen.columns)) for y in range(screen.lines))


def demonstration(
    folder: Path, *options: str, size: tuple[int, int] = (80, 24), environ: Mapping[str, str] | None = None
) -> Terminal:
    """The demonstration as a member starts it; its mail, configuration and state lie under ``folder``."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "composer", "demo", "--folder", str(folder / "demonstration"), *options]
    return Terminal(command, environ_of(home) | dict(environ or {}), home, size)


def environ_of(home: Path) -> dict[str, str]:
    """An environment that knows nothing of the one who runs the tests."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "Asia/Seoul",
    }
