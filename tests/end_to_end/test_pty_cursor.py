"""The cursor of the terminal itself, in which syllables are composed: where the field draws one, after every key."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal, demonstration, environ_of

LEFT, HOME, END = "\x1b[D", "\x1b[H", "\x1b[F"
TMUX = shutil.which("tmux")
LABEL = 10
"""Cells before a field of the composer."""
FORM_LABEL = 21
"""Cells before a field of the first form."""


def drawn(terminal: Terminal) -> list[tuple[int, int]]:
    """Row and column of each cell that is drawn as a field draws its cursor: on the colour of undimmed letters."""
    cells = terminal.cells
    ink = max(cell.fg for row in cells[1:] for cell in row if cell.fg != "default")
    return [(y, x) for y, row in enumerate(cells) for x, cell in enumerate(row) if cell.bg == ink and cell.data]


def stands(terminal: Terminal, label: str, column: int) -> None:
    """Read until a field has its cursor in this column, and the terminal has its own there too."""
    terminal.until_true(
        lambda: terminal.row.startswith(label) and drawn(terminal) == [terminal.cursor], f"one cursor in {label}"
    )
    terminal.until_true(lambda: terminal.cursor[1] == column, f"column {column}")


WALK = [
    ("", "To", 0),
    ("이민지", "To", 6),
    (LEFT, "To", 4),
    ("a", "To", 5),
    (HOME, "To", 0),
    (f"{END}\x7f", "To", 5),
    ("\t", "Subject", 0),
    ("東京 a", "Subject", 6),
    ("가" * 50, "Subject", 69),
    (LEFT, "Subject", 67),
    (HOME, "Subject", 0),
]


@pytest.mark.parametrize(
    "tmux", [False, pytest.param(True, marks=pytest.mark.skipif(TMUX is None, reason="tmux is not here"))]
)
def test_it_stands_where_the_field_draws_one(tmp_path: Path, tmux: bool) -> None:
    with in_tmux(tmp_path) if tmux else demonstration(tmp_path) as terminal:
        terminal.until("From", "To", "Subject", "f1 Help")
        for keys, label, column in WALK:
            terminal.send(keys)
            stands(terminal, label, LABEL + column)
            if tmux:  # a fault that comes under the field before moves this one down meanwhile
                terminal.until_true(lambda: told(tmp_path) == terminal.cursor[::-1], "the cursor that tmux tells")
        terminal.send("\t한글 a\r나")
        stands(terminal, "나", 2)
        terminal.press("ctrl+o")
        terminal.until("Attach files")
        terminal.send("다")
        terminal.until_true(lambda: "다" in terminal.row and drawn(terminal) == [terminal.cursor], "the path's cursor")
        terminal.press("escape")
        terminal.until("Subject", gone="Attach files")
        stands(terminal, "나", 2)


def test_it_stays_there_in_another_size(tmp_path: Path) -> None:
    with demonstration(tmp_path) as terminal:
        terminal.until("From", "To", "Subject", "f1 Help")
        terminal.send(f"\t\t{'한글 ' * 20}\r\r\r\r\r나")
        stands(terminal, "나", 2)
        for size in ((40, 12), (120, 30), (30, 10), (80, 24)):
            terminal.resize(*size)
            stands(terminal, "나", 2)


def test_it_stands_in_the_fields_of_the_first_form(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-m", "composer"], environ_of(tmp_path), tmp_path, (80, 24)) as terminal:
        terminal.until("your settings")
        terminal.send("kim@hanbit.example")
        stands(terminal, " Mail address", FORM_LABEL + 18)
        terminal.send("\t이민지")
        stands(terminal, " Name", FORM_LABEL + 6)


@contextmanager
def in_tmux(folder: Path) -> Iterator[Terminal]:
    """The demonstration inside tmux, without a status line; the server ends with it."""
    (folder / "tmux.conf").write_text("set -g status off\nset -s escape-time 10\nset -s terminal-overrides '*:indn@'\n")
    home = folder / "home"
    home.mkdir()
    command = [sys.executable, "-m", "composer", "demo", "--folder", str(folder / "demonstration")]
    start = [TMUX or "", "-u", "-S", str(folder / "tmux"), "-f", str(folder / "tmux.conf"), "new-session", *command]
    try:
        with Terminal(start, environ_of(home), home, (80, 24)) as terminal:
            yield terminal
    finally:
        subprocess.run([*start[:4], "kill-server"], capture_output=True, check=False)


def told(folder: Path) -> tuple[int, ...]:
    """Column and row of the cursor, as tmux knows them."""
    asked = [TMUX or "", "-S", str(folder / "tmux"), "display-message", "-p", "#{cursor_x},#{cursor_y}"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return tuple(map(int, answer.split(",")))
