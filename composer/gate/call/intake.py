"""Receives a message on a descriptor, and makes the result that its client is answered with."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from composer.errors import StorageError
from composer.exit_status import Exit
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.incoming import CHUNK
from composer.gate.call.rendered import NotAMessageError, open_rendered, spool
from composer.gate.keeping.kept import KeptMessages, KeptReason, because
from composer.gate.recoding.line_lengths import LONGEST_LINE
from composer.gate.terminal.signals import interrupt_from_now
from composer.gate.unreadable import UnreadableError
from composer.language.paragraph import paragraph
from composer.message.rendered import RenderedMessage
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import reason, reason_of, reason_words
from composer.storage.atomic import storage_error
from composer.words import _
from policy.addresses.encoded_words import decode_words


class GateResult(Struct, frozen=True):
    """The exit status and the line with which the client is answered."""

    exit: Exit
    sentence: str = ""
    """The line for standard error; empty where there is nothing to say."""
    kept_id: str | None = None
    """The kept message that it is now; None where it was sent or nothing could be kept."""


def received(stdin_fd: int, kept: KeptMessages, call: SendmailCall) -> RenderedMessage | GateResult:
    """The message on a descriptor, as a file of ``kept.incoming``; or the answer where it cannot be sent as it is."""
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
    """The message on a descriptor as a file of ``kept.incoming``, unread; or the answer where there is none."""
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
    """The subject of a message that was not read otherwise, by which a list names it; empty where there is none."""
    try:
        with path.open("rb") as file:
            start = file.read(CHUNK).partition(b"\r\n\r\n")[0]
    except OSError:
        return ""
    found = re.search(rb"(?im)^subject:([^\r\n]*)", start)
    return decode_words(found[1].decode("utf-8", "replace").strip()) if found else ""


def unreadable_words(error: UnreadableError, folder: Path) -> str:
    """The line for standard error: why a message cannot be sent as it is written, and where it is kept."""
    from composer.gate.words import stderr_line

    return stderr_line(str(error), folder)


def _kept(
    path: Path, kept: KeptMessages, call: SendmailCall, status: Exit, reason: KeptReason, why: Reason
) -> GateResult:
    from composer.gate.words import stderr_line

    sentence = reason_words(why)
    try:
        folder = kept.keep(path, reason, call, facts=because(why), subject=subject_in(path))
    except StorageError as error:
        return GateResult(status, stderr_line(paragraph((sentence, str(error)))))
    finally:
        path.unlink(missing_ok=True)
    return GateResult(status, stderr_line(sentence, folder), folder.name)


def recoded_words() -> str:
    """The sentence that lines longer than servers take were folded or encoded."""
    return _(
        "Sent. Lines over {limit} characters, which servers do not take, were folded in the header and encoded in the "
        "text.",
        limit=LONGEST_LINE,
    )


def recoding_words() -> str:
    """The sentence that lines longer than servers take would be folded or encoded."""
    return _(
        "Lines over {limit} characters, which servers do not take, would be folded in the header and encoded in the "
        "text.",
        limit=LONGEST_LINE,
    )


def fault(error: Exception) -> Reason:
    """The reason for a fault of presend itself, by the kind of the error only: its text may quote the message."""
    return reason(ReasonCode.FAULT, fault=type(error).__name__)
