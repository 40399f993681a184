"""The file format of an index: a head with checksums, then the members parsed and as written."""

from __future__ import annotations

import hashlib
import os
import stat
import weakref
from enum import IntEnum
from functools import partial
from pathlib import Path

import msgspec

from composer import __version__
from composer.disk.regular_file import Stamp
from policy.addresses.routing import any_may_route
from policy.lists.members import Outline, ParsedMembers, as_json

VERSION = 2
_MAGIC = b"presend members\n"
_CHECK = 32
"""Bytes of a SHA-256 checksum."""
_PREFIX = len(_MAGIC) + 4 + _CHECK
"""Bytes before the head: magic, the head's length, the head's checksum."""
_LONGEST_HEAD = 65_536
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Head(msgspec.Struct, frozen=True, array_like=True):
    """The part of an index that is read when the policy is loaded."""

    version: int
    program: str
    """The version of presend, for another one may parse addresses otherwise."""
    path: bytes
    stamp: tuple[int, int, int, int, int]
    """The members file's device, inode, size (bytes), and its mtime and ctime (nanoseconds)."""
    digest: str
    """``policy.lists.members.digest_of`` the members."""
    sizes: tuple[int, ...]
    """Bytes of the parts behind the head, in the order of ``Part``."""
    checks: tuple[bytes, ...]
    """The SHA-256 of each part."""


class Part(IntEnum):
    """The parts behind the head, each read only when it is asked for."""

    SUMMARY = 0
    KEYS = 1
    """The keys in UTF-8, with a line feed before and behind each."""
    COLUMNS = 2
    TEXTS = 3
    """The members as written, as a JSON array."""


class Summary(msgspec.Struct, frozen=True, array_like=True):
    """The facts about members that need no look at each of them."""

    count: int
    domains: tuple[str, ...]
    """The domains of the members, each once."""
    has_fault: bool


class Columns(msgspec.Struct, frozen=True, array_like=True):
    """The columns of ``ParsedMembers`` that no other part holds."""

    locals: tuple[str, ...]
    places: tuple[int, ...]
    """The index of each member's domain among the summary's domains."""
    names: tuple[str, ...]


_HEAD = msgspec.msgpack.Decoder(Head)
_SUMMARY = msgspec.msgpack.Decoder(Summary)
_COLUMNS = msgspec.msgpack.Decoder(Columns)


def encoded(path: Path, stamp: Stamp, digest: str, texts: tuple[str, ...], parsed: ParsedMembers) -> bytes:
    """The bytes of an index file."""
    parts = _parts(texts, parsed)
    head = msgspec.msgpack.encode(
        Head(
            version=VERSION,
            program=__version__,
            path=_name(path),
            stamp=_numbers(stamp),
            digest=digest,
            sizes=tuple(map(len, parts)),
            checks=tuple(hashlib.sha256(part).digest() for part in parts),
        )
    )
    return b"".join((_MAGIC, len(head).to_bytes(4, "big"), hashlib.sha256(head).digest(), head, *parts))


class IndexFile:
    """An index that is trusted, held open; a part behind the head is read and checked when it is asked for."""

    def __init__(self, descriptor: int, head: Head, begin: int) -> None:
        """``begin`` is the offset of the parts in bytes; the descriptor is closed with this object."""
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
        return cls(descriptor, head, os.fstat(descriptor).st_size - sum(head.sizes))

    @property
    def digest(self) -> str:
        """The digest of the members in the index, as ``policy.lists.members.digest_of`` makes it."""
        return self._head.digest

    def outline(self) -> Outline | None:
        """The outline of the members; None where a part that it needs is damaged."""
        summary, keys = self._summary(), self._part(Part.KEYS)
        if summary is None or keys is None:
            return None
        return Outline(
            summary.count, summary.domains, summary.has_fault, any_may_route(keys.decode()), partial(_holds, keys)
        )

    def parsed(self) -> ParsedMembers | None:
        """The members parsed; None where one of the parts is damaged."""
        summary, keys, data = self._summary(), self._part(Part.KEYS), self._part(Part.COLUMNS)
        if summary is None or keys is None or data is None:
            return None
        columns = _COLUMNS.decode(data)
        domains = tuple(map(summary.domains.__getitem__, columns.places))
        return ParsedMembers(
            tuple(keys.decode().split("\n")[1:-1]), columns.locals, domains, columns.names, summary.has_fault
        )

    def texts(self) -> tuple[str, ...] | None:
        """The members as written; None where that part is damaged."""
        data = self._part(Part.TEXTS)
        return None if data is None else msgspec.json.decode(data, type=tuple[str, ...])

    def _summary(self) -> Summary | None:
        data = self._part(Part.SUMMARY)
        return None if data is None else _SUMMARY.decode(data)

    def _part(self, part: Part) -> bytes | None:
        """The bytes of one part; None where it is damaged."""
        sizes = self._head.sizes
        try:
            data = _read(self._descriptor, self._begin + sum(sizes[:part]), sizes[part])
        except OSError:
            return None
        return data if hashlib.sha256(data).digest() == self._head.checks[part] else None


def _believed(descriptor: int, path: Path, stamp: Stamp) -> Head | None:
    """The head of an index that is the member's own, whole, and of this file as it is now."""
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & _OTHERS_MAY_WRITE:
            return None
        head, begin = _head(descriptor)
    except OSError:
        return None
    if head is None or facts.st_size != begin + sum(head.sizes):
        return None
    known = (head.version, head.program, head.path, head.stamp)
    return head if known == (VERSION, __version__, _name(path), _numbers(stamp)) else None


def _head(descriptor: int) -> tuple[Head | None, int]:
    """The head (None where it is damaged) and the offset behind it, in bytes."""
    start = _read(descriptor, 0, _PREFIX)
    length = int.from_bytes(start[len(_MAGIC) : -_CHECK], "big")
    if len(start) != _PREFIX or not start.startswith(_MAGIC) or length > _LONGEST_HEAD:
        return None, 0
    data = _read(descriptor, _PREFIX, length)
    if hashlib.sha256(data).digest() != start[-_CHECK:]:
        return None, 0
    return _decoded_head(data), _PREFIX + length


def _read(descriptor: int, begin: int, size: int) -> bytes:
    """As many bytes from a place on; fewer at the end of the file."""
    found = bytearray()
    while len(found) < size and (piece := os.pread(descriptor, size - len(found), begin + len(found))):
        found += piece
    return bytes(found)


def _decoded_head(data: bytes) -> Head | None:
    try:
        return _HEAD.decode(data)
    except (msgspec.MsgspecError, ValueError):  # what another version wrote may have another shape
        return None


def _parts(texts: tuple[str, ...], parsed: ParsedMembers) -> tuple[bytes, ...]:
    """The parts of an index in the order of ``Part``; no key holds a line feed, which separates addresses."""
    places = {domain: place for place, domain in enumerate(dict.fromkeys(parsed.domains))}
    summary = Summary(len(parsed.keys), tuple(places), parsed.has_fault)
    columns = Columns(parsed.locals, tuple(map(places.__getitem__, parsed.domains)), parsed.names)
    keys = "\n".join(("", *parsed.keys, "")).encode()
    return msgspec.msgpack.encode(summary), keys, msgspec.msgpack.encode(columns), as_json(texts)


def _holds(keys: bytes, key: str) -> bool:
    return f"\n{key}\n".encode() in keys


def _name(path: Path) -> bytes:
    return os.fsencode(path.absolute())


def _numbers(stamp: Stamp) -> tuple[int, int, int, int, int]:
    return stamp.device, stamp.inode, stamp.size, stamp.mtime_ns, stamp.ctime_ns
