"""presend as the sendmail of every client: quiet inside, a dialog before the outside, and nothing without an answer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.clients.alot import Alot
from tests.clients.client import Client, require
from tests.clients.full_screen import Aerc, AercInTmux, Alpine, HastyNeomutt, Mutt, Neomutt
from tests.clients.line_based import GitSendEmail, SNail
from tests.clients.scene import INSIDE, OUTSIDE, WARNING, at_client, delivered, desk_with_presend, given_to, with_server
from tests.clients.sink import sink

ASKED: list[Client] = [Neomutt(), Mutt(), Alpine(), AercInTmux(), Alot(), SNail(), GitSendEmail()]
"""Clients in which the member can be asked."""
SEND_ALONE: list[Client] = [Neomutt(), Mutt(), SNail(), GitSendEmail()]
"""Clients that can send without a terminal; alpine, aerc and alot have no such mode."""

READ_ON: list[Client] = [AercInTmux(), Alot()]
"""Clients that read the keyboard while their sendmail runs, save where presend keeps it from them."""


def each_of(clients: list[Client]) -> pytest.MarkDecorator:
    """One test for each."""
    return pytest.mark.parametrize("client", clients, ids=[client.name for client in clients])


@each_of([*ASKED, Aerc()])
def test_a_message_inside_goes_through_unseen(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, INSIDE) as scene:
        scene.send()
        client.says_sent(scene.terminal)
        assert delivered(inbox) == Counter([*scene.letter.to, *scene.letter.bcc])
        assert b"Go back" not in scene.terminal.written


@each_of(ASKED)
def test_going_back_from_the_dialog_leaves_the_client_with_the_message_unsent(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        assert inbox.mails == []
        scene.go_back()
        client.still_has(scene.terminal, desk, scene.letter)
        assert inbox.mails == []
        assert scene.letter.subject in desk.presend("drafts", "list")


@each_of(ASKED)
def test_send_in_the_dialog_delivers_exactly_once(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        scene.send_all_the_same()
        assert delivered(inbox) == Counter([*scene.letter.to, *scene.letter.bcc])
        assert WARNING not in scene.terminal.text


@each_of(READ_ON)
def test_of_41_keys_typed_at_the_dialog_none_goes_to_a_client_that_reads_on(client: Client, tmp_path: Path) -> None:
    """With a single key lost the last one would press another button."""
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        scene.terminal.press("tab", *("shift+tab", "tab") * 19, "shift+tab", "tab", "enter")
        client.says_sent(scene.terminal)
        assert delivered(inbox) == Counter([*scene.letter.to, *scene.letter.bcc])


@each_of(READ_ON)
def test_ctrl_c_in_the_dialog_is_going_back_and_not_the_end_of_the_client(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        scene.terminal.press("ctrl+c")
        client.says_unsent(scene.terminal)
        client.still_has(scene.terminal, desk, scene.letter)
        assert inbox.mails == []


def test_what_alot_has_drawn_stays_in_sight_while_presend_decides(tmp_path: Path) -> None:
    client = Alot()
    with with_server(tmp_path) as (desk, _inbox), at_client(client, desk, INSIDE) as scene:
        before = len(scene.terminal.written)
        scene.send()
        client.says_sent(scene.terminal)
        leaving, *later = bytes(scene.terminal.written[before:]).replace(b"\x1b[?25h", b"").split(b"\x1b[?47l\x1b8")
        assert b"sending" in leaving
        assert later
        assert all(part.startswith(b"\x1b7\x1b[?47h") for part in later)


def test_alot_fills_the_window_that_was_resized_while_it_was_paused(tmp_path: Path) -> None:
    client = Alot()
    with with_server(tmp_path) as (desk, _inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        scene.terminal.resize(60, 20)
        scene.terminal.until_true(lambda: scene.terminal.text.endswith("\u255d"), "the dialog's lower right corner")
        scene.go_back()
        client.still_has(scene.terminal, desk, scene.letter)
        assert scene.terminal.text.splitlines()[-1].startswith("[0: envelope")


@each_of(SEND_ALONE)
def test_without_a_terminal_nothing_is_sent_outside_and_the_message_is_kept(client: Client, tmp_path: Path) -> None:
    require(*client.programs)
    with with_server(tmp_path) as (desk, inbox):
        client.prepare(desk)
        ended = client.sends_alone(desk, given_to(client, OUTSIDE))
        assert ended.status != 0
        assert inbox.mails == []
        assert OUTSIDE.subject in desk.presend("drafts", "list")


@each_of(SEND_ALONE)
def test_without_a_terminal_a_message_inside_is_sent(client: Client, tmp_path: Path) -> None:
    require(*client.programs)
    with with_server(tmp_path) as (desk, inbox):
        client.prepare(desk)
        ended = client.sends_alone(desk, given_to(client, INSIDE))
        assert (ended.status, delivered(inbox)) == (0, Counter([*INSIDE.to, *INSIDE.bcc]))


def test_aerc_alone_on_its_terminal_reads_on_so_that_nobody_can_be_asked(tmp_path: Path) -> None:
    client = Aerc()
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        client.says_unsent(scene.terminal)
        client.still_has(scene.terminal, desk, scene.letter)
        assert inbox.mails == []
        assert scene.letter.subject in desk.presend("drafts", "list")
        assert b"Go back" not in scene.terminal.written


def test_a_neomutt_that_waits_for_no_answer_believes_it_sent_but_nothing_leaves_and_it_is_kept(tmp_path: Path) -> None:
    client = HastyNeomutt()
    with with_server(tmp_path) as (desk, inbox), at_client(client, desk, OUTSIDE) as scene:
        scene.send()
        client.says_sent(scene.terminal)
        desk.until_kept(scene.letter.subject)
        assert inbox.mails == []
        assert b"Go back" not in scene.terminal.written


@each_of([client for client in ASKED if not client.draws_again])
def test_a_client_that_never_draws_again_has_its_screen_back_cell_by_cell(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, _inbox), at_client(client, desk, OUTSIDE) as scene:
        before, (row, column) = scene.terminal.cells, scene.terminal.cursor
        scene.send()
        scene.see_dialog()
        assert scene.terminal.cells[:row] != before[:row]
        scene.go_back()
        after = scene.terminal.cells
        assert after[:row] == before[:row]
        assert after[row][:column] == before[row][:column]
        assert not scene.terminal.is_alternate


@each_of([client for client in ASKED if client.draws_again])
def test_a_client_of_the_whole_screen_has_its_terminal_back_as_it_had_set_it(client: Client, tmp_path: Path) -> None:
    with with_server(tmp_path) as (desk, _inbox), at_client(client, desk, OUTSIDE) as scene:
        before = scene.terminal.settings
        assert scene.terminal.is_alternate
        scene.send()
        scene.see_dialog()
        scene.go_back()
        assert scene.terminal.settings == before
        assert scene.terminal.is_alternate


def test_what_is_sent_arrives_at_the_sink_of_postfix_as_one_message(tmp_path: Path) -> None:
    client = Neomutt()
    with sink(tmp_path) as server, at_client(client, desk_with_presend(tmp_path, server.port), OUTSIDE) as scene:
        scene.send()
        scene.see_dialog()
        scene.send_all_the_same()
        (message,) = server.messages()
    named = {line.removeprefix("X-Rcpt-Args: ") for line in message.splitlines() if line.startswith("X-Rcpt-Args")}
    assert named == {f"<{address}>" for address in (*OUTSIDE.to, *OUTSIDE.bcc)}
    assert OUTSIDE.body in message
    assert not any(line.lower().startswith("bcc:") for line in message.splitlines())
