"""The values of the administrator's settings as a row of the page says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from composer.administration.setting import Kind, Setting
from composer.administration.settings import BY_PATH
from composer.safe_text import clean
from composer.sentences import labels
from composer.sentences.joined import labelled
from composer.words import _, language_name, listing, pgettext
from policy.errors import KeyPath
from policy.foreign_text import is_blank
from policy.settings import Level
from policy.wording import DEFAULT_TAB

Faults = Mapping[KeyPath, tuple[str, ...]]
"""Sentences by the place in the policy that they are about."""


def value_words(setting: Setting, value: Any) -> str:
    """The value of a setting in words, cleaned and in one line."""
    match setting.kind:
        case Kind.CHOICE | Kind.CONDITION:
            return clean(setting.words(value))
        case Kind.FIXED:
            return _("Always in use")
        case Kind.WINDOW:
            return _tabs(value)
        case Kind.SEVERAL:
            return clean(", ".join(map(str, value))) if value else _none()
        case Kind.TEXT | Kind.NUMBER:
            return clean(str(value)) if value != "" else _empty(setting)


def change_words(setting: Setting, present: Any, value: Any) -> str:
    """``present -> new``; for texts in a window, where the tabs may stay the same, that they changed."""
    before, after = value_words(setting, present), value_words(setting, value)
    if before == after:
        return pgettext("setting", "{value} (changed)", value=after)
    return f"{before} -> {after}"


def fault_words(path: KeyPath, faults: Faults) -> str:
    """What is wrong with a setting or a part of it, a line each."""
    mine = [sentence for place, said in faults.items() if place[: len(path)] == path for sentence in said]
    return "\n".join(f"! {sentence}" for sentence in mine)


def path_words(path: KeyPath) -> str:
    """The name of the setting that a key path belongs to; its keys where it belongs to none."""
    return setting_name(path) or clean(".".join(map(str, path)))


def setting_name(path: KeyPath) -> str:
    """The name of the setting that a key path belongs to; empty where it belongs to none, as in a mailing list."""
    setting = next((BY_PATH[path[:end]] for end in range(len(path), 0, -1) if path[:end] in BY_PATH), None)
    if setting is None:
        return ""
    owner = _level_of(path)
    return labelled(owner, setting.label()) if owner and setting.needs else setting.label()


def _level_of(path: KeyPath) -> str:
    """The level a key is about, whose rows are called alike."""
    found = next((level for level in Level if path[1:3] == ("levels", level.value)), None)
    return labels.level_label(found) if found else ""


def _tabs(texts: Mapping[str, str]) -> str:
    """The tabs in which something is written."""
    written = [tab for tab, text in texts.items() if not is_blank(text)]
    default = [pgettext("tab", "Default")] if DEFAULT_TAB in written else []
    named = [*default, *(language_name(tab) for tab in written if tab != DEFAULT_TAB)]
    return (
        pgettext("setting", "Written: {tabs}", tabs=listing(named))
        if named
        else pgettext("setting", "Nothing is written")
    )


def _empty(setting: Setting) -> str:
    """An empty text; a level without a name of its own has the built-in one."""
    if setting.path[-1] == "name" and (level := _level_of(setting.path)):
        return _("{name} (built-in name)", name=level)
    return _none()


def _none() -> str:
    return pgettext("setting", "(none)")
