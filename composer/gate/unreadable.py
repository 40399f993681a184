"""A message of another client that cannot be sent as it is written, and why."""

from __future__ import annotations

from composer.errors import PresendError
from composer.reading.mime_leaves import (
    LONGEST_HEAD,
    MOST_PARTS,
    LongPartHeadError,
    StructureError,
    TooManyPartsError,
)
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure


class UnreadableError(PresendError):
    """A message that cannot be sent as it is written; the sentence says why, and the message is kept."""


def unreadable_parts(error: StructureError) -> UnreadableError:
    """The error for a message whose parts cannot all be read; its sentence names the limit."""
    match error:
        case TooManyPartsError():
            return failure(UnreadableError, ReasonCode.MANY_PARTS, limit=MOST_PARTS)
        case LongPartHeadError():
            return failure(UnreadableError, ReasonCode.LONG_PART_HEADER, limit=LONGEST_HEAD)
    return failure(UnreadableError, ReasonCode.DEEP_PARTS)
