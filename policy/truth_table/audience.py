"""Which members see one tab of the warning texts, and why; nobody is counted, because a policy names no members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from policy.foreign_text import clean_lines, is_blank
from policy.language import key
from policy.settings import Policy, Surface
from policy.truth_table.matrix import UNREADABLE, member_languages
from policy.wording import BUILT_IN, DEFAULT_TAB, Wording, WordingReason, WordingRow, choose


class LanguageState(Enum):
    """What is known of the language of some members."""

    ONE_LANGUAGE = "one_language"
    """They write in one language, which is known."""
    NOT_ENABLED = "not_enabled"
    """They write in any language that the company has not enabled and that has no tab."""
    NOT_SET = "not_set"
    """Their language is not known."""
    UNREADABLE = "unreadable"
    """What they set as their language is no language tag."""


class Members(Struct, frozen=True):
    """Some members, as far as the choice of a text tells them apart."""

    speaking: LanguageState
    language: str = ""
    """A tag: what they write in, or of ``NOT_SET`` the company's default language; else empty."""


class Reading(Struct, frozen=True):
    """Some members and the text that they see."""

    members: Members
    wording: Wording


class Audience(Struct, frozen=True):
    """One tab of the warning texts, and the members who see it or should."""

    tab: str
    """A language tag as the policy writes it, or ``default``."""
    seeing: tuple[Reading, ...]
    """The members who see it; of Default, also those who see the built-in text in its place."""
    missing: tuple[Reading, ...]
    """The members who write in the tab's language and see another text."""
    can_be_seen: bool = True
    """Whether anybody would see it were it written; false of languages that are not enabled and of no languages."""
    is_warning_on: bool = True
    """Whether the policy's warning is switched on."""

    @property
    def is_blank_default(self) -> bool:
        """Whether the tab is Default and blank, so that members see the built-in text instead."""
        return any(reading.wording.tab == BUILT_IN for reading in self.seeing)


def audience(policy: Policy, surface: Surface, tab: str) -> Audience:
    """The members who see one tab of a surface, found by asking ``choose`` for every kind of member that can exist."""
    readings = [Reading(members, choose(policy, surface, asked)) for members, asked in _everybody(policy, surface)]
    if tab == DEFAULT_TAB:
        seeing = tuple(one for one in readings if one.wording.tab in (DEFAULT_TAB, BUILT_IN))
        return Audience(tab, seeing, (), is_warning_on=policy.warning.enabled)
    seeing = tuple(one for one in readings if one.wording.tab == tab)
    missing = (one for one in readings if one not in seeing and _is_about(one.members, tab))
    return Audience(tab, seeing, tuple(missing), _can_be_seen(policy, surface, tab), policy.warning.enabled)


def as_shown(policy: Policy, surface: Surface, tab: str) -> Wording:
    """What the dialog says to a member who is shown this tab, whether or not there is such a member."""
    text = clean_lines(policy.warning.texts(surface).get(tab, ""))
    if tab == DEFAULT_TAB or is_blank(text):
        return choose(policy, surface, UNREADABLE)
    return Wording(surface, tab, (WordingReason.OWN_TAB,), text, WordingRow.OWN_TAB)


def with_texts(policy: Policy, surface: Surface, texts: Mapping[str, str]) -> Policy:
    """The policy with the warning texts of one surface replaced."""
    warning = policy.warning
    pc, mobile = (texts, warning.mobile) if surface is Surface.PC else (warning.pc, texts)
    return replace(policy, warning=replace(warning, pc=pc, mobile=mobile))


def tabs(languages: Sequence[str], written: Sequence[str]) -> tuple[str, ...]:
    """The tabs of one surface in their order: Default, the enabled languages, and what else has a text.

    A language has one tab in the spelling of its text where there is one: ``ko`` enabled and ``ko-KR`` written is one.
    """
    found = [DEFAULT_TAB]
    for language in languages:
        wanted = key(language)
        spelled = [tab for tab in written if tab != DEFAULT_TAB and key(tab) == wanted and wanted is not None]
        found.append(language if language in spelled else next(iter(spelled), language))
    return tuple(dict.fromkeys((*found, *written)))


def _everybody(policy: Policy, surface: Surface) -> Iterator[tuple[Members, str | None]]:
    """Each kind of member once, with the language that ``choose`` is to be asked for."""
    for tag in _spellings(policy, surface):
        yield Members(LanguageState.ONE_LANGUAGE, tag), tag
    yield Members(LanguageState.NOT_ENABLED), _not_enabled(policy)
    yield Members(LanguageState.NOT_SET, policy.company.default_language), None
    yield Members(LanguageState.UNREADABLE), UNREADABLE


def _spellings(policy: Policy, surface: Surface) -> list[str]:
    """One tag for each language; several where the spelling decides which of its tabs is shown."""
    named = [tag for tag in member_languages(policy, ()) if tag is not None and tag != UNREADABLE]
    others = [tag for tag in policy.warning.texts(surface) if tag != DEFAULT_TAB and key(tag) is not None]
    seen: dict[tuple[object, str], str] = {}
    for tag in (*named, *others):
        seen.setdefault((key(tag), choose(policy, surface, tag).tab), tag)
    return list(seen.values())


def _not_enabled(policy: Policy) -> str:
    """A language that the policy does not name: of the codes for local use (ISO 639-2, qaa to qtz) the first free."""
    named = {key(tag) for tag in member_languages(policy, ()) if tag is not None}
    codes = (f"q{second}{third}" for second in "abcdefghijklmnopqrst" for third in "abcdefghijklmnopqrstuvwxyz")
    return next(code for code in codes if key(code) not in named)


def _can_be_seen(policy: Policy, surface: Surface, tab: str) -> bool:
    written = with_texts(policy, surface, {**policy.warning.texts(surface), tab: "written"})
    return choose(written, surface, tab).tab == tab


def _is_about(members: Members, tab: str) -> bool:
    wanted = key(tab)
    return members.speaking is LanguageState.ONE_LANGUAGE and wanted is not None and key(members.language) == wanted
