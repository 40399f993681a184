"""Sentences about changed settings that no cell of the truth table shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from composer.sentences import labels
from composer.sentences.changes.setting_names import setting_label, value_words
from composer.sentences.named import Things, named
from composer.sentences.wording import tab_words
from composer.words import _, language_name, pgettext
from policy.errors import KeyPath
from policy.settings import Level, Surface
from policy.truth_table.changes import SettingChange, Value, added
from policy.wording import DEFAULT_TAB


def setting_sentences(changes: Iterable[SettingChange], level_names: Mapping[Level, str]) -> Iterator[str]:
    """A sentence for each changed setting, by its name on the administrator's page; levels by their own names."""
    for change in changes:
        match change:
            case SettingChange(path, tuple(before), tuple(after)):
                yield from names_sentences(setting_label(path, level_names), before, after)
            case SettingChange(("mail_security", "outgoing_warning", "pc" | "mobile" as surface, str(tab))):
                yield _unseen_text_sentence(change, Surface(surface), tab)
            case SettingChange(path, before, after):
                yield _value_sentence(path, before, after, setting_label(path, level_names))


def _value_sentence(path: KeyPath, before: Value | None, after: Value | None, setting: str) -> str:
    words = {"setting": setting, "after": value_words(path, after), "before": value_words(path, before)}
    if str in {type(before), type(after)}:  # such values are quoted, and some languages quote all others here
        return pgettext("quoted", "{setting}: {after} instead of {before}.", **words)
    return _("{setting}: {after} instead of {before}.", **words)


def names_sentences(what: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Sentences about the names added to and taken out of a list, or about their other order."""
    new, gone = added(before, after), added(after, before)
    if new:
        yield _("{what}: added {names}.", what=what, names=named(new, Things.OTHERS))
    if gone:
        yield _("{what}: taken out {names}.", what=what, names=named(gone, Things.OTHERS))
    if not new and not gone and tuple(before) != tuple(after):
        yield _("{what}: the same ones in another order.", what=what)


def _unseen_text_sentence(change: SettingChange, surface: Surface, tab: str) -> str:
    values = {
        "surface": labels.surface_label(surface),
        "tab": tab_words(tab) if tab == DEFAULT_TAB else language_name(tab),
    }
    if change.before is None:
        return _("Warning text for {surface}, {tab}: a new text, which no member sees.", **values)
    if change.after is None:
        return _("Warning text for {surface}, {tab}: taken out; no member saw it.", **values)
    return _("Warning text for {surface}, {tab}: changed in a way that no member sees.", **values)
