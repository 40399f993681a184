"""What arrives in one piece, as from a paste or a slow line, means what it would mean key by key."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal, demonstration, environ_of
from tests.end_to_end.test_pty_admin import admin, file
from tests.end_to_end.test_pty_demo import mail_of

__all__ = ["file"]

LEFT, HOME, END, UP, DOWN, CTRL_U = "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[A", "\x1b[B", "\x15"
ROWS_ABOVE_THE_TEXTS = 6


@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_fields_of_the_first_form_are_filled_in_one_piece(tmp_path: Path, size: tuple[int, int]) -> None:
    with Terminal([sys.executable, "-m", "composer"], environ_of(tmp_path), tmp_path, size) as terminal:
        terminal.until("your settings")
        terminal.send("kim@hanbit.example\tKim Ha\t\x1b[Z!")
        terminal.until("kim@hanbit.example ", "Kim Ha!")
        assert "exampleKim" not in terminal.text


def test_a_message_typed_in_one_piece_arrives_as_it_was_typed(tmp_path: Path) -> None:
    to = f"nobody@other.example{CTRL_U}ee@hanbit.exampl{HOME}l{END}e"
    subject = f"Prce{LEFT}{LEFT}i{END} list{HOME}\x1b[3~p"
    body = f"abc{LEFT}d\r\x7fx\ry{UP}{HOME}z"
    with demonstration(tmp_path) as terminal:
        terminal.until("From", "To", "Subject", "f1 Help")
        terminal.send(f"{to}\t{subject}\t{body}\x13")
        terminal.until("You can still undo", "Send now")
        terminal.press("tab", "tab")
        terminal.until("[>Send now<]")
        terminal.press("enter")
        terminal.until("The message is sent.")
    (message,) = mail_of(tmp_path)["lee@hanbit.example"]
    assert message["To"] == "lee@hanbit.example"
    assert message["Subject"] == "price list"
    assert message.get_content().splitlines()[:2] == ["zabdx", "yc"]


def test_the_administrators_texts_take_what_is_typed_in_one_piece(tmp_path: Path, file: Path) -> None:
    with admin(tmp_path, str(file)) as terminal:
        terminal.until("Mail Security: Hanbit Trading", "[>Edit<]")
        terminal.send(DOWN * ROWS_ABOVE_THE_TEXTS)
        terminal.until_true(lambda: "[>Edit<]" in _row_with(terminal, "PC warning text"), "the row of the texts")
        terminal.press("enter")
        terminal.until("Default", "[ Close ]", gone="Mail Security:")
        terminal.send(f"abc{LEFT}d{HOME}e{END}\x7f?")
        terminal.until("│eabdcYou", "Trading?")


def test_a_path_behind_the_key_that_asks_for_it_is_attached(tmp_path: Path) -> None:
    path = tmp_path / "offer.txt"
    path.write_text("offer")
    with demonstration(tmp_path) as terminal:
        terminal.until("From", "To", "Subject", "f1 Help")
        terminal.send(f"\x0f{path}x\x7f\rlee{LEFT}i")
        terminal.until("offer.txt  attached, 5 B", "To        leie")


def _row_with(terminal: Terminal, label: str) -> str:
    return next((line for line in terminal.text.splitlines() if label in line), "")


@pytest.mark.parametrize("breaks", ["", "\x1b", "\x03"])
def test_a_paste_whose_end_never_comes_holds_no_key_for_ever(tmp_path: Path, breaks: str) -> None:
    with demonstration(tmp_path) as terminal:
        terminal.until("From", "To", "Subject", "f1 Help")
        terminal.send("\t\x1b[200~Price list")
        if breaks:
            terminal.send(breaks)
        terminal.until("Price list")
        terminal.send(" 2027")
        terminal.until("Price list 2027")
