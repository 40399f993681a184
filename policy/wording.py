"""Chooses the warning text that a member sees, from their language and the surface, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, IntEnum

from msgspec import Struct

from policy.foreign_text import clean_lines, is_blank
from policy.language import LanguageKey, key, serving
from policy.settings import Company, Policy, Surface

DEFAULT_TAB = "default"
BUILT_IN = "built_in"


class WordingReason(Enum):
    """Why this text; the rows of ``WordingRow`` combine them."""

    OWN_TAB = "own_tab"
    LANGUAGE_NOT_ENABLED = "language_not_enabled"
    TAB_NOT_WRITTEN = "tab_not_written"
    MEMBER_LANGUAGE_UNSET = "member_language_unset"
    MEMBER_LANGUAGE_UNREADABLE = "member_language_unreadable"
    DEFAULT_BLANK = "default_blank"


class WordingRow(IntEnum):
    """The table that finds a text: from the member's language and the tabs to one of them; the first row that fits.

    ===  =====================================================  ================================
    row  the member's language                                  the text
    ===  =====================================================  ================================
    1    is enabled, and its tab is written                     that tab
    2    is not enabled by the company                          the Default tab
    3    is enabled, and its tab is written for no surface      the Default tab
    4    is enabled, and only the other surface's tab is        the Default tab of this surface
    5    is enabled, and its tab is spelled otherwise, or is     that tab
         the language's without a region
    6    is Chinese, and its tab names the script otherwise     that tab
    7    is not enabled, but another of its kind is             the Default tab
    8    is not set                                             as for the default language
    9    cannot be read                                         the Default tab
    10   any of these, and the Default tab is blank             the built-in text
    ===  =====================================================  ================================
    """

    OWN_TAB = 1
    NOT_ENABLED = 2
    NOT_WRITTEN = 3
    OTHER_SURFACE_ONLY = 4
    OTHER_SPELLING = 5
    OTHER_SCRIPT_SPELLING = 6
    RELATIVE_ENABLED = 7
    NOT_SET = 8
    UNREADABLE = 9
    BUILT_IN = 10


class Wording(Struct, frozen=True):
    """The text that the warning dialog shows, and how it was found."""

    surface: Surface
    tab: str
    """A language tag as the policy writes it, ``default``, or ``built_in``."""
    reasons: tuple[WordingReason, ...]
    text: str
    """The administrator's text, cleaned, NFC, line breaks kept; empty for ``built_in``, whose words the UI has."""
    row: WordingRow
    """The row that applied; ``NOT_SET`` and ``BUILT_IN`` before the one that they led to."""


class _Found(Struct, frozen=True):
    tab: str
    reason: WordingReason
    row: WordingRow


def choose(policy: Policy, surface: Surface, member_language: str | None) -> Wording:
    """The text for a member with this language on one surface; None = the member's language is not known."""
    texts = policy.warning.texts(surface)
    is_unset = member_language is None
    asked = policy.company.default_language if member_language is None else member_language
    if not is_unset and key(asked) is None:
        found = _Found(DEFAULT_TAB, WordingReason.MEMBER_LANGUAGE_UNREADABLE, WordingRow.UNREADABLE)
    else:
        found = _find(policy, surface, asked)
    reasons = [found.reason, *([WordingReason.MEMBER_LANGUAGE_UNSET] if is_unset else [])]
    row = WordingRow.NOT_SET if is_unset else found.row
    text = clean_lines(texts.get(found.tab, ""))
    if found.tab == DEFAULT_TAB and is_blank(text):
        return Wording(surface, BUILT_IN, (*reasons, WordingReason.DEFAULT_BLANK), "", WordingRow.BUILT_IN)
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


def language_for(company: Company, asked: str) -> LanguageKey | None:
    """The company's language whose tabs are for members with this tag; None where it enables none for them."""
    wanted = key(asked)
    return serving(wanted, _enabled(company)) if wanted is not None else None


def _find(policy: Policy, surface: Surface, asked: str) -> _Found:
    language = language_for(policy.company, asked)
    if language is None:
        return _Found(DEFAULT_TAB, WordingReason.LANGUAGE_NOT_ENABLED, _row_not_enabled(policy.company, key(asked)))
    tab = written_tab(policy.warning.texts(surface), language, asked)
    if tab is not None:
        return _Found(tab, WordingReason.OWN_TAB, _row_own_tab(asked, tab, language))
    other = Surface.MOBILE if surface is Surface.PC else Surface.PC
    is_nowhere = written_tab(policy.warning.texts(other), language) is None
    row = WordingRow.NOT_WRITTEN if is_nowhere else WordingRow.OTHER_SURFACE_ONLY
    return _Found(DEFAULT_TAB, WordingReason.TAB_NOT_WRITTEN, row)


def _enabled(company: Company) -> set[LanguageKey]:
    return {found for found in map(key, company.languages) if found is not None}


def _row_not_enabled(company: Company, wanted: LanguageKey | None) -> WordingRow:
    related = wanted is not None and any(found.language == wanted.language for found in _enabled(company))
    return WordingRow.RELATIVE_ENABLED if related else WordingRow.NOT_ENABLED


def _row_own_tab(asked: str, tab: str, wanted: LanguageKey) -> WordingRow:
    if asked == tab:
        return WordingRow.OWN_TAB
    return WordingRow.OTHER_SCRIPT_SPELLING if wanted.language == "zh" else WordingRow.OTHER_SPELLING
