"""In a window without room for what must be seen nothing is sent, by whatever keys."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal, demonstration, environ_of
from tests.end_to_end.test_pty_demo import OUTSIDER, mail_of
from tests.gate.member import MESSAGE, Member

SENTENCE = "Make the window larger to decide."
SIZES = [(80, 12), (40, 12), (40, 10)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("tab", "enter"), ("shift+tab", "enter")])
def test_tab_and_enter_send_nothing_that_is_out_of_sight(
    tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    with demonstration(tmp_path, size=size) as terminal:
        terminal.until("From", "To", "Subject")
        terminal.send(f"{OUTSIDER}\tOffer\tSee you on Monday.")
        terminal.until("1 outside")
        terminal.press("ctrl+s")
        terminal.until(SENTENCE, "[>Go back<]", gone="Send outside")
        terminal.press(*keys)
        terminal.until("See you on Monday.", gone=SENTENCE)
    assert mail_of(tmp_path) == {}


@pytest.mark.parametrize("size", SIZES)
def test_another_clients_message_is_not_sent_blind(tmp_path: Path, size: tuple[int, int]) -> None:
    Member(tmp_path)
    (tmp_path / "message").write_bytes(MESSAGE)
    command = f"{shlex.quote(sys.executable)} -m composer sendmail -t < message; echo ended with $?"
    with Terminal(["/bin/sh", "-c", command], environ_of(tmp_path), tmp_path, size) as terminal:
        terminal.until(SENTENCE, "[>Go back<]")
        terminal.press("tab", "enter")
        terminal.until("ended with 77")
        terminal.ended()
