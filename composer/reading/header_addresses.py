"""Parses the address fields of a finished message strictly, as they will be sent."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from composer.reading.raw_fields import RawField
from policy.address import Entry, Malformed, parse_field
from policy.addresses.fault import AddressFault
from policy.entries import malformed_in

OTHER_SENDERS = ("sender", "resent-from", "resent-sender")
"""Fields beside From in whose name a message goes out (RFC 5322, 3.6.2 and 3.6.6)."""
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
"""What ends a line for one reader and is a letter for another; no address field may hold it (RFC 5322, 2.2)."""
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
"""White space for people, and for RFC 6532 a letter that an address may hold; in a name it says the same to both."""
_A_LETTER_THAT_ADDRESSES_LACK = "\u00ad"


def entries_of(fields: Iterable[RawField], *names: str) -> tuple[Entry, ...]:
    """The entries of every field of these names (lower case), in order; what nobody could write back is malformed."""
    return tuple(entry for field in fields if field.name in names for entry in _entries(field.value))


def _entries(text: str) -> Iterator[Entry]:
    entries = _read(text)
    yield from entries
    ends = {bad.start: bad.end for bad in malformed_in(entries)}
    starts = sorted(ends)
    place = 0
    while found := _CONTROL.search(text, place):
        before = bisect_right(starts, found.start())
        named_to = ends[starts[before - 1]] if before else -1
        if named_to < found.start():
            bad = _around(text, found.start())
            named_to = bad.end
            yield bad
        place = max(named_to, found.end())


def _read(text: str) -> tuple[Entry, ...]:
    """The entries; an address with wide white space around it, which a member's typing may have, is malformed here."""
    entries = parse_field(text)
    if text.isascii() or not _WIDE_SPACE.search(text):
        return entries
    strictly = parse_field(_WIDE_SPACE.sub(_A_LETTER_THAT_ADDRESSES_LACK, text))
    bad = tuple(malformed_in(strictly))
    known = {(one.start, one.end) for one in malformed_in(entries)}
    news = (one for one in bad if (one.start, one.end) not in known)
    return (*entries, *(replace(one, text=text[one.start : one.end]) for one in news))


def _around(text: str, place: int) -> Malformed:
    """The piece between the commas around an index, as malformed."""
    start = text.rfind(",", 0, place) + 1
    found = text.find(",", place)
    end = found if found >= 0 else len(text)
    return Malformed(text[start:end], AddressFault.INVISIBLE, start, end)
