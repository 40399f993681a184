"""What was approved, as SHA-256 of everything that goes to the wire or into Sent; compared when it goes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from composer.errors import NotAsApprovedError


class Digests(msgspec.Struct, frozen=True, kw_only=True):
    """SHA-256 digests, in hexadecimal, by which an approved message is recognized."""

    envelope: str
    """The digest of sender, recipients, and which copy goes to whom."""
    heads: tuple[str, ...]
    """The digest of each copy's head."""
    content: str
    """The digest of the part that all copies share, with every file in it."""
    record: str
    """The digest of the whole record that Sent keeps."""


def of(octets: bytes) -> str:
    """The SHA-256 of some octets, in hexadecimal."""
    return hashlib.sha256(octets).hexdigest()


def of_envelope(sender: str, recipients: Sequence[str], copies: Sequence[Sequence[int]]) -> str:
    """The SHA-256 of the envelopes of all copies, in hexadecimal."""
    return of(json.dumps([sender, recipients, copies], separators=(",", ":")).encode("ascii"))


def required(chunks: Iterable[bytes], approved: str) -> Iterator[bytes]:
    """The same chunks; raises ``NotAsApprovedError`` in the place of their end where their digest is another."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != approved:
        raise NotAsApprovedError


class Writes(Protocol):
    """Something that octets are written to, such as a file."""

    def write(self, octets: bytes, /) -> int:
        """Write all octets; raises ``OSError``, and then some may be written."""
        ...


class HashingFile:
    """A file being written, with the digest of what was written so far."""

    def __init__(self, out: Writes, before: bytes = b"") -> None:
        """``before`` is what the file holds already."""
        self._out = out
        self._digest = hashlib.sha256(before)

    def write(self, octets: bytes) -> int:
        """Write some octets, and add them to the digest; raises ``OSError``."""
        self._digest.update(octets)
        return self._out.write(octets)

    @property
    def sha256(self) -> str:
        """The SHA-256 of everything that the file holds so far, in hexadecimal."""
        return self._digest.hexdigest()
