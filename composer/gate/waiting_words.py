"""What a client is told while presend waits: a silent sendmail looks like one that hangs."""

from __future__ import annotations

from composer.services.outbox import Progress, Stage
from composer.words import _


def waiting_words(progress: Progress) -> str:
    """What the gate waits for, and what Ctrl+C does about it, in two sentences."""
    if progress.stage is Stage.SECRET:
        return _("Waiting for the command that prints your password. Ctrl+C stops it, and the message is kept.")
    return _("Waiting for another message that is being sent. Ctrl+C stops waiting, and this message is kept.")
