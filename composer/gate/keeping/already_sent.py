"""Kept messages that the client has sent after all: nobody needs to finish them any more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from msgspec import Struct

from composer.errors import StorageError
from composer.gate.call.arguments import SendmailCall
from composer.gate.call.rendered import open_rendered
from composer.gate.keeping.kept import KeptMessages
from composer.gate.unreadable import UnreadableError
from composer.message.composition import Composition
from composer.message.rendered import CHUNK, RenderedMessage
from composer.reading.raw_fields import fields_of, texts
from policy.address import parse_field
from policy.lists.members import mailboxes

_SHOWN = ("from", "to", "cc", "subject")


class _Likeness(Struct, frozen=True):
    """What tells one message from another."""

    message_id: str
    shown: tuple[tuple[str, ...], ...]
    """Values of the fields that the recipients read."""
    recipients: frozenset[str]

    @property
    def sender(self) -> tuple[str, ...]:
        """Who wrote it."""
        return self.shown[0]


def delete_what_was_sent(
    kept: KeptMessages,
    sent: RenderedMessage,
    digest: bytes,
    call: SendmailCall,
    composition: Composition | None,
    own_id: str | None,
) -> None:
    """Delete kept messages that are the one just sent; what cannot be read, or is open elsewhere, stays.

    ``digest`` is that of its content, whose file may be gone by now.

    The same is what has its Message-ID and sender, and else the same sender, recipients, subject and content. A message
    with other recipients under an unchanged header is another delivery of it, which is still to be made.
    """
    with suppress(StorageError, OSError):
        others = [message for message in kept.list() if message.id != own_id]
        if not others:
            return
        now = _likeness(sent, call, composition)
        for message in others:
            with suppress(StorageError, OSError, UnreadableError), _opened(kept, message.id) as then:
                if _is_same(_likeness(then, message.call, message.composition), then, now, digest):
                    kept.delete(message.id)


@contextmanager
def _opened(kept: KeptMessages, kept_id: str) -> Iterator[RenderedMessage]:
    """A kept message as it would be sent; raises ``UnreadableError`` and ``OSError``."""
    rendered = open_rendered(kept.message(kept_id), kept.incoming)
    try:
        yield rendered
    finally:
        rendered.close()
        if rendered.is_recoded:
            rendered.path.unlink(missing_ok=True)


def _is_same(before: _Likeness, then: RenderedMessage, after: _Likeness, digest: bytes) -> bool:
    is_redirected = before.shown[1:3] != after.shown[1:3]
    if before.sender != after.sender or not (is_redirected or before.recipients <= after.recipients):
        return False
    if before.message_id and before.message_id == after.message_id:
        return True
    return before.shown == after.shown and before.recipients <= after.recipients and content_digest(then) == digest


def _likeness(rendered: RenderedMessage, call: SendmailCall, composition: Composition | None) -> _Likeness:
    fields = fields_of(rendered.head)
    if composition is not None:
        named: tuple[str, ...] = (composition.to, composition.cc, composition.bcc)
    elif call.from_header:
        named = tuple(text for name in ("to", "cc", "bcc") for text in texts(fields, name))
    else:
        named = call.recipients
    entries = tuple(entry for text in named for entry in parse_field(text))
    keys = frozenset(mailbox.address.key for mailbox in mailboxes(entries))
    return _Likeness("".join(texts(fields, "message-id")), tuple(texts(fields, name) for name in _SHOWN), keys)


def content_digest(rendered: RenderedMessage) -> bytes:
    """The SHA-256 of what stands below the header; raises ``OSError``."""
    digest = hashlib.sha256()
    with rendered.reading() as file:
        file.seek(rendered.content_at)
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.digest()
