"""tmux as a member has it: its own window in a terminal, and what it tells of its one pane."""

from __future__ import annotations

from dataclasses import dataclass

from tests.clients.desk import Desk

_TOLD = (
    "alternate_on",
    "cursor_flag",
    "keypad_cursor_flag",
    "keypad_flag",
    "mouse_any_flag",
    "origin_flag",
    "wrap_flag",
)


@dataclass(frozen=True, slots=True)
class Pane:
    """What stands in it and how it is set."""

    lines: tuple[str, ...]
    """From the first of the history to the last of the screen, with their colours."""
    cursor: tuple[int, int]
    """Line of ``lines`` and column."""
    modes: dict[str, bool]
    """By tmux's own names."""


def tmux(desk: Desk) -> list[str]:
    """The program and where its server listens."""
    return ["tmux", "-S", str(desk.home / "tmux")]


def new_session(desk: Desk) -> list[str]:
    """What starts it, a command has to follow; no settings of this machine are read.

    The tests' emulator knows no scrolling by several lines (indn).
    """
    return [*tmux(desk), "-f", str(desk.write("tmux.conf", "set -s terminal-overrides '*:indn@'\n")), "new-session"]


def pane(desk: Desk) -> Pane:
    """The pane as it is now."""
    lines = tuple(desk.run(*tmux(desk), "capture-pane", "-p", "-e", "-S", "-").splitlines())
    named = " ".join(f"#{{{name}}}" for name in ("history_size", "cursor_y", "cursor_x", *_TOLD))
    history, row, column, *modes = map(int, desk.run(*tmux(desk), "display-message", "-p", named).split())
    return Pane(lines, (history + row, column), dict(zip(_TOLD, map(bool, modes), strict=True)))
