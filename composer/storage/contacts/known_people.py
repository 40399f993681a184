"""Everybody the member knows, in one file for single questions: no policy and no address book is read to answer one.

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

from composer.services.completion_kind import CompletionKind

SETTLED = 100_000_000
"""Nanoseconds after which a source that is written again has another time, however coarse the file system's clock."""
_CARDS = (".vcf", ".vcard")
_CHECK = 8
"""Hexadecimal digits of a CRC-32, on a line of their own."""


class Found(Struct, frozen=True):
    """One person or list."""

    address: str
    name: str
    kind: CompletionKind
    inside: bool
    """False for external and unknown."""
    member_count: int | None
    """Of a list; None where it is none or cannot be expanded."""


class KnownPeople(Struct, frozen=True):
    """Best first."""

    texts: Sequence[str]
    """What ``search_once`` looks in."""
    people: Sequence[Sequence[object]]
    """The fields of a ``Found``, its kind by its value."""
    languages: Sequence[str | None]
    """The member's language and the UI language, as the settings have them."""

    def found(self, at: int) -> Found:
        """One of them."""
        address, name, kind, inside, count = self.people[at]
        number = count if isinstance(count, int) else None
        return Found(str(address), str(name), CompletionKind(kind), bool(inside), number)


class Watched:
    """What each source was before it was read."""

    def __init__(self) -> None:
        self.stamps: dict[str, list[int] | None] = {}

    def note(self, path: Path) -> None:
        """Of a file or folder, which need not be there; what was noted first counts."""
        self.stamps.setdefault(str(path), _stamp(str(path)))

    def note_cards(self, folder: Path) -> None:
        """Of every folder below one and every file of cards."""
        self.note(folder)
        for place, _folders, names in os.walk(folder):
            self.note(Path(place))
            for name in names:
                if name.casefold().endswith(_CARDS):
                    self.note(Path(place, name))


class PeopleFile:
    """The file; without one, or with a damaged one, it is made anew."""

    def __init__(self, path: Path, key: Sequence[str], now_ns: Callable[[], int] = time.time_ns) -> None:
        """``key`` holds whatever decides beside the sources: version, places, variables."""
        self._path = path
        self._key = list(key)
        self._now_ns = now_ns

    def load(self) -> KnownPeople | None:
        """Everybody; None where the file cannot be believed."""
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
        if self._now_ns() - newest < SETTLED:
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
    """Times, size and inode; None where nothing can be told."""
    try:
        facts = os.stat(path)  # noqa: PTH116  # thousands of them, each time
    except (OSError, ValueError):
        return None
    return [facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino]


def _times(watched: Watched) -> Iterator[int]:
    for stamp in watched.stamps.values():
        if stamp is not None:
            yield max(stamp[:2])
