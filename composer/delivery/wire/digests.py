"""What was approved, as SHA-256 of everything that goes to the wire or into Sent; compared when it goes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from composer.errors import NotAsApprovedError


class Digests(msgspec.Struct, frozen=True, kw_only=True):
    """What an approved message is recognized by: digests in hexadecimal."""

    envelope: str
    """Of sender, recipients, and which copy goes to whom."""
    heads: tuple[str, ...]
    """Of the head of each copy."""
    content: str
    """Of the part that all copies share, with every file in it."""
    record: str
    """Of what Sent keeps, whole."""


def of(octets: bytes) -> str:
    """The SHA-256 of some octets, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def of_envelope(sender: str, recipients: Sequence[str], copies: Sequence[Sequence[int]]) -> str:
    """Of the envelopes of all copies."""
    return of(json.dumps([sender, recipients, copies], separators=(",", ":")).encode("ascii"))


def required(chunks: Iterable[bytes], approved: str) -> Iterator[bytes]:
    """The same chunks; raises ``NotAsApprovedError`` in the place of their end where they were others."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != approved:
        raise NotAsApprovedError


class Writes(Protocol):
    """What takes octets, as a file does."""

    def write(self, octets: bytes, /) -> int:
        """Write all octets; raises ``OSError``, and then some may be written."""
        ...


class HashingFile:
    """A file that is written, and what has been written to it."""

    def __init__(self, out: Writes, before: bytes = b"") -> None:
        """``before`` is what the file holds already."""
        self._out = out
        self._digest = hashlib.sha256(before)

    def write(self, octets: bytes) -> int:
        """Write some octets, and count them in; raises ``OSError``."""
        self._digest.update(octets)
        return self._out.write(octets)

    @property
    def sha256(self) -> str:
        """The SHA-256 of everything that the file holds so far, in hexadecimal."""
        return self._digest.hexdigest()
