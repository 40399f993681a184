"""The state of one message in the gate, from its call to its end."""

from __future__ import annotations

from msgspec import Struct

from composer.gate.call.arguments import SendmailCall
from composer.message.composition import Composition
from composer.message.rendered import RenderedMessage


class Transaction(Struct):
    """The message that a client handed over, with what is known of it so far; each step adds to it."""

    call: SendmailCall
    rendered: RenderedMessage
    composition: Composition | None = None
    """Recipients and options as they stand now, repairs included; None = nobody has read them yet."""
    kept_id: str | None = None
    """The id of the message among the kept ones, where it was kept before or is kept while its member is asked."""
    subject: str = ""
    digest: bytes = b""
    """The digest of the content; empty where no kept message can be the same."""
