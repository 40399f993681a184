"""Everybody the member knows, in one file, so that a single question needs neither policy nor address book.

It is believed only while none of its sources changed.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from composer.disk.regular_file import CLOCK_GRAIN
from composer.services.completion_kind import CompletionKind

_CARDS = (".vcf", ".vcard")
FORM = 3
"""Of the texts; a file with others is made anew."""
_CHECK = 8
"""Hexadecimal digits of a CRC-32, on a line of their own."""


class Found(Struct, frozen=True):
    """One person or list as the file has it."""

    address: str
    name: str
    kind: CompletionKind
    inside: bool
    """Whether the policy counts the address as internal."""
    member_count: int | None
    """The number of a list's members; None where it is no list or cannot be expanded."""


class KnownPeople(Struct, frozen=True):
    """Everybody in the file, best first."""

    texts: Sequence[str]
    """The ``searched_text`` of each person."""
    people: Sequence[Sequence[object]]
    """The values of a ``Found`` for each person, its kind as a token."""
    languages: Sequence[str | None]
    """The member's language and the UI language, as the settings have them."""

    def found(self, at: int) -> Found:
        """The person at an index of ``people``."""
        address, name, kind, inside, count = self.people[at]
        number = count if isinstance(count, int) else None
        return Found(str(address), str(name), CompletionKind(kind), bool(inside), number)


class Watched:
    """The stamps of the sources before they were read, by which a later change is noticed."""

    def __init__(self) -> None:
        self.stamps: dict[str, list[int] | None] = {}

    def note(self, path: Path) -> None:
        """Keep the stamp of a file or folder, which need not exist; the first stamp of a path stays."""
        self.stamps.setdefault(str(path), _stamp(str(path)))

    def note_cards(self, folder: Path) -> None:
        """Keep the stamps of a folder, of all folders below it, and of every vCard file in them."""
        self.note(folder)
        for place, _folders, names in os.walk(folder):
            self.note(Path(place))
            for name in names:
                if name.casefold().endswith(_CARDS):
                    self.note(Path(place, name))


class PeopleFile:
    """The file on disk; a missing or damaged one is made anew."""

    def __init__(self, path: Path, key: Sequence[str], now_ns: Callable[[], int] = time.time_ns) -> None:
        """Use the file at ``path``; ``key`` holds whatever the answers depend on beside the sources."""
        self._path = path
        self._key = [str(FORM), *key]
        self._now_ns = now_ns

    def load(self) -> KnownPeople | None:
        """Everybody in the file; None where it is missing, damaged or older than a source."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return None
        check, body = data[:_CHECK], data[_CHECK:]
        if check != _check(body):
            return None
        kept = json.loads(body)
        if kept["key"] != self._key or any(_stamp(path) != stamp for path, stamp in kept["stamps"].items()):
            return None
        return KnownPeople(kept["texts"], kept["people"], kept["languages"])

    def save(self, people: KnownPeople, watched: Watched) -> None:
        """Keep everybody, unless a source was written a moment ago; a disk that says no only costs time."""
        from composer.disk.durable import make_folder, replace_file

        newest = max(_times(watched), default=0)
        if self._now_ns() - newest < CLOCK_GRAIN:
            return
        kept = {
            "key": self._key,
            "stamps": watched.stamps,
            "texts": people.texts,
            "people": people.people,
            "languages": people.languages,
        }
        body = json.dumps(kept).encode()
        with suppress(OSError):
            make_folder(self._path.parent)
            replace_file(self._path, _check(body) + body)


def _check(body: bytes) -> bytes:
    return f"{zlib.crc32(body):08x}".encode()


def _stamp(path: str) -> list[int] | None:
    """Times (nanoseconds), size and inode of a file; None where ``stat`` fails."""
    try:
        facts = os.stat(path)  # noqa: PTH116  # thousands of them, each time
    except (OSError, ValueError):
        return None
    return [facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino]


def _times(watched: Watched) -> Iterator[int]:
    for stamp in watched.stamps.values():
        if stamp is not None:
            yield max(stamp[:2])
