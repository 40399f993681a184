"""How many pieces a header may have: each alone is read at once, and hundreds of thousands would hold a client up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from composer.reading.raw_fields import RawField
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason
from policy.entries import OTHER_FIELDS

MOST_FIELDS = 10_000
"""Fields of a header that are read."""
MOST_ADDRESSES = 25_000
"""Commas, colons and semicolons that may stand in all address fields together."""
MOST_MARKS = 200_000
"""The same of these, brackets, quotes and backslashes."""
_ADDRESS_FIELDS = OTHER_FIELDS | {"from", "to", "cc", "bcc"}
_SEPARATORS = b",:;"
_MARKS = b',:;()<>"\\'


def excess_of(fields: Sequence[RawField]) -> Reason | None:
    """What a header has too much of, with the limit; None where it can be read within moments."""
    if len(fields) > MOST_FIELDS:
        return reason(ReasonCode.MANY_FIELDS, limit=MOST_FIELDS)
    written = [field.octets for field in fields if field.name in _ADDRESS_FIELDS]
    if _count(written, _SEPARATORS) > MOST_ADDRESSES:
        return reason(ReasonCode.MANY_SEPARATORS, limit=MOST_ADDRESSES)
    if _count(written, _MARKS) > MOST_MARKS:
        return reason(ReasonCode.MANY_MARKS, limit=MOST_MARKS)
    return None


def _count(written: Iterable[bytes], marks: bytes) -> int:
    return sum(len(octets) - len(octets.translate(None, marks)) for octets in written)
