"""Finds the member's language and the UI language in options, settings and the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from composer.words import nearest
from locales.registry import SOURCE
from policy.language import canonical, is_language, is_neutral, key

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The environment's variables for the locale of messages; the first that is set counts (POSIX, 8.2)."""
_PREFERRED = "LANGUAGE"
MEMBER = "PRESEND_LANG"
"""The environment's variable for the member's language; ``--lang`` sets it. It counts before the settings."""
SCREENS = "PRESEND_UI_LANG"
"""The environment's variable for the language of the screens; ``--ui-lang`` sets it. It counts before the settings."""

CATALOG = "PRESEND_CATALOG"
"""The environment's variable for a translator's file; ``--catalog`` sets it."""


def member_language(option: str | None, setting: str | None, environ: Mapping[str, str]) -> str | None:
    """The first that is given: option, its variable, setting, the environment's locale; None = not known.

    ``C`` in the environment names no language; as an option or setting it is a mistake that stays visible.
    """
    option = option if option is not None else environ.get(MEMBER)
    if option is not None:
        return option
    return setting if setting is not None else environment_language(environ)


def environment_language(environ: Mapping[str, str]) -> str | None:
    """The language that the environment names first; None = none."""
    return next(iter(_environment_languages(environ)), None)


def _environment_languages(environ: Mapping[str, str]) -> Sequence[str]:
    """The languages that the environment names, best first, as GNU gettext finds them.

    The locale decides whether there is one at all: under C, LANGUAGE is not asked.
    """
    locale = next((value for name in _LOCALE if (value := environ.get(name, "").strip())), "")
    if is_neutral(locale):
        return ()
    preferred = (tag.strip() for tag in environ.get(_PREFERRED, "").split(":"))
    return tuple(filter(is_language, preferred)) or (locale,)


def language_tag(name: str) -> str:
    """The language that a name means (``ko_KR.UTF-8``) as people read it and find it in their settings.

    Empty for what is no language.
    """
    offered = nearest(name)
    return canonical(name) if offered is None else offered.tag


def ui_language(setting: str | None, member: str | None, environ: Mapping[str, str]) -> str:
    """The UI language: the first with a catalog of the variable, the setting, the member's language, and LANGUAGE.

    What LANGUAGE has behind the member's language counts. English where there is none.
    """
    for tag in (environ.get(SCREENS), setting, member, *_behind(member, environ)):
        found = nearest(tag) if tag else None
        if found:
            return found.tag
    return SOURCE.tag


def _behind(member: str | None, environ: Mapping[str, str]) -> Sequence[str]:
    """What the environment names behind the member's language, which GNU gettext goes on to without a catalog."""
    wanted, named = key(member or ""), _environment_languages(environ)
    found = (at for at, tag in enumerate(named) if wanted and (one := key(tag)) and one.language == wanted.language)
    return named[next(found, len(named)) + 1 :]
