"""A message begun on the command line or in a pipe, in a terminal of its own."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from composer.clock import SystemClock
from composer.storage.drafts.folder import Drafts
from tests.end_to_end.terminal import Terminal, environ_of
from tests.gate.member import Member

PIPED = f"echo piped | {shlex.quote(sys.executable)} -m composer --to lee@hanbit.example --subject Offer --body -"
LINKED = f"{shlex.quote(sys.executable)} -m composer 'mailto:lee@hanbit.example?subject=Offer&body=piped'"


def kept(home: Path) -> list[tuple[str, str, str]]:
    """To, subject and first line of every draft."""
    drafts = Drafts(home / ".local" / "share" / "presend" / "drafts", SystemClock())
    found = [draft.composition for draft in drafts.list()]
    return [(one.to, one.subject, one.body.partition("\n")[0]) for one in found]


@pytest.mark.parametrize("command", [PIPED, LINKED], ids=["pipe", "link"])
def test_ctrl_q_asks_and_keeps_it(tmp_path: Path, command: str) -> None:
    Member(tmp_path)
    with Terminal(["/bin/sh", "-c", command], environ_of(tmp_path), tmp_path, (80, 24)) as terminal:
        terminal.until("lee@hanbit.example", "Offer", "piped", "f1 Help")
        terminal.press("ctrl+q")
        terminal.until("Keep this message as a draft?", "[>Keep<]")
        terminal.press("enter")
        terminal.ended()
    assert kept(tmp_path) == [("lee@hanbit.example", "Offer", "piped")]


@pytest.mark.parametrize("command", [PIPED, LINKED], ids=["pipe", "link"])
def test_a_first_form_that_is_left_keeps_it(tmp_path: Path, command: str) -> None:
    with Terminal(["/bin/sh", "-c", command], environ_of(tmp_path), tmp_path, (80, 24)) as terminal:
        terminal.until("your settings", "esc Back")
        terminal.press("escape")
        terminal.ended()
    assert kept(tmp_path) == [("lee@hanbit.example", "Offer", "piped")]


def test_what_is_typed_at_once_goes_to_the_first_empty_field(tmp_path: Path) -> None:
    Member(tmp_path)
    command = [sys.executable, "-m", "composer", "--to", "lee@hanbit.example"]
    with Terminal(command, environ_of(tmp_path), tmp_path, (80, 24)) as terminal:
        terminal.until("To        lee@hanbit.example", "f1 Help")
        terminal.send("Hi\tthere")
        terminal.until("To        lee@hanbit.example ", "Subject   Hi", "there")
