"""Behind every client a password command that hangs says so where the member looks, and Ctrl+C ends it there."""

from __future__ import annotations

import termios
import tty
from pathlib import Path

import pytest

from tests.clients.client import Client
from tests.clients.desk import Desk
from tests.clients.full_screen import Alpine, Mutt, Neomutt
from tests.clients.line_based import GitSendEmail, SNail
from tests.clients.scene import INSIDE, Scene, at_client, desk_with_presend

WHOLE_SCREEN: list[Client] = [Neomutt(), Mutt(), Alpine()]
LINES: list[Client] = [SNail(), GitSendEmail()]
WAITS = "Waiting for the command that prints your password. Ctrl+C stops it"
CTRL_C = "\x03"
COOKED = termios.ICANON | termios.ECHO | termios.ISIG


def desk_with_hanging_command(folder: Path) -> Desk:
    """A member whose mail needs a password that never comes."""
    desk = desk_with_presend(folder, 9)
    settings = desk.home / ".config" / "presend" / "config.toml"
    login = f'user = "kim"\npassword_command = "echo $$ > {folder}/command; exec sleep 600"\n'
    settings.write_text(settings.read_text() + login)
    return desk


def is_stopped(scene: Scene, folder: Path) -> None:
    """Kept, not queued, and nothing runs on."""
    scene.desk.until_kept(scene.letter.subject)
    assert "The outbox is empty." in scene.desk.presend("outbox", "list")
    assert not Path(f"/proc/{(folder / 'command').read_text().strip()}").exists()


def each_of(clients: list[Client]) -> pytest.MarkDecorator:
    """One test for each."""
    return pytest.mark.parametrize("client", clients, ids=[client.name for client in clients])


@each_of(WHOLE_SCREEN)
def test_it_is_said_over_a_client_of_the_whole_screen_which_has_its_terminal_back(
    client: Client, tmp_path: Path
) -> None:
    with at_client(client, desk_with_hanging_command(tmp_path), INSIDE) as scene:
        terminal, settings = scene.terminal, scene.terminal.settings
        scene.send()
        terminal.until(f"presend: {WAITS}")
        assert terminal.is_alternate
        terminal.send(CTRL_C)
        terminal.until("presend was interrupted", gone=WAITS)
        assert (terminal.settings, terminal.is_alternate) == (settings, True)
        is_stopped(scene, tmp_path)


@each_of([Neomutt(), Mutt()])
def test_mutt_still_has_the_letter_and_draws_and_works_as_before(client: Client, tmp_path: Path) -> None:
    with at_client(client, desk_with_hanging_command(tmp_path), INSIDE) as scene:
        terminal, before = scene.terminal, scene.terminal.state
        scene.send()
        terminal.until(f"presend: {WAITS}")
        terminal.send(CTRL_C)
        terminal.until("Error sending message, child exited 75", "presend was interrupted", gone=WAITS)
        client.still_has(terminal, scene.desk, scene.letter)
        terminal.until_true(lambda: terminal.state == before, "the terminal as it was")
        client.works(terminal)


@each_of(LINES)
def test_between_the_lines_of_a_client_it_is_said_and_the_lines_stay(client: Client, tmp_path: Path) -> None:
    with at_client(client, desk_with_hanging_command(tmp_path), INSIDE) as scene:
        terminal = scene.terminal
        row, _column = terminal.cursor
        before = terminal.cells[:row]
        scene.send()
        terminal.until(f"presend: {WAITS}")
        terminal.send(CTRL_C)
        terminal.ended()
        assert (terminal.settings[tty.LFLAG] & COOKED, terminal.is_alternate) == (COOKED, False)
        assert terminal.cells[:row] == before
        is_stopped(scene, tmp_path)
