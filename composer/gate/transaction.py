"""One message on its way through the gate, as it stands now."""

from __future__ import annotations

from msgspec import Struct

from composer.gate.call.arguments import SendmailCall
from composer.message.composition import Composition
from composer.message.rendered import RenderedMessage


class Transaction(Struct):
    """What a client handed over, and what has become known of it; each step of the way adds to it."""

    call: SendmailCall
    rendered: RenderedMessage
    composition: Composition | None = None
    """Recipients and options as they stand now, repairs included; None = nobody has read them yet."""
    kept_id: str | None = None
    """Of a message that was kept before, or is while a member is asked."""
    subject: str = ""
    digest: bytes = b""
    """Of the content; empty where nothing was kept that may be the same."""
