"""What the warning offers beside sending and going back: it depends on where the message comes from."""

from __future__ import annotations

from msgspec import Struct


class WarningOffers(Struct, frozen=True):
    """How the dialog is shown for one kind of message."""

    drops_files: bool = True
    """Whether a file can be taken out; not where the body was finished by another program."""
    levels: bool = False
    """Whether the security level can be chosen in the dialog."""
    tells_subject: bool = False
    """Whether the subject is shown: where it is not seen behind the dialog, several messages may follow each other."""
    transport_name: str = ""
    """The way on which the message will leave, shown beside the sender; empty = not shown. Foreign text."""


IN_THE_COMPOSER = WarningOffers()
"""The composer has fields of its own for everything else."""
