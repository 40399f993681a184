"""Which warning text a member sees, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from policy.settings import Policy, Surface

DEFAULT_TAB = "default"
BUILT_IN = "built_in"


class WordingReason(Enum):
    """Why this text; the combinations are the ten rows of the table."""

    OWN_TAB = "own_tab"
    LANGUAGE_NOT_ENABLED = "language_not_enabled"
    TAB_NOT_WRITTEN = "tab_not_written"
    MEMBER_LANGUAGE_UNSET = "member_language_unset"
    MEMBER_LANGUAGE_UNREADABLE = "member_language_unreadable"
    DEFAULT_BLANK = "default_blank"


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of the dialog and how it was found."""

    surface: Surface
    tab: str
    """A language tag as the policy writes it, ``default``, or ``built_in``."""
    reasons: tuple[WordingReason, ...]
    text: str
    """The administrator's text, cleaned and NFC, line breaks kept; empty for ``built_in``, whose words the UI supplies."""
    row: int = 0
    """The row of the table that applied, 1 to 10; where row 8 or 10 is involved, that row."""


def choose(policy: Policy, surface: Surface, member_language: str | None) -> Wording:
    """Find the text for one member on one surface; None = the member's language is not known."""
    raise NotImplementedError
