"""A message comes in on a descriptor; and what a client is told in the end."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from composer.errors import StorageError
from composer.exit_status import Exit
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.rendered import (
    CHUNK,
    NotAMessageError,
    RenderedMessage,
    open_rendered,
    spool,
)
from composer.gate.keeping.kept import KeptMessages, KeptReason, because
from composer.gate.recoding.line_lengths import LONGEST_LINE
from composer.gate.terminal.signals import interrupt_from_now
from composer.gate.unreadable import UnreadableError
from composer.language.paragraph import paragraph
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason, reason_of, reason_words
from composer.storage.atomic import storage_error
from composer.words import _
from policy.addresses.encoded_words import decode_words


class GateResult(Struct, frozen=True):
    """The exit status and the line with which the client is answered."""

    exit: Exit
    sentence: str = ""
    """For standard error; empty where there is nothing to say."""
    kept_id: str | None = None
    """The kept message that it is now; None where it was sent or nothing could be kept."""


def taken_in(stdin_fd: int, kept: KeptMessages, call: SendmailCall) -> RenderedMessage | GateResult:
    """The message on a descriptor as a file of ``kept.incoming``, or why it is not: kept, or none at all."""
    path = spooled(stdin_fd, kept)
    if isinstance(path, GateResult):
        return path
    try:
        interrupt_from_now()
        rendered = open_rendered(path, kept.incoming)
    except UnreadableError as error:
        return _kept(path, kept, call, Exit.DATA, KeptReason.UNREADABLE, reason_of(error))
    except OSError as error:
        return _kept(path, kept, call, Exit.TEMPORARY, KeptReason.INTERRUPTED, reason_of(storage_error(path, error)))
    except KeyboardInterrupt:
        return _kept(path, kept, call, Exit.TEMPORARY, KeptReason.INTERRUPTED, Reason(ReasonCode.INTERRUPTED))
    if rendered.path != path:
        path.unlink(missing_ok=True)
    return rendered


def spooled(stdin_fd: int, kept: KeptMessages) -> Path | GateResult:
    """The message on a descriptor as a file of ``kept.incoming``, read or not, or why there is none."""
    kept.sweep()
    try:
        return spool(stdin_fd, kept.incoming)
    except NotAMessageError:
        return GateResult(Exit.DATA, _("Standard input holds no mail message: it must begin with header fields."))
    except StorageError as error:
        return GateResult(Exit.TEMPORARY, str(error))
    except KeyboardInterrupt:
        return GateResult(
            Exit.TEMPORARY, _("presend was interrupted before it had the whole message. Nothing of it is kept.")
        )


def subject_in(path: Path) -> str:
    """The subject of a message that may not be read otherwise, to know it again in a list."""
    try:
        with path.open("rb") as file:
            start = file.read(CHUNK).partition(b"\r\n\r\n")[0]
    except OSError:
        return ""
    found = re.search(rb"(?im)^subject:([^\r\n]*)", start)
    return decode_words(found[1].decode("utf-8", "replace").strip()) if found else ""


def unreadable_words(error: UnreadableError, folder: Path) -> str:
    """Why a message is not sent as it is written, and where it is kept."""
    from composer.gate.words import told

    return told(str(error), folder)


def _kept(
    path: Path, kept: KeptMessages, call: SendmailCall, status: Exit, reason: KeptReason, why: Reason
) -> GateResult:
    from composer.gate.words import told

    sentence = reason_words(why)
    try:
        folder = kept.keep(path, reason, call, facts=because(why), subject=subject_in(path))
    except StorageError as error:
        return GateResult(status, told(paragraph((sentence, str(error)))))
    finally:
        path.unlink(missing_ok=True)
    return GateResult(status, told(sentence, folder), folder.name)


def recoded_words() -> str:
    """What was done to lines that servers do not take."""
    return _(
        "Sent. Lines over {limit} characters, which servers do not take, were folded in the header and encoded in the "
        "text.",
        limit=LONGEST_LINE,
    )


def recoding_words() -> str:
    """What would be done to lines that servers do not take."""
    return _(
        "Lines over {limit} characters, which servers do not take, would be folded in the header and encoded in the "
        "text.",
        limit=LONGEST_LINE,
    )


def fault(error: Exception) -> Reason:
    """A fault of presend itself, by its kind: what it says may quote the message."""
    return reason(ReasonCode.FAULT, fault=type(error).__name__)
