"""What a real terminal, tmux, holds after a dialog: its history, its screen, its cursor and its modes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.scene import OUTSIDE, at_client, with_server
from tests.clients.tmux import Pane, pane
from tests.clients.under_shell import GitInTmux, InTmux, SNailInTmux

CLIENTS: list[InTmux] = [SNailInTmux(), GitInTmux()]


def until_cursor(before: Pane) -> list[str]:
    """Every line from the oldest to the one in which the cursor stands."""
    return list(before.lines[: before.cursor[0] + 1])


@pytest.mark.parametrize("client", CLIENTS, ids=[client.name for client in CLIENTS])
def test_a_dialog_leaves_no_trace_in_the_history_and_the_next_line_follows_the_last(
    client: InTmux, tmp_path: Path
) -> None:
    with with_server(tmp_path) as (desk, _inbox), at_client(client, desk, OUTSIDE) as scene:
        before = pane(desk)
        assert before.lines[0] == "line 1 of the history"
        scene.send()
        scene.see_dialog()
        during = pane(desk)
        assert (before.modes["alternate_on"], during.modes["alternate_on"]) == (False, True)
        scene.go_back()
        after = pane(desk)
        *lines, prompt = until_cursor(before)
        assert list(after.lines[: len(lines)]) == lines
        answered, said = after.lines[len(lines) : len(lines) + 2]
        assert answered.startswith(prompt)
        assert "presend: Not sent: you went back." in said
        assert {name for name, is_set in after.modes.items() if is_set} == {"cursor_flag", "wrap_flag"}
