"""Traps of the company's languages and of the warning texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy.errors import KeyPath
from policy.foreign_text import clean_lines, is_blank
from policy.language import LanguageKey, key, serving
from policy.lint.hidden import hidden_characters
from policy.lint.trap import LintCode, LintContext, Trap
from policy.settings import Policy, Surface
from policy.wording import DEFAULT_TAB, written_tab

_WARNING: KeyPath = ("mail_security", "outgoing_warning")


def language_traps(policy: Policy) -> Iterator[Trap]:
    """Traps of the company's languages and of the default language."""
    company = policy.company
    first: dict[LanguageKey, str] = {}
    for index, tag in enumerate(company.languages):
        found, path = key(tag), ("company", "languages", index)
        if found is None:
            yield Trap(LintCode.LANGUAGE_UNREADABLE, path, (tag,))
        elif found in first:
            yield Trap(LintCode.LANGUAGE_TWICE, path, (tag, first[found]))
        else:
            first[found] = tag
    default = company.default_language
    wanted = key(default)
    if default and wanted is None:
        yield Trap(LintCode.DEFAULT_LANGUAGE_UNREADABLE, ("company", "default_language"), (default,))
    elif wanted is not None and serving(wanted, first) is None:
        yield Trap(LintCode.DEFAULT_LANGUAGE_NOT_ENABLED, ("company", "default_language"), (default,))


def wording_traps(policy: Policy, around: LintContext) -> Iterator[Trap]:
    """Traps of both sets of warning texts; texts of a warning that is off are one trap and no more."""
    if not policy.warning.enabled:
        if any(_is_written(text) for surface in Surface for text in policy.warning.texts(surface).values()):
            yield Trap(LintCode.WARNING_OFF, (*_WARNING, "enabled"))
        return
    for surface in Surface:
        yield from _default_traps(policy, surface)
        yield from _tab_traps(policy, surface)
        yield from _text_traps(policy, surface, around)
    yield from _differences(policy)


def _default_traps(policy: Policy, surface: Surface) -> Iterator[Trap]:
    if not _is_written(policy.warning.texts(surface).get(DEFAULT_TAB, "")):
        yield Trap(LintCode.DEFAULT_BLANK, _path(surface, DEFAULT_TAB))


def _tab_traps(policy: Policy, surface: Surface) -> Iterator[Trap]:
    """Tabs that nobody, or hardly anybody, is ever shown."""
    texts, enabled = policy.warning.texts(surface), _enabled(policy)
    for tab, text in texts.items():
        if tab == DEFAULT_TAB or not text:
            continue
        wanted, path = key(tab), _path(surface, tab)
        if wanted is None:
            yield Trap(LintCode.TAB_UNREADABLE, path, (tab,))
        elif wanted not in enabled:
            yield Trap(LintCode.TAB_NOT_ENABLED, path, (tab,))
        elif not _is_written(text):
            yield Trap(LintCode.TAB_INVISIBLE, path, (tab,))
        elif (shown := written_tab(texts, wanted)) != tab:
            yield Trap(LintCode.TAB_TWICE, path, (tab, str(shown)))
        elif _same(text, texts.get(DEFAULT_TAB, "")):
            yield Trap(LintCode.TAB_EQUALS_DEFAULT, path, (tab,))


def _text_traps(policy: Policy, surface: Surface, around: LintContext) -> Iterator[Trap]:
    """Texts that somebody is shown, but not as they were written."""
    enabled = _enabled(policy)
    for tab, text in policy.warning.texts(surface).items():
        if not _is_written(text) or (tab != DEFAULT_TAB and key(tab) not in enabled):
            continue
        hidden = hidden_characters(text)
        if hidden:
            yield Trap(LintCode.HIDDEN_CHARACTERS, _path(surface, tab), hidden)
        rows = around.rows_of(surface, clean_lines(text))
        if rows > around.rows_shown:
            facts = {"rows": rows, "limit": around.rows_shown}
            yield Trap(LintCode.TEXT_TOO_LONG, _path(surface, tab), (tab,), facts)


def _differences(policy: Policy) -> Iterator[Trap]:
    """Traps of languages that have a text on one surface only; a blank Default has a trap of its own."""
    for wanted, tag in _enabled(policy).items():
        tabs = {surface: written_tab(policy.warning.texts(surface), wanted) for surface in Surface}
        if any(tabs.values()):
            yield from (
                Trap(LintCode.SURFACES_DIFFER, _path(surface, tag), (tag,))
                for surface, tab in tabs.items()
                if tab is None
            )


def _enabled(policy: Policy) -> Mapping[LanguageKey, str]:
    """The enabled languages that can be read, each by its first tag."""
    found: dict[LanguageKey, str] = {}
    for tag in policy.company.languages:
        wanted = key(tag)
        if wanted is not None:
            found.setdefault(wanted, tag)
    return found


def _path(surface: Surface, tab: str) -> KeyPath:
    return (*_WARNING, surface.value, tab)


def _is_written(text: str) -> bool:
    return not is_blank(clean_lines(text))


def _same(one: str, other: str) -> bool:
    """Whether two texts are equal once white space no longer counts."""
    return clean_lines(one).split() == clean_lines(other).split()
