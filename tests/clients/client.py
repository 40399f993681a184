"""What the tests ask of a mail client, and how they find it."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import pytest

from tests.clients.desk import Desk, Ended, find
from tests.end_to_end.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Letter:
    """What the member has written."""

    to: tuple[str, ...]
    bcc: tuple[str, ...] = ()
    subject: str = "Offer"
    body: str = "See you on Monday."


class Client(ABC):
    """One mail client: how it is set up, how a letter is sent with it, and what it says afterwards."""

    name: ClassVar[str]
    programs: ClassVar[tuple[str, ...]]
    """What has to be installed."""
    draws_again: ClassVar[bool] = True
    """Whether it draws its whole screen after its sendmail has ended; the others add lines below."""
    draws_anew: ClassVar[str] = "\x0c"
    """What is typed to let it draw everything anew."""
    leaves_cursor: ClassVar[bool] = True
    """Whether the cursor is seen afterwards where it was before; some hide it when the letter comes back."""
    gives_bcc: ClassVar[bool] = True
    """Whether a letter can be given to it with Bcc, which it hands on as an argument or in the header."""

    @abstractmethod
    def arguments(self, letter: Letter) -> list[str]:
        """What it calls its sendmail with."""

    @abstractmethod
    def prepare(self, desk: Desk) -> None:
        """Write its configuration."""

    @abstractmethod
    def open(self, desk: Desk, letter: Letter) -> Terminal:
        """Start it in a terminal."""

    @abstractmethod
    def get_ready(self, terminal: Terminal, letter: Letter) -> None:
        """Bring a letter to where one action sends it."""

    @abstractmethod
    def send(self, terminal: Terminal) -> None:
        """Take that action."""

    @abstractmethod
    def says_sent(self, terminal: Terminal) -> None:
        """Read until the client has taken the letter as sent."""

    @abstractmethod
    def says_unsent(self, terminal: Terminal) -> None:
        """Read until the client says that the letter was not sent."""

    @abstractmethod
    def still_has(self, terminal: Terminal, desk: Desk, letter: Letter) -> None:
        """Find the letter where the client keeps what was not sent."""

    def works(self, terminal: Terminal) -> None:
        """Type something where it stands afterwards, and see it."""
        raise NotImplementedError

    def close(self, desk: Desk) -> None:
        """End what its terminal does not take along."""
        return

    def sends_alone(self, desk: Desk, letter: Letter) -> Ended:
        """Send without a terminal; only some can."""
        raise NotImplementedError


def require(*programs: str) -> None:
    """Skip a test whose programs are not installed; where ``CI`` is set that is a failure."""
    missing = [program for program in programs if find(program) is None]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert not missing, f"not installed: {', '.join(missing)}"
