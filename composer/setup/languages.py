"""The member's language and the UI language, from options, settings and the environment."""

from __future__ import annotations

from collections.abc import Mapping

from composer.words import nearest
from locales.registry import SOURCE
from policy.language import is_neutral

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In GNU's order."""


def member_language(option: str | None, setting: str | None, environ: Mapping[str, str]) -> str | None:
    """The first that is given: option, setting, environment; None = not known.

    ``C`` in the environment names no language; as an option or setting it is a mistake that stays visible.
    """
    if option is not None:
        return option
    return setting if setting is not None else environment_language(environ)


def environment_language(environ: Mapping[str, str]) -> str | None:
    """The first variable that names a language; of LANGUAGE, which is a list, its first language counts."""
    for name in VARIABLES:
        value = environ.get(name, "")
        for tag in value.split(":") if name == "LANGUAGE" else (value,):
            if not is_neutral(tag):
                return tag.strip()
    return None


def ui_language(setting: str | None, member: str | None) -> str:
    """The UI language: the setting, else the member's language where a catalog exists, else English."""
    for tag in (setting, member):
        found = nearest(tag) if tag else None
        if found:
            return found.tag
    return SOURCE.tag
