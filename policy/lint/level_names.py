"""Traps of the names that the administrator gave to security levels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from policy.errors import KeyPath
from policy.levels import edited_name
from policy.lint.hidden import hidden_characters
from policy.lint.trap import LintCode, LintContext, Trap
from policy.settings import Level, Policy

_RENAMED = ""


def level_traps(policy: Policy, around: LintContext) -> Iterator[Trap]:
    """Names that nobody can read or that another level has too; also of levels not in use, which soon may be."""
    for level in Level:
        settings = policy.level(level)
        if settings is None or not settings.name:
            continue
        path = _path(level)
        hidden = hidden_characters(settings.name)
        if not edited_name(level, policy):
            yield Trap(LintCode.LEVEL_NAME_INVISIBLE, path, (level.value,))
        elif hidden:
            yield Trap(LintCode.HIDDEN_CHARACTERS, path, hidden)
        yield from _collisions(level, policy, around)


def _collisions(level: Level, policy: Policy, around: LintContext) -> Iterator[Trap]:
    """One trap for each other level, naming the first language in which the names meet."""
    name = edited_name(level, policy)
    for other in Level:
        if other is level or not name:
            continue
        for language, theirs in _names(other, policy, around):
            if _folded(theirs) == _folded(name):
                yield Trap(LintCode.LEVEL_NAME_COLLIDES, _path(level), (name, other.value, language))
                break


def _names(level: Level, policy: Policy, around: LintContext) -> Iterator[tuple[str, str]]:
    """Every name a level has anywhere, with the language whose built-in name it is."""
    if edited_name(level, policy):
        yield _RENAMED, edited_name(level, policy)
    for language, names in around.level_names.items():
        yield language, names[level]


def _path(level: Level) -> KeyPath:
    return ("mail_security", "levels", level.value, "name")


def _folded(name: str) -> str:
    """What names share that people take for the same: compatibility forms, case and white space do not count."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())
