"""Indexes of large members files in the member's state folder, each trusted only while its file is unchanged."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from composer.disk.durable import make_folder, replace_file
from composer.disk.regular_file import CLOCK_GRAIN, Stamp, demand_regular, read_regular
from composer.storage.policy.list_index_file import IndexFile, encoded
from policy.document import members_in
from policy.lists.members import LazyMembers, Outline, ParsedMembers, digest_of, parse_members

WORTH_AN_INDEX = 32_768
"""Bytes from which on a members file gets an index; a smaller one is read about as fast as its index."""
ReadFile = Callable[[Path], tuple[bytes, Stamp]]
"""Reads a regular file; raises OSError or ValueError."""
ReadList = Callable[[Path], tuple["str | LazyMembers", Stamp]]
"""Reads a members file; raises OSError or ValueError (UnicodeDecodeError)."""


def read_again(path: Path) -> tuple[str | LazyMembers, Stamp]:
    """The members of a file, read without any index; those of a large one are parsed when they are needed."""
    data, stamp = read_regular(path)
    text = data.decode("utf-8-sig")
    if len(data) < WORTH_AN_INDEX:
        return text, stamp
    found = _InMemory(members_in(text))
    return LazyMembers(found.digest, found), stamp


class ListIndexes:
    """The indexes in one folder, which need not exist and need not be writable; several processes may share it."""

    def __init__(
        self,
        folder: Path,
        read: ReadFile = read_regular,
        now_ns: Callable[[], int] = time.time_ns,
        worth_an_index: int = WORTH_AN_INDEX,
    ) -> None:
        self._folder = folder
        self._read = read
        self._now_ns = now_ns
        self._worth_an_index = worth_an_index

    def members(self, path: Path) -> tuple[str | LazyMembers, Stamp]:
        """The text of a small members file, the indexed members of a large one, and the stamp of what was read.

        Raises OSError or ValueError (UnicodeDecodeError) where the file cannot be read.
        """
        facts = path.stat()
        demand_regular(facts, path)
        if facts.st_size >= self._worth_an_index:
            index = IndexFile.open(self.place_of(path), path, Stamp.of(facts))
            if index is not None:
                return LazyMembers(index.digest, _Reader(self, path, index)), Stamp.of(facts)
        data, stamp = self._read(path)
        text = data.decode("utf-8-sig")
        return (self._indexed(path, stamp, text) if len(data) >= self._worth_an_index else text), stamp

    def place_of(self, path: Path) -> Path:
        """The path of the index of a members file."""
        name = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:32]
        return self._folder / f"{name}.index"

    def restored(self, path: Path, digest: str) -> _InMemory | None:
        """Members whose index turned out to be damaged, read again; None where the file says something else now."""
        try:
            data, stamp = self._read(path)
            found = _in_memory(data.decode("utf-8-sig"))
        except (OSError, ValueError):
            return None
        if found.digest != digest:
            return None
        self._write(path, stamp, found)
        return found

    def _indexed(self, path: Path, stamp: Stamp, text: str) -> LazyMembers:
        found = _in_memory(text)
        self._write(path, stamp, found)
        return LazyMembers(found.digest, found)

    def _write(self, path: Path, stamp: Stamp, found: _InMemory) -> None:
        """Write an index, unless the members file is so new that another write could go unnoticed."""
        if self._now_ns() - max(stamp.mtime_ns, stamp.ctime_ns) < CLOCK_GRAIN:
            return
        with suppress(OSError):  # an index only saves time
            make_folder(self._folder)
            replace_file(self.place_of(path), encoded(path, stamp, found.digest, found.texts(), found.parsed()))


class _InMemory:
    """Members that were just read, and are parsed on first use."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        self.digest = digest_of(texts)
        self._texts = texts

    def outline(self) -> None:
        """None: there is nothing quicker than the members that are in memory."""

    def texts(self) -> tuple[str, ...]:
        return self._texts

    def parsed(self) -> ParsedMembers:
        return self._parsed

    @cached_property
    def _parsed(self) -> ParsedMembers:
        return parse_members(self._texts)


class _Reader:
    """Members behind an open index, always those of its digest; a damaged index is made anew."""

    def __init__(self, indexes: ListIndexes, path: Path, index: IndexFile) -> None:
        self._indexes = indexes
        self._path = path
        self._index = index

    def outline(self) -> Outline | None:
        return self._index.outline()

    def texts(self) -> tuple[str, ...] | None:
        found = self._index.texts()
        if found is None and (restored := self._restored()) is not None:
            return restored.texts()
        return found

    def parsed(self) -> ParsedMembers | None:
        found = self._index.parsed()
        if found is None and (restored := self._restored()) is not None:
            return restored.parsed()
        return found

    def _restored(self) -> _InMemory | None:
        return self._indexes.restored(self._path, self._index.digest)


def _in_memory(text: str) -> _InMemory:
    return _InMemory(members_in(text))
