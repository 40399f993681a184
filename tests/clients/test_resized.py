"""A window that changes its size while the dialog is open, in the real clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.client import Client
from tests.clients.full_screen import AercInTmux, Alpine, Mutt, Neomutt
from tests.clients.scene import OUTSIDE, Scene, at_client, with_server
from tests.clients.under_shell import GitUnderShell, SNailUnderShell

Size = tuple[int, int]
LARGE: Size = (100, 30)
SMALL: Size = (60, 18)
FULL_SCREEN: list[tuple[Client, list[Size]]] = [
    (Neomutt(), [LARGE, SMALL]),
    (Mutt(), [LARGE, SMALL]),
    (Alpine(), [LARGE, SMALL]),
    (AercInTmux(), [SMALL]),  # tmux never makes a popup larger than it was opened
]
LINE_BASED: list[Client] = [SNailUnderShell(), GitUnderShell()]


def resize(scene: Scene, size: Size) -> None:
    """Change the window, and read until the dialog fills it and can be answered as before."""
    columns, rows = size
    terminal = scene.terminal
    terminal.resize(columns, rows)

    def fills() -> bool:
        lines = [line.strip("│ ") for line in terminal.text.splitlines() if not line.startswith("┌")]
        top, bottom = lines[0], next(line for line in reversed(lines) if line)
        return top == f"╔{'═' * (len(top) - 2)}╗" and bottom == f"╚{'═' * (len(top) - 2)}╝"

    terminal.until_true(fills)
    scene.see_dialog()
