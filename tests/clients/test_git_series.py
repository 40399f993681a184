"""``git send-email`` with several patches: each is asked about by itself, and what was sent stays sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clients.client import require
from tests.clients.desk import MEMBER, Desk
from tests.clients.line_based import GitSendEmail
from tests.clients.scene import COLLEAGUES, WARNING, delivered, with_server
from tests.delivery.smtp_servers import Inbox
from tests.end_to_end.terminal import Terminal

SUBJECTS = ("first", "second", "third")
PARTNER = "partner@other.example"


@contextmanager
def series(folder: Path, to: str) -> Iterator[tuple[Terminal, Desk, Inbox]]:
    """Three patches on their way to one address; git itself asks nothing."""
    client = GitSendEmail()
    require(*client.programs)
    with with_server(folder) as (desk, inbox):
        client.prepare(desk)
        patches = [client.patch(desk, subject, "A change.", f"{subject}.patch") for subject in SUBJECTS]
        with desk.terminal("git", "send-email", "--confirm=never", f"--to={to}", *patches) as terminal:
            yield terminal, desk, inbox


def see_dialog(terminal: Terminal) -> None:
    """Wait for the next, whose focus is not where the one before was answered."""
    terminal.until(WARNING, "[>Go back<]")


def answer(terminal: Terminal, *keys: str) -> None:
    """Press them, and see git's own screen again."""
    for key in keys:
        terminal.press(key)
        terminal.until_true(lambda: "[>Go back<]" not in terminal.text, "another focus, or no dialog")
    terminal.until_true(lambda: not terminal.is_alternate, "git's own screen")


def subjects(inbox: Inbox) -> list[str]:
    """Of what the server took, in this order."""
    lines = [line for mail in inbox.mails for line in mail.content.decode().splitlines()]
    return [line.removeprefix("Subject: [PATCH] ") for line in lines if line.startswith("Subject: ")]


def test_a_series_inside_goes_through_unseen(tmp_path: Path) -> None:
    with series(tmp_path, COLLEAGUES[0]) as (terminal, _desk, inbox):
        assert terminal.ended() == 0
        assert b"Go back" not in terminal.written
        assert subjects(inbox) == list(SUBJECTS)


def test_each_patch_to_the_outside_has_its_dialog_and_arrives_once(tmp_path: Path) -> None:
    with series(tmp_path, PARTNER) as (terminal, desk, inbox):
        for sent in range(len(SUBJECTS)):
            see_dialog(terminal)
            assert subjects(inbox) == list(SUBJECTS[:sent])
            answer(terminal, "tab", "enter")
        assert terminal.ended() == 0
        assert subjects(inbox) == list(SUBJECTS)
        assert delivered(inbox) == {PARTNER: 3}
        assert {mail.sender for mail in inbox.mails} == {MEMBER}
        assert desk.kept() == []


def test_going_back_from_the_second_leaves_the_first_sent_and_ends_git_which_says_so(tmp_path: Path) -> None:
    with series(tmp_path, PARTNER) as (terminal, desk, inbox):
        see_dialog(terminal)
        answer(terminal, "tab", "enter")
        see_dialog(terminal)
        answer(terminal, "enter")
        terminal.until("presend: Not sent: you went back.")
        assert terminal.ended() == 77
        assert subjects(inbox) == ["first"]
        assert desk.kept() == ["[PATCH] second"]
