"""A message that another client rendered, on disk; the outbox sends its content octet for octet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO

from msgspec import Struct

from composer.disk.held_file import HeldFile
from policy.address import Entry, parse_field
from policy.draft import Draft

CHUNK = 262_144


class RenderedMessage(Struct, frozen=True):
    """A rendered message: its header in memory, and its file, in which the content stays."""

    path: Path
    """The whole message with CRLF line ends and without a ``From `` line; private, and ``sha256`` tells a change."""
    head: bytes
    """The client's fields as they stand in the file, without the empty line."""
    content_at: int
    """Octet of the file at which the empty line begins; what follows is the content."""
    is_8bit: bool = False
    """Whether the content holds octets above 127."""
    to: tuple[Entry, ...] | None = None
    """What To shows instead of what the client wrote; None = the client's own field."""
    cc: tuple[Entry, ...] | None = None
    """What Cc shows instead of what the client wrote; None = the client's own field."""
    sha256: str = ""
    """SHA-256, hex, of the whole file as it was judged."""
    envelope_sender: str | None = None
    """What the client named as the address for bounces; None = From's."""
    read: Draft = Draft()
    """The message as ``composer.reading`` parsed it."""
    is_recoded: bool = False
    """Whether lines of it were longer than servers take, so that they were folded or encoded."""
    held: HeldFile | None = None
    """The file that ``path`` led to when it was read first; None = not held."""

    @contextmanager
    def reading(self) -> Iterator[BufferedReader]:
        """The whole file, open at its beginning; raises ``OSError``."""
        with self.path.open("rb") if self.held is None else self.held.reading() as file:
            yield file

    @property
    def is_untouched(self) -> bool:
        """Whether what lies at ``path`` is what was read first, as it was then, as far as that is known."""
        return self.held is None or self.held.is_untouched_at(self.path)

    def close(self) -> None:
        """Close the held file; the message cannot be read from it any more."""
        if self.held is not None:
            self.held.close()

    def copy_content(self, out: IO[bytes]) -> str:
        """Write the empty line and the content; returns the SHA-256 of the whole file, hex. Raises ``OSError``."""
        with self.reading() as source:
            digest = hashlib.sha256(source.read(self.content_at))
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                out.write(chunk)
        return digest.hexdigest()

    def digest(self) -> str:
        """SHA-256, hex, of the whole file as it is now; raises ``OSError``."""
        with self.reading() as source:
            return hashlib.file_digest(source, "sha256").hexdigest()


def envelope_sender_entries(text: str) -> tuple[Entry, ...]:
    """An envelope sender as the rules read addresses; an empty one, which only bounces have, is no address."""
    return parse_field(text) or parse_field("<>")
