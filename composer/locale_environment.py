"""The member's language and the UI language, from options, settings and the environment."""

from __future__ import annotations

from collections.abc import Mapping

from composer.words import nearest
from locales.registry import SOURCE
from policy.language import is_neutral

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In GNU's order."""


def member_language(option: str | None, setting: str | None, environ: Mapping[str, str]) -> str | None:
    """The first that is given: option, setting, environment; None = not known."""
    if option is not None:
        return option
    return setting if setting is not None else environment_language(environ)


def environment_language(environ: Mapping[str, str]) -> str | None:
    """The first variable that is set and not C or POSIX; LANGUAGE is a list, its first entry counts."""
    for name in VARIABLES:
        value = environ.get(name, "")
        first = value.split(":", 1)[0] if name == "LANGUAGE" else value
        if not is_neutral(first):
            return first
    return None


def ui_language(setting: str | None, member: str | None) -> str:
    """The UI language: the setting, else the member's language where a catalog exists, else English."""
    for tag in (setting, member):
        found = nearest(tag) if tag else None
        if found:
            return found.tag
    return SOURCE.tag
