"""The kinds of completions; a module of its own, because a single look-up on the command line needs no services."""

from __future__ import annotations

from enum import Enum


class CompletionKind(Enum):
    """Where an address is known from: the contacts, sent mail, or the policy's mailing lists."""

    CONTACT = "contact"
    SENT = "sent"
    LIST = "list"
