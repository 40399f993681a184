"""While a member takes their time to answer, a message lies where ``presend drafts`` finds it, whatever happens."""

from __future__ import annotations

from contextlib import ExitStack, suppress

from msgspec.structs import replace

from composer.errors import StorageError
from composer.gate.call.arguments import SendmailCall
from composer.gate.keeping.kept import KeptMessages, KeptReason, because
from composer.message.composition import Composition
from composer.message.rendered import RenderedMessage
from composer.reasons import Reason, ReasonCode


def keep_meanwhile(
    kept: KeptMessages,
    rendered: RenderedMessage,
    call: SendmailCall,
    subject: str,
    composition: Composition | None,
    claims: ExitStack,
) -> tuple[str | None, RenderedMessage]:
    """Keep a message durably before its member is asked: its id, and the message in its new place.

    Until ``claims`` is closed no other process finishes it. Where the disk fails the member is asked all the same; the
    id is None then.
    """
    kept_id = kept.new_id()
    with suppress(StorageError):
        kept.keep(
            rendered.path,
            KeptReason.INTERRUPTED,
            call,
            facts=because(Reason(ReasonCode.INTERRUPTED)),
            subject=subject,
            composition=composition,
            kept_id=kept_id,
        )
        claims.enter_context(kept.claimed(kept_id))
    place = kept.message(kept_id)
    return (kept_id, replace(rendered, path=place)) if place.exists() else (None, rendered)
