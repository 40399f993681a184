"""The exit statuses of every verb, those of sysexits.h from 64 on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The status with which presend exits."""

    OK = 0
    FOUND = 1
    """What was looked for was found: traps, differences, failed cases; as grep and diff use it."""
    USAGE = 64
    """The arguments are wrong, or contradict each other."""
    DATA = 65
    """What was read is not of the expected kind, such as a file that is no message."""
    NO_INPUT = 66
    """A file that was named is not there or cannot be read."""
    UNAVAILABLE = 69
    """The server refused for good."""
    INTERNAL = 70
    """A fault of presend itself."""
    CANNOT_CREATE = 73
    """A file that was to be written cannot be."""
    TEMPORARY = 75
    """It may work later: a disk, a server, somebody else at work."""
    NO_PERMISSION = 77
    """Refused by the policy, nobody to ask, or a file that only others may write."""
    CONFIGURATION = 78
    """Settings or policy cannot be used."""
