"""How each client calls its sendmail, and what it does with the answer: what the gate has to live with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.clients.alot import Alot
from tests.clients.client import Client, Letter, require
from tests.clients.desk import Desk
from tests.clients.full_screen import Aerc, Alpine, Mutt, Neomutt
from tests.clients.line_based import GitSendEmail, SNail
from tests.end_to_end.terminal import Terminal

CLIENTS = [Neomutt(), Mutt(), Alpine(), Aerc(), Alot(), SNail(), GitSendEmail()]
OUTSIDE = ("lee@hanbit.example", "partner@other.example")
HIDDEN = "hidden@other.example"
STAND_IN = """cd "$(dirname "$0")"
printf '%s\\n' "$@" >arguments
cat >message
echo 'presend: a stand-in' >&2
exit {status}"""
PAINTING = """cat >/dev/null
terminal=$(cat "$(dirname "$0")/terminal")
printf '\\033[?25l\\033[H\\033[2JPAINTED OVER' >"$terminal"
echo 'presend: a stand-in' >&2
exit 77"""
each_client = pytest.mark.parametrize("client", CLIENTS, ids=[client.name for client in CLIENTS])


@contextmanager
def ready_to_send(client: Client, folder: Path, script: str) -> Iterator[tuple[Terminal, Desk, Letter]]:
    """The client with a letter to the outside, one action before it is sent."""
    require(*client.programs)
    desk = Desk(folder)
    desk.call(script)
    client.prepare(desk)
    letter = Letter(OUTSIDE, (HIDDEN,) if client.gives_bcc else ())
    with client.open(desk, letter) as terminal:
        client.get_ready(terminal, letter)
        yield terminal, desk, letter


@each_client
def test_a_client_names_every_recipient_to_its_sendmail_and_takes_0_as_sent(client: Client, tmp_path: Path) -> None:
    with ready_to_send(client, tmp_path, STAND_IN.format(status=0)) as (terminal, _desk, letter):
        client.send(terminal)
        client.says_sent(terminal)
    assert (tmp_path / "arguments").read_text().split() == client.arguments(letter)
    head = (tmp_path / "message").read_text()
    assert all(address in head for address in letter.to)
    assert f"Subject: {letter.subject}" in head.replace("[PATCH] ", "")


@each_client
def test_a_client_takes_77_as_unsent_says_so_and_keeps_the_letter(client: Client, tmp_path: Path) -> None:
    with ready_to_send(client, tmp_path, STAND_IN.format(status=77)) as (terminal, desk, letter):
        client.send(terminal)
        client.says_unsent(terminal)
        client.still_has(terminal, desk, letter)


@each_client
def test_a_client_draws_again_what_its_sendmail_painted_over_or_never_does(client: Client, tmp_path: Path) -> None:
    with ready_to_send(client, tmp_path, PAINTING) as (terminal, desk, letter):
        (tmp_path / "terminal").write_text(str(terminal.path))
        client.send(terminal)
        client.says_unsent(terminal)
        client.still_has(terminal, desk, letter)
        assert ("PAINTED OVER" in terminal.text) is not client.draws_again
