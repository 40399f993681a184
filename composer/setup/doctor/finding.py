"""One thing that was looked at."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Mark(Enum):
    """How it is."""

    WELL = "ok"
    NOTE = "!"
    """Mail leaves, and still there is something to do."""
    FAULT = "x"
    """Mail does not leave, or not as it should."""


class Link(Enum):
    """The links of the chain, in the order they are looked at."""

    PROGRAM = "program"
    SETTINGS = "settings"
    POLICY = "policy"
    IDENTITIES = "identities"
    TRANSPORT = "transport"
    OUTBOX = "outbox"
    TERMINAL = "terminal"
    LANGUAGE = "language"
    CLIENTS = "clients"


class Finding(Struct, frozen=True):
    """What was found of one link."""

    link: Link
    mark: Mark
    words: str
    """A sentence or two: what is so, and what to do."""
