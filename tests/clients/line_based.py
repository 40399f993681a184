"""The clients that write line after line and never draw again: s-nail and git send-email."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from tests.clients.client import Client, Letter
from tests.clients.desk import MEMBER, Desk, Ended
from tests.end_to_end.terminal import Terminal


class LineBased(Client):
    """A client that ends after its letter, and where the letter was not sent with a status of its own."""

    draws_again = False
    complaint: ClassVar[str]
    """What it says then, after presend's sentence."""
    unsent: ClassVar[int]
    """The status."""

    @abstractmethod
    def command(self, desk: Desk, letter: Letter) -> list[str]:
        """What starts it in a terminal."""

    def open(self, desk: Desk, letter: Letter) -> Terminal:
        return desk.terminal(*self.command(desk, letter))

    def says_unsent(self, terminal: Terminal) -> None:
        terminal.until("presend: ", self.complaint)
        assert terminal.ended() == self.unsent


class SNail(LineBased):
    """s-nail, where the letter is typed and ends with ``~.``."""

    name = "s-nail"
    programs: ClassVar[tuple[str, ...]] = ("s-nail",)
    complaint = "message not sent"
    unsent = 4
    _configuration = """set asksend
set from={member}
set DEAD={home}/dead.letter
"""

    def arguments(self, letter: Letter) -> list[str]:
        return ["sendmail", "-i", "--", *letter.to, *letter.bcc]

    def prepare(self, desk: Desk) -> None:
        text = self._configuration.format(member=MEMBER, home=desk.home)
        desk.environ["MAILRC"] = str(desk.write(".mailrc", text))  # root's home is not where HOME says
        desk.install(self.name)

    def command(self, desk: Desk, letter: Letter) -> list[str]:
        return self._command(letter)

    def get_ready(self, terminal: Terminal, letter: Letter) -> None:
        terminal.until(f"Subject: {letter.subject}")
        terminal.send(f"{letter.body}\r~.\r")
        terminal.until("Send this message [yes/no")

    def send(self, terminal: Terminal) -> None:
        terminal.send("yes\r")

    def says_sent(self, terminal: Terminal) -> None:
        assert terminal.ended() == 0

    def still_has(self, terminal: Terminal, desk: Desk, letter: Letter) -> None:
        dead = (desk.home / "dead.letter").read_text()
        assert f"Subject: {letter.subject}" in dead
        assert letter.body in dead

    def sends_alone(self, desk: Desk, letter: Letter) -> Ended:
        return desk.alone(self._command(letter), letter.body)

    def _command(self, letter: Letter) -> list[str]:
        bcc = [word for address in letter.bcc for word in ("-b", address)]
        return [self.name, "-n", "-s", letter.subject, *bcc, *letter.to]


class GitSendEmail(LineBased):
    """``git send-email`` with a patch, which asks once before each."""

    name = "git send-email"
    programs: ClassVar[tuple[str, ...]] = ("git", "git-send-email")
    complaint = "Died at"
    unsent = 77
    _configuration = """[user]
name = Kim
email = {member}
[sendemail]
suppresscc = all
"""
    _patch = """From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: Kim <{member}>
Date: Tue, 24 Nov 2026 09:30:00 +0900
Subject: [PATCH] {subject}

{body}
---
"""

    def arguments(self, letter: Letter) -> list[str]:
        return ["sendmail", "-f", MEMBER, "-i", *letter.to, *letter.bcc]

    def prepare(self, desk: Desk) -> None:
        desk.write(".gitconfig", self._configuration.format(member=MEMBER))
        desk.install("git")

    def command(self, desk: Desk, letter: Letter) -> list[str]:
        return self._command(desk, letter, "--confirm=always")

    def patch(self, desk: Desk, subject: str, body: str, name: str = "0001.patch") -> str:
        """A file with a patch; its path."""
        return str(desk.write(name, self._patch.format(member=MEMBER, subject=subject, body=body)))

    def get_ready(self, terminal: Terminal, letter: Letter) -> None:
        terminal.until(f"Subject: [PATCH] {letter.subject}", "Send this email?")

    def send(self, terminal: Terminal) -> None:
        terminal.send("y\r")

    def says_sent(self, terminal: Terminal) -> None:
        terminal.until("Result: OK")
        assert terminal.ended() == 0

    def still_has(self, terminal: Terminal, desk: Desk, letter: Letter) -> None:
        assert letter.body in (desk.home / "0001.patch").read_text()

    def sends_alone(self, desk: Desk, letter: Letter) -> Ended:
        return desk.alone(self._command(desk, letter, "--quiet", "--confirm=never"), "")

    def _command(self, desk: Desk, letter: Letter, *options: str) -> list[str]:
        patch = self.patch(desk, letter.subject, letter.body)
        recipients = [f"--to={address}" for address in letter.to] + [f"--bcc={address}" for address in letter.bcc]
        return ["git", "send-email", *options, *recipients, patch]
