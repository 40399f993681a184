"""A window that changes its size while the dialog is open, in the real clients."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.clients.client import Client
from tests.clients.full_screen import AercInTmux, Alpine, Mutt, Neomutt
from tests.clients.line_based import LineBased
from tests.clients.scene import OUTSIDE, Scene, at_client, with_server
from tests.clients.under_shell import GitUnderShell, SNailUnderShell

Size = tuple[int, int]
LARGE: Size = (100, 30)
SMALL: Size = (60, 18)
FULL_SCREEN: list[Client] = [Neomutt(), Mutt(), Alpine()]
LINE_BASED: list[LineBased] = [SNailUnderShell(), GitUnderShell()]


def follows(scene: Scene, size: Size) -> None:
    """Change the window, and read until the frame of the dialog fills it and it can be answered as before."""
    columns, rows = size
    scene.terminal.resize(columns, rows)

    def is_filled() -> bool:
        lines = [line.strip("│") for line in scene.terminal.text.splitlines() if line[0] not in "┌└"]  # tmux's frame
        width = columns - 2 * (rows - len(lines)) // 2
        return (lines[0], lines[-1]) == (f"╔{'═' * (width - 2)}╗", f"╚{'═' * (width - 2)}╝")

    scene.terminal.until_true(is_filled, f"a dialog of {columns} columns and {rows} rows")
    scene.see_dialog()


def each_of(clients: Sequence[Client]) -> pytest.MarkDecorator:
    """One test for each."""
    return pytest.mark.parametrize("client", clients, ids=[client.name for client in clients])


@each_of(FULL_SCREEN)
def test_a_client_of_the_whole_screen_draws_all_of_it_in_the_new_size(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        terminal, before = scene.terminal, scene.left
        scene.send()
        scene.see_dialog()
        for size in (LARGE, SMALL):
            follows(scene, size)
        scene.go_back()
        client.still_has(terminal, desk, scene.letter)
        terminal.until_true(lambda: scene.left == before, "the terminal as it was")
        drawn = terminal.cells
        terminal.draw_again(client.draws_anew)
        terminal.until_true(lambda: terminal.cells == drawn, "what was there, drawn anew")
        assert inbox.mails == []


def test_a_popup_of_tmux_follows_a_smaller_window_and_aerc_comes_back_in_it(tmp_path: Path) -> None:
    """tmux never makes a popup larger than it was opened."""
    client = AercInTmux()
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        follows(scene, SMALL)
        scene.go_back()
        client.still_has(scene.terminal, desk, scene.letter)
        scene.terminal.until_true(lambda: scene.terminal.text.splitlines()[-1].startswith("[0] 0:aerc"), "its last row")
        assert inbox.mails == []


@each_of(LINE_BASED)
def test_a_client_that_never_draws_again_has_its_lines_back_in_the_new_size(client: LineBased, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        before, (row, column) = scene.terminal.cells, scene.terminal.cursor
        scene.send()
        scene.see_dialog()
        for size in (SMALL, LARGE):
            follows(scene, size)
        scene.go_back()
        after = scene.terminal.cells
        assert [cells[:80] for cells in after[:row]] == [cells[:80] for cells in before[:row]]
        assert after[row][:column] == before[row][:column]
        assert scene.terminal.state == scene.terminal.fresh
        assert inbox.mails == []
