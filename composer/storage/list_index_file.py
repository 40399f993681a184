"""The form of one index: a checked head that tells whether to believe it, then the members parsed and as written."""

from __future__ import annotations

import hashlib
import os
import stat
import weakref
from pathlib import Path
from typing import TypeVar

import msgspec

from composer import __version__
from composer.storage.regular_file import Stamp
from policy.address import Address
from policy.members import ParsedMembers, as_json

VERSION = 1
_MAGIC = b"presend members\n"
_CHECK = 32
"""Bytes of a SHA-256."""
_PREFIX = len(_MAGIC) + 4 + _CHECK
"""Magic, the length of the head, the checksum of the head."""
_LONGEST_HEAD = 65_536
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH

T = TypeVar("T")


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What is read when the policy is loaded."""

    version: int
    program: str
    """Another presend may read addresses another way."""
    path: bytes
    stamp: tuple[int, int, int, int, int]
    """Of the members file: device, inode, size, and the two times in nanoseconds."""
    digest: str
    """Of the members; also the checksum of the members as written, which come last."""
    columns_size: int
    columns_check: bytes
    texts_size: int


class Columns(msgspec.Struct, frozen=True, array_like=True):
    """``ParsedMembers`` with each domain once."""

    keys: tuple[str, ...]
    locals: tuple[str, ...]
    places: tuple[int, ...]
    """Of each member's domain in ``domains``."""
    domains: tuple[str, ...]
    names: tuple[str, ...]
    has_fault: bool


def encoded(path: Path, stamp: Stamp, digest: str, texts: tuple[str, ...], parsed: ParsedMembers) -> bytes:
    """A whole index file."""
    columns, written = msgspec.msgpack.encode(_columns(parsed)), as_json(texts)
    head = msgspec.msgpack.encode(
        Head(
            version=VERSION,
            program=__version__,
            path=_name(path),
            stamp=_numbers(stamp),
            digest=digest,
            columns_size=len(columns),
            columns_check=hashlib.sha256(columns).digest(),
            texts_size=len(written),
        )
    )
    return b"".join((_MAGIC, len(head).to_bytes(4, "big"), hashlib.sha256(head).digest(), head, columns, written))


class IndexFile:
    """One index that is believed, held open; what lies behind the head is read and checked when it is asked for."""

    def __init__(self, descriptor: int, head: Head, begin: int) -> None:
        """``begin`` is where the columns begin; the descriptor is closed with this object."""
        self._descriptor = descriptor
        self._head = head
        self._begin = begin
        weakref.finalize(self, os.close, descriptor)

    @classmethod
    def open(cls, place: Path, path: Path, stamp: Stamp) -> IndexFile | None:
        """The index at a place; None where it is missing, damaged, somebody else's, or of anything but this file."""
        try:
            descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            return None
        head = _believed(descriptor, path, stamp)
        if head is None:
            os.close(descriptor)
            return None
        size = os.fstat(descriptor).st_size
        return cls(descriptor, head, size - head.columns_size - head.texts_size)

    @property
    def digest(self) -> str:
        """``policy.members.digest_of`` the members."""
        return self._head.digest

    def parsed(self) -> ParsedMembers | None:
        """The members parsed; None where that part is damaged."""
        head = self._head
        data = self._part(self._begin, head.columns_size)
        if hashlib.sha256(data).digest() != head.columns_check:
            return None
        columns = _decoded(data, Columns)
        return _parsed(columns) if columns is not None else None

    def texts(self) -> tuple[str, ...] | None:
        """The members as written; None where that part is damaged."""
        data = self._part(self._begin + self._head.columns_size, self._head.texts_size)
        if hashlib.sha256(data).hexdigest() != self._head.digest:
            return None
        return msgspec.json.decode(data, type=tuple[str, ...])

    def _part(self, begin: int, size: int) -> bytes:
        try:
            return _read(self._descriptor, begin, size)
        except OSError:
            return b""


def _believed(descriptor: int, path: Path, stamp: Stamp) -> Head | None:
    """The head of an index that is the member's own, whole, and of this file as it is now."""
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & _OTHERS_MAY_WRITE:
            return None
        head, begin = _head(descriptor)
    except OSError:
        return None
    if head is None or facts.st_size != begin + head.columns_size + head.texts_size:
        return None
    known = (head.version, head.program, head.path, head.stamp)
    return head if known == (VERSION, __version__, _name(path), _numbers(stamp)) else None


def _head(descriptor: int) -> tuple[Head | None, int]:
    """The head, None where it is damaged, and where it ends."""
    start = _read(descriptor, 0, _PREFIX)
    length = int.from_bytes(start[len(_MAGIC) : -_CHECK], "big")
    if len(start) != _PREFIX or not start.startswith(_MAGIC) or length > _LONGEST_HEAD:
        return None, 0
    data = _read(descriptor, _PREFIX, length)
    if hashlib.sha256(data).digest() != start[-_CHECK:]:
        return None, 0
    return _decoded(data, Head), _PREFIX + length


def _read(descriptor: int, begin: int, size: int) -> bytes:
    """As many bytes from a place on; fewer at the end of the file."""
    found = bytearray()
    while len(found) < size and (piece := os.pread(descriptor, size - len(found), begin + len(found))):
        found += piece
    return bytes(found)


def _decoded(data: bytes, kind: type[T]) -> T | None:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError):  # what another version wrote may have another shape
        return None


def _columns(parsed: ParsedMembers) -> Columns:
    domains = dict.fromkeys(address.domain for address in parsed.addresses)
    places = {domain: place for place, domain in enumerate(domains)}
    return Columns(
        keys=parsed.keys,
        locals=tuple(address.local for address in parsed.addresses),
        places=tuple(places[address.domain] for address in parsed.addresses),
        domains=tuple(domains),
        names=parsed.names,
        has_fault=parsed.has_fault,
    )


def _parsed(columns: Columns) -> ParsedMembers:
    domains = map(columns.domains.__getitem__, columns.places)
    return ParsedMembers(columns.keys, tuple(map(Address, columns.locals, domains)), columns.names, columns.has_fault)


def _name(path: Path) -> bytes:
    return os.fsencode(path.absolute())


def _numbers(stamp: Stamp) -> tuple[int, int, int, int, int]:
    return stamp.device, stamp.inode, stamp.size, stamp.mtime_ns, stamp.ctime_ns
