"""Where a completion was found; apart from the services, which a single look-up does without."""

from __future__ import annotations

from enum import Enum


class CompletionKind(Enum):
    """Where a completion was found."""

    CONTACT = "contact"
    SENT = "sent"
    LIST = "list"
