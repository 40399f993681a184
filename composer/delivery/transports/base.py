"""What a transport promises: outcomes for each recipient, and a word before the moment of no return."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec import Struct
from msgspec.structs import replace

from composer.delivery.wire.digests import required
from composer.disk.regular_file import open_regular
from composer.errors import TransportError
from composer.reasons import Reason
from composer.safe_text import clean
from composer.services.outbox import RecipientState, Stage
from composer.storage.atomic import read_error
from composer.threads.abort import Abort

CHUNK = 65_536
LONGEST_REPLY = 500
"""Characters of a server's words that are kept."""


class PermanentError(TransportError):
    """The server or command cannot be used until the member changes something; trying again is no use."""


class Outcome(Struct, frozen=True):
    """What became of one recipient: ACCEPTED, TEMPORARY, PERMANENT or UNKNOWN."""

    state: RecipientState
    reply: str = ""
    """The server's words, cleaned and cut."""
    why: Reason | None = None
    """What presend itself has to say of it."""


Outcomes = Mapping[str, Outcome]
"""The outcome of each recipient of a mail object, by address."""


class MailObject(Struct, frozen=True):
    """One message to send (RFC 5321, 2.3.1).

    Its envelope, its own head, and the place of the content that copies share.
    """

    sender: str
    recipients: tuple[str, ...]
    head: bytes
    file: Path
    content_at: int
    is_8bit: bool = False
    """Whether the content holds octets above 127 and must stay as it is."""
    approved: str | None = None
    """SHA-256 of the content, hexadecimal; None = not known."""

    @property
    def size(self) -> int:
        """Octets of the whole message; raises ``StorageError``."""
        try:
            return len(self.head) + self.file.stat().st_size - self.content_at
        except OSError as error:
            raise read_error(self.file, error) from error

    @property
    def needs_utf8(self) -> bool:
        """Whether every recipient needs SMTPUTF8 (RFC 6531), because of the header or the sender."""
        return not (self.head.isascii() and self.sender.isascii())

    def chunks(self) -> Iterator[bytes]:
        """The message with CRLF line ends; the last chunk ends in CRLF.

        Raises ``StorageError``, and in the place of the end ``NotAsApprovedError`` where the content is another.
        """
        yield self.head
        content = self._content()
        yield from content if self.approved is None else required(content, self.approved)

    def _content(self) -> Iterator[bytes]:
        """Its own trouble is no ``OSError``: that would look like one of the connection."""
        try:
            source = open_regular(self.file)
        except OSError as error:
            raise read_error(self.file, error) from error
        with source:
            place = self.content_at
            while chunk := self._chunk(source, place):
                place += len(chunk)
                yield chunk

    def _chunk(self, source: BinaryIO, place: int) -> bytes:
        try:
            return os.pread(source.fileno(), CHUNK, place)
        except OSError as error:
            raise read_error(self.file, error) from error


class SendObserver(Protocol):
    """Is told how far the sending of a mail object is."""

    def before_handover(self, recipients: tuple[str, ...]) -> None:
        """Called before the final dot with the recipients that the server accepted; it returns when the octets may go.

        Raises ``StorageError`` where they may not, and ``AbortedError`` where the sending was aborted.
        """
        ...

    def sent(self, octets: int) -> None:
        """So many more octets of the mail object were sent."""
        ...


class Session(Protocol):
    """An open connection, over which mail objects are sent one after the other."""

    @property
    def is_open(self) -> bool:
        """Whether another mail object can be sent."""
        ...

    def send(self, mail: MailObject, observer: SendObserver) -> Outcomes:
        """Send one mail object and return an outcome for each of its recipients.

        A fault of the connection is in the outcomes and raises nothing. What ``observer`` and the mail object raise
        passes, and then no recipient has the message.
        """
        ...


Tell = Callable[[Stage], None]
"""Is told what a transport waits for, where that takes longer than it should."""


def tell_nobody(_stage: Stage) -> None:
    """A ``Tell`` that shows nothing."""


class Transport(Protocol):
    """A way to send mail: an SMTP server, a command, or this machine's folders."""

    def connect(self, abort: Abort, tell: Tell = tell_nobody) -> AbstractContextManager[Session]:
        """Open a session; raises ``TransportError`` in words for the member.

        When ``abort`` is set, whatever is waited for ends within a second: connecting raises ``AbortedError``, sending
        returns what is known.
        """
        ...


def all_of(
    recipients: tuple[str, ...], state: RecipientState, reply: str = "", why: Reason | None = None
) -> dict[str, Outcome]:
    """The same outcome for each of these recipients."""
    return dict.fromkeys(recipients, replace(outcome(state, reply), why=why))


def outcome(state: RecipientState, reply: str | bytes) -> Outcome:
    """An outcome with the server's words cleaned, and cut to ``LONGEST_REPLY`` characters."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return Outcome(state, clean(text, lines=True)[:LONGEST_REPLY].strip())
