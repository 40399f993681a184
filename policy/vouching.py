"""Whether the machine's administrator says which addresses are a member's own."""

from __future__ import annotations

from enum import Enum


class Vouching(Enum):
    """What the machine's administrator says of the person who is logged in."""

    NAMED = "named"
    """Their login is named, and their identities are those that stand there."""
    SILENT = "silent"
    """Nothing is said of anybody: the identities are the member's own word."""
    ABSENT = "absent"
    """Other logins are named, and theirs is not."""
