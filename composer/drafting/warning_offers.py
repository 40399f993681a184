"""What the warning offers beside sending and going back; a composer and the gate differ in that."""

from __future__ import annotations

from msgspec import Struct


class WarningOffers(Struct, frozen=True):
    """What the warning dialog offers and shows for one kind of message."""

    drops_files: bool = True
    """Whether files can be removed; not from a message that another program rendered."""
    levels: bool = False
    """Whether the security level can be chosen in the dialog."""
    tells_subject: bool = False
    """Whether the subject is shown, because no composer shows it behind the dialog."""
    transport_name: str = ""
    """The transport by which the message will leave, shown beside the sender; empty = not shown. Foreign text."""


IN_THE_COMPOSER = WarningOffers()
"""The offers of the composer, whose fields do everything else."""
