"""A dialog that is not answered but ended: by Ctrl+C, or by a signal to presend."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients.client import Client
from tests.clients.full_screen import AercInTmux, Alpine, Mutt, Neomutt
from tests.clients.scene import OUTSIDE, Scene, at_client, with_server
from tests.clients.under_shell import GitUnderShell, SNailUnderShell
from tests.end_to_end.terminal import PATIENCE

CLIENTS: list[Client] = [Neomutt(), Mutt(), Alpine(), AercInTmux(), SNailUnderShell(), GitUnderShell()]
End = Callable[[Scene], None]


def by(number: signal.Signals) -> End:
    """A signal to presend, which may be of another session than the client."""
    return lambda scene: os.kill(scene.desk.presend_pid, number)


each_client = pytest.mark.parametrize("client", CLIENTS, ids=[client.name for client in CLIENTS])
ENDS: dict[str, End] = {
    "Ctrl+C": lambda scene: scene.terminal.press("ctrl+c"),
    "SIGTERM": by(signal.SIGTERM),
    "SIGHUP": by(signal.SIGHUP),
}


def kept_by(scene: Scene) -> list[str]:
    """The subjects of what was not sent, as they were typed."""
    return [subject.removeprefix("[PATCH] ") for subject in scene.desk.kept()]


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@each_client
def test_nothing_is_sent_and_the_client_says_so_on_its_terminal_as_it_was_and_goes_on(
    client: Client, end: End, tmp_path: Path
) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        terminal = scene.terminal
        before = scene.left if client.draws_again else terminal.fresh
        scene.send()
        scene.see_dialog()
        end(scene)
        client.says_unsent(terminal)
        client.still_has(terminal, desk, scene.letter)
        terminal.until_true(lambda: scene.left == before, "the terminal as it was")
        client.works(terminal)
        assert inbox.mails == []
        assert kept_by(scene) == [scene.letter.subject]


@each_client
def test_when_the_window_is_closed_nothing_is_sent_and_the_letter_is_kept(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        presend = os.pidfd_open(desk.presend_pid)
        scene.terminal.hang_up()
        assert select.select([presend], [], [], PATIENCE)[0], "presend never ended"
        os.close(presend)
        assert inbox.mails == []
        assert kept_by(scene) == [scene.letter.subject]
