"""What a transport promises: outcomes for each recipient, and a word before the moment of no return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from composer.errors import TransportError
from composer.safe_text import clean
from composer.services.bundle import RecipientState

CHUNK = 65_536
LONGEST_REPLY = 500
"""Characters of a server's words that are kept."""


class HopelessError(TransportError):
    """The server or command cannot be used until the member changes something; trying again is no use."""


class Outcome(Struct, frozen=True):
    """What became of one recipient: ACCEPTED, TEMPORARY, PERMANENT or UNKNOWN."""

    state: RecipientState
    reply: str = ""
    """The server's words or ours, cleaned and cut."""


Outcomes = Mapping[str, Outcome]
"""By the recipient's address; exactly those of the parcel."""


class Parcel(Struct, frozen=True):
    """One message on its way: envelope, own head, and the place of the shared content."""

    sender: str
    recipients: tuple[str, ...]
    head: bytes
    file: Path
    content_at: int
    is_8bit: bool = False
    """Whether the content holds octets above 127 and must stay as it is."""

    @property
    def size(self) -> int:
        """Octets of the whole message."""
        return len(self.head) + self.file.stat().st_size - self.content_at

    @property
    def needs_utf8(self) -> bool:
        """Whether every recipient needs SMTPUTF8 (RFC 6531), because of the header or the sender."""
        return not (self.head.isascii() and self.sender.isascii())

    def chunks(self) -> Iterator[bytes]:
        """The message with CRLF line ends; the last chunk ends in CRLF."""
        yield self.head
        with self.file.open("rb") as source:
            source.seek(self.content_at)
            while chunk := source.read(CHUNK):
                yield chunk


class Watch(Protocol):
    """Is told how far a parcel is."""

    def before_handover(self, recipients: tuple[str, ...]) -> None:
        """These recipients have been taken; returns only when it is safe to send the last octets."""
        ...

    def sent(self, octets: int) -> None:
        """So many octets of the parcel are out."""
        ...


class Session(Protocol):
    """An open connection."""

    @property
    def is_open(self) -> bool:
        """Whether another parcel can be sent."""
        ...

    def send(self, parcel: Parcel, watch: Watch) -> Outcomes:
        """Send one parcel; never raises ``OSError``: what failed is in the outcomes."""
        ...


class Transport(Protocol):
    """A way for mail to leave."""

    def connect(self) -> AbstractContextManager[Session]:
        """Open a session; raises ``TransportError`` in words for the member."""
        ...


def all_of(recipients: tuple[str, ...], state: RecipientState, reply: str) -> dict[str, Outcome]:
    """The same outcome for everybody."""
    return dict.fromkeys(recipients, outcome(state, reply))


def outcome(state: RecipientState, reply: str | bytes) -> Outcome:
    """An outcome with foreign words made safe."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return Outcome(state, clean(text, lines=True)[:LONGEST_REPLY].strip())
