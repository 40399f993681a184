"""The result of one check of ``presend doctor``."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Mark(Enum):
    """How a check came out, as the sign printed before its finding."""

    WELL = "ok"
    NOTE = "!"
    """Mail leaves, but there is something to do."""
    UNKNOWN = "?"
    """It cannot be told by reading the settings."""
    FAULT = "x"
    """Mail does not leave, or not as it should."""


class Link(Enum):
    """What ``presend doctor`` checks, from the settings to the server, in the order of the checks."""

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
    """The result of one check."""

    link: Link
    mark: Mark
    words: str
    """A sentence or two: what was found, and what to do about it."""
