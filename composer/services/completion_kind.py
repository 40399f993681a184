"""Where a completion was found; apart from the services, which a single look-up does without."""

from __future__ import annotations

from enum import Enum


class CompletionKind(Enum):
    """Whence an address is known: the contacts, mail that was sent, or the policy's mailing lists."""

    CONTACT = "contact"
    SENT = "sent"
    LIST = "list"
