"""The active UI language: catalogs, live switch, and Babel's formats with an explicit locale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from gettext import NullTranslations

from composer.catalogs import load
from composer.safe_text import clean
from locales.registry import BY_TAG, LANGUAGES, SOURCE, Language
from policy.language import key

_NAME = re.compile(r"\{([a-z_]+)\}")
_UNITS = ((10**12, "terabyte"), (10**9, "gigabyte"), (10**6, "megabyte"), (10**3, "kilobyte"))


@dataclass(frozen=True, slots=True)
class _Active:
    language: Language
    catalog: NullTranslations


_active = _Active(SOURCE, NullTranslations())
# One active language for the process: extraction needs plain calls with literals, and a screen has one language.


def _(message: str, /, **values: object) -> str:
    """The translation of ``message`` with its bare brace names filled; string values are cleaned on the way in."""
    return _fill(message, _active.catalog.gettext(message), values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Like ``_``, for a message that means different things in different places."""
    return _fill(message, _active.catalog.pgettext(context, message), values)


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """The form for ``n`` things; ``{n}`` is filled with the number in the locale's grouping."""
    source = singular if n == 1 else plural
    return _fill(source, _active.catalog.ngettext(singular, plural, n), {"n": n, **values})


def npgettext(context: str, singular: str, plural: str, n: int, /, **values: object) -> str:
    """``ngettext`` with a context."""
    source = singular if n == 1 else plural
    return _fill(source, _active.catalog.npgettext(context, singular, plural, n), {"n": n, **values})


def use(tag: str) -> None:
    """Make a language the active one; tags without a catalog give English."""
    global _active  # noqa: PLW0603  # replaced as a whole, so that threads see the old or the new language
    language = nearest(tag) or SOURCE
    if language is not _active.language:
        _active = _Active(language, load(language))


def nearest(tag: str) -> Language | None:
    """The language of the registry with the same key as a tag."""
    wanted = key(tag)
    return next((language for language in LANGUAGES if wanted and key(language.tag) == wanted), None)


def active() -> str:
    """The active UI language as a BCP 47 tag."""
    return _active.language.tag


def available() -> Sequence[str]:
    """Tags of the languages that are offered."""
    return tuple(BY_TAG)


def own_name(tag: str) -> str:
    """A language's name in itself (한국어); the tag where the language is not in the registry."""
    return BY_TAG[tag].own_name if tag in BY_TAG else clean(tag)


def size(count: int) -> str:
    """Bytes as a short size (``25 MB``), powers of 1,000."""
    for factor, unit in _UNITS:
        if count >= factor:
            return _unit(count, factor, unit)
    return ngettext("{n} byte", "{n} bytes", count)


def date_time(moment: datetime) -> str:
    """A moment in its own time zone, as date and time."""
    from babel.dates import format_date, format_time, get_datetime_format

    local, locale = moment.replace(tzinfo=None), _active.language.directory
    both = str(get_datetime_format("medium", locale=locale))
    day, time = format_date(local, "long", locale=locale), format_time(local, "short", locale=locale)
    return both.replace("{1}", day).replace("{0}", time).replace("\u202f", " ")


def date(moment: datetime) -> str:
    """A moment's day and month in its own time zone."""
    from babel.dates import format_skeleton

    return format_skeleton("MMMMd", moment.replace(tzinfo=None), locale=_active.language.directory)


def number(value: int) -> str:
    """A whole number with the locale's grouping."""
    if -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_active.language.directory)


def listing(items: Sequence[str]) -> str:
    """Items joined as the language joins them (``a, b and c``)."""
    if len(items) < 2:
        return "".join(items)
    from babel.lists import format_list

    return format_list(list(items), locale=_active.language.directory)


def _unit(count: int, factor: int, unit: str) -> str:
    from babel.units import format_unit

    value = count / factor
    shown = round(value, 1) if value < 100 else round(value)
    text = format_unit(shown, f"digital-{unit}", length="short", locale=_active.language.directory)
    return text.replace("\u00a0", " ")


def _fill(source: str, translated: str, values: dict[str, object]) -> str:
    text = source if source is translated or source == translated else _sound(source, translated)
    if not values:
        return text
    return _NAME.sub(lambda found: _value(values[found[1]]) if found[1] in values else found[0], text)


@lru_cache(maxsize=4096)
def _sound(source: str, translated: str) -> str:
    """The translation, cleaned; the English text where their placeholders differ."""
    if set(_NAME.findall(source)) != set(_NAME.findall(translated)):
        return source
    return clean(translated, lines=True)


def _value(value: object) -> str:
    return number(value) if type(value) is int else clean(str(value))
