"""A message that another client rendered, on disk; the outbox sends its content octet for octet."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from msgspec import Struct

from policy.address import Entry, parse_field
from policy.draft import FileFacts

CHUNK = 262_144


class RenderedMessage(Struct, frozen=True):
    """The client's header and the place of its content."""

    path: Path
    """The whole message with CRLF line ends and without a ``From `` line; private, and nobody changes it."""
    head: bytes
    """The client's fields as they stand in the file, without the empty line."""
    content_at: int
    """Octet of the file at which the empty line begins; what follows is the content."""
    is_8bit: bool = False
    """Whether the content holds octets above 127."""
    files: tuple[FileFacts, ...] = ()
    """The files inside, as ``reading`` found them."""
    to: tuple[Entry, ...] | None = None
    """What To shows instead of what the client wrote; None = the client's own field."""
    cc: tuple[Entry, ...] | None = None
    """The same of Cc."""
    envelope_sender: str | None = None
    """What the client named as the address for bounces; None = From's."""

    def copy_content(self, out: IO[bytes]) -> None:
        """Write the empty line and the content; raises ``OSError``."""
        with self.path.open("rb") as source:
            source.seek(self.content_at)
            while chunk := source.read(CHUNK):
                out.write(chunk)


def envelope_sender_entries(text: str) -> tuple[Entry, ...]:
    """An envelope sender as the rules read addresses; an empty one, which only bounces have, is no address."""
    return parse_field(text) or parse_field("<>")
