"""The result of one check of ``presend doctor``."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Mark(Enum):
    """How well a link of the chain is, as the sign printed before it."""

    WELL = "ok"
    NOTE = "!"
    """Mail leaves, and still there is something to do."""
    UNKNOWN = "?"
    """It cannot be told by reading the settings."""
    FAULT = "x"
    """Mail does not leave, or not as it should."""


class Link(Enum):
    """The links of the chain from settings to server, in the order in which they are checked."""

    PROGRAM = "program"
    SETTINGS = "settings"
    POLICY = "policy"
    IDENTITIES = "identities"
    TRANSPORT = "transport"
    MAILBOX = "mailbox"
    OUTBOX = "outbox"
    AUDIT = "audit"
    TERMINAL = "terminal"
    LANGUAGE = "language"
    CLIENTS = "clients"


class Finding(Struct, frozen=True):
    """What one check found out about a link."""

    link: Link
    mark: Mark
    words: str
    """A sentence or two: what was found, and what to do about it."""
