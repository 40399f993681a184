"""Exit statuses of every verb, as in sysexits.h."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a verb leaves with."""

    OK = 0
    FOUND = 1
    """What was looked for is there: traps, differences, cases that fail; as grep and diff say it."""
    USAGE = 64
    DATA = 65
    NO_INPUT = 66
    UNAVAILABLE = 69
    """The server refused for good."""
    INTERNAL = 70
    CANNOT_CREATE = 73
    TEMPORARY = 75
    NO_PERMISSION = 77
    CONFIGURATION = 78
