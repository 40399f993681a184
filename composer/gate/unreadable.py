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
    """It is a message, which cannot be sent as it is written; one sentence, and the message is kept."""


def unreadable_parts(error: StructureError) -> UnreadableError:
    """What to raise where the parts of a message are not read to the end; the sentence names the limit."""
    match error:
        case TooManyPartsError():
            return failure(UnreadableError, ReasonCode.MANY_PARTS, limit=MOST_PARTS)
        case LongPartHeadError():
            return failure(UnreadableError, ReasonCode.LONG_PART_HEADER, limit=LONGEST_HEAD)
    return failure(UnreadableError, ReasonCode.DEEP_PARTS)
