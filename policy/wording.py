"""Which warning text a member sees, and why."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from policy.foreign_text import clean_lines, is_blank
from policy.language import LanguageKey, key
from policy.settings import Company, Policy, Surface

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


class Wording(Struct, frozen=True):
    """The text of the dialog and how it was found."""

    surface: Surface
    tab: str
    """A language tag as the policy writes it, ``default``, or ``built_in``."""
    reasons: tuple[WordingReason, ...]
    text: str
    """The administrator's text, cleaned, NFC, line breaks kept; empty for ``built_in``, whose words the UI has."""
    row: int = 0
    """The row of the table that applied, 1 to 10; where row 8 or 10 is involved, that row."""


class _Found(Struct, frozen=True):
    tab: str
    reason: WordingReason
    row: int


def choose(policy: Policy, surface: Surface, member_language: str | None) -> Wording:
    """Find the text for one member on one surface; None = the member's language is not known."""
    texts = policy.warning.texts(surface)
    is_unset = member_language is None
    asked = policy.company.default_language if member_language is None else member_language
    wanted = key(asked)
    if wanted is None and not is_unset:
        found = _Found(DEFAULT_TAB, WordingReason.MEMBER_LANGUAGE_UNREADABLE, 9)
    else:
        found = _find(policy, surface, asked, wanted)
    reasons = [found.reason, *([WordingReason.MEMBER_LANGUAGE_UNSET] if is_unset else [])]
    row = 8 if is_unset else found.row
    text = clean_lines(texts.get(found.tab, ""))
    if found.tab == DEFAULT_TAB and is_blank(text):
        return Wording(surface, BUILT_IN, (*reasons, WordingReason.DEFAULT_BLANK), "", 10)
    return Wording(surface, found.tab, tuple(reasons), text, row)


def written_tab(texts: Mapping[str, str], wanted: LanguageKey, asked: str = "") -> str | None:
    """The tab of a language that is not blank, as the policy spells it.

    Of several spellings the one that was ``asked`` for counts, else the first in the alphabet: the tabs of a file have
    no order. Blank is judged after cleaning, so that the text shown is never blank.
    """
    written = [tab for tab in texts if tab != DEFAULT_TAB and key(tab) == wanted and _is_written(texts[tab])]
    return asked if asked in written else min(written, default=None)


def _is_written(text: str) -> bool:
    return not is_blank(clean_lines(text))


def _find(policy: Policy, surface: Surface, asked: str, wanted: LanguageKey | None) -> _Found:
    if wanted is None or wanted not in _enabled(policy.company):
        return _Found(DEFAULT_TAB, WordingReason.LANGUAGE_NOT_ENABLED, _row_not_enabled(policy.company, wanted))
    tab = written_tab(policy.warning.texts(surface), wanted, asked)
    if tab is not None:
        return _Found(tab, WordingReason.OWN_TAB, _row_own_tab(asked, tab, wanted))
    other = Surface.MOBILE if surface is Surface.PC else Surface.PC
    row = 3 if written_tab(policy.warning.texts(other), wanted) is None else 4
    return _Found(DEFAULT_TAB, WordingReason.TAB_NOT_WRITTEN, row)


def _enabled(company: Company) -> set[LanguageKey]:
    return {found for found in map(key, company.languages) if found is not None}


def _row_not_enabled(company: Company, wanted: LanguageKey | None) -> int:
    """Row 7 where a relative of the language is enabled, else row 2."""
    related = wanted is not None and any(found.language == wanted.language for found in _enabled(company))
    return 7 if related else 2


def _row_own_tab(asked: str, tab: str, wanted: LanguageKey) -> int:
    if asked == tab:
        return 1
    return 6 if wanted.language == "zh" else 5
