"""A message comes in on a descriptor; and what a client is told in the end."""

from __future__ import annotations

from msgspec import Struct

from composer.errors import StorageError
from composer.exit_status import Exit
from composer.gate.keeping.kept import KeptMessages
from composer.gate.call.rendered import NotAMessageError, RenderedMessage, spool
from composer.message.raw_fields import NotFieldsError
from composer.words import _


class GateResult(Struct, frozen=True):
    """What the client is told."""

    exit: Exit
    sentence: str = ""
    """For standard error; empty where there is nothing to say."""
    kept_id: str | None = None
    """The kept message that it is now; None where it was sent or nothing could be kept."""


def taken_in(stdin_fd: int, kept: KeptMessages) -> RenderedMessage | GateResult:
    """The message on a descriptor as a file of ``kept.incoming``, or why there is none."""
    kept.sweep()
    try:
        return spool(stdin_fd, kept.incoming)
    except NotAMessageError as error:
        return GateResult(Exit.DATA, _no_message_words(error))
    except StorageError as error:
        return GateResult(Exit.TEMPORARY, str(error))
    except KeyboardInterrupt:
        return GateResult(Exit.TEMPORARY, interrupted_words())


def _no_message_words(error: NotAMessageError) -> str:
    match error.__cause__:
        case NotFieldsError(line=line) if line > 1:
            return _("Line {line} of the header is no field. A field is a name, a colon and a value.", line=line)
    return _("Standard input holds no mail message: it must begin with header fields.")


def interrupted_words() -> str:
    """A signal ended it."""
    return _("presend was interrupted.")


def fault_words(error: Exception) -> str:
    """A fault of presend itself, by its kind: what it says may quote the message."""
    return _("presend failed by a fault of its own ({fault}).", fault=type(error).__name__)
