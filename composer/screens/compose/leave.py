"""Leaving with a message on the screen: keep it as a draft, throw it away, or go on writing."""

from __future__ import annotations

from enum import Enum

from composer.screens.dialogs.ask import Answer, AskScreen
from composer.words import _, pgettext


class Leaving(Enum):
    """The member's answer about a message that is not sent."""

    KEEP = "keep"
    THROW_AWAY = "throw_away"
    STAY = "stay"


class LeaveScreen(AskScreen[Leaving]):
    """Asks what to do with the message before presend ends, and dismisses a ``Leaving``; Escape stays."""

    def __init__(self) -> None:
        answers = (
            Answer(Leaving.KEEP, lambda: pgettext("button", "Keep")),
            Answer(Leaving.THROW_AWAY, lambda: pgettext("button", "Throw away")),
            Answer(Leaving.STAY, lambda: pgettext("button", "Go on writing")),
        )
        super().__init__(lambda: _("Keep this message as a draft?"), answers, Leaving.STAY)
