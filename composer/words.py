"""Translates messages into the active UI language, and formats values for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from composer.language import formats
from composer.language.paragraph import paragraph
from composer.language.particles import resolved
from composer.language.placeholders import fill, fits
from composer.safe_text import clean
from locales.registry import BY_TAG, LANGUAGES, SOURCE, Language

if TYPE_CHECKING:
    from gettext import NullTranslations

_COUNTS = frozenset({"n", "count", "limit", "total"})
"""The names of values that are amounts, whose digits are grouped; those of a port or a year are not."""
_KOREAN = "ko"
"""The language whose particles depend on the word before them."""


class _Active(NamedTuple):
    language: Language
    catalog: NullTranslations | None
    """None for the source language: English costs no catalog and no import."""


_active = _Active(SOURCE, None)
# One active language for the process: extraction needs plain calls with literals, and a screen has one language.


def _(message: str, /, **values: object) -> str:
    """The translation of ``message`` with its bare brace names filled; string values are cleaned on the way in."""
    catalog = _active.catalog
    translated = catalog.gettext(message) if catalog and message else message
    return _fill(_sound(translated, message), values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Like ``_``, for a message that means different things in different places."""
    catalog = _active.catalog
    translated = catalog.pgettext(context, message) if catalog else message
    return _fill(_sound(translated, message), values)


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """The form for ``n`` things; ``{n}`` is filled with the number in the locale's grouping."""
    catalog, source = _active.catalog, _form(singular, plural, n)
    translated = catalog.ngettext(singular, plural, n) if catalog else source
    return _fill(_sound(translated, source, singular, plural), {"n": n, **values})


def npgettext(context: str, singular: str, plural: str, n: int, /, **values: object) -> str:
    """Like ``ngettext``, for a message that means different things in different places."""
    catalog, source = _active.catalog, _form(singular, plural, n)
    translated = catalog.npgettext(context, singular, plural, n) if catalog else source
    return _fill(_sound(translated, source, singular, plural), {"n": n, **values})


def use(tag: str) -> None:
    """Make a language active by its tag; a tag of none that is offered makes English active."""
    global _active  # noqa: PLW0603  # replaced as a whole, so that threads see the old or the new language
    language = nearest(tag) or SOURCE
    if language is not _active.language:
        _active = _load(language)


def nearest(tag: str) -> Language | None:
    """The offered language that a tag means (``ko_KR.UTF-8``); None where there is none."""
    if tag in BY_TAG:
        return BY_TAG[tag]
    from policy.language import key

    wanted = key(tag)
    return next((language for language in LANGUAGES if wanted and key(language.tag) == wanted), None)


def active() -> str:
    """The active UI language as a BCP 47 tag."""
    return _active.language.tag


def in_language(tag: str | None, message: str, /) -> str:
    """A message in the offered language that a tag means; in the active one where the tag means none."""
    language = nearest(tag) if tag else None
    catalog = _catalog(language) if language else _active.catalog
    return _sound(catalog.gettext(message) if catalog else message, message)


def in_every_language(context: str, message: str) -> Sequence[str]:
    """A message that is marked elsewhere, in English and in every offered language, for members may write any."""
    catalogs = map(_catalog, LANGUAGES)
    return (message, *(catalog.pgettext(context, message) for catalog in catalogs if catalog))


def available() -> Sequence[str]:
    """The tags of the languages that are offered."""
    return tuple(BY_TAG)


def own_name(tag: str) -> str:
    """A language's name in itself (한국어); the tag where the language is not offered."""
    return BY_TAG[tag].own_name if tag in BY_TAG else clean(tag)


def size(count: int) -> str:
    """Bytes as a short size (``25 MB``), powers of 1,000, rounded up to a tenth."""
    return formats.size(count)


def date_time(moment: datetime) -> str:
    """Date and time of a moment, in the time zone it has."""
    return formats.date_time(moment, _active.language.formats)


def date(moment: datetime, *, short: bool = False) -> str:
    """Day and month of a moment, in the time zone it has; ``short``: with the month's name abbreviated."""
    return formats.date(moment, _active.language.formats, short=short)


def number(value: int) -> str:
    """A whole number with the locale's grouping."""
    return formats.number(value, _active.language.formats)


def listing(items: Sequence[str]) -> str:
    """Items joined as the language joins them (``a, b and c``)."""
    return formats.listing(items, _active.language.formats)


def alternatives(items: Sequence[str]) -> str:
    """Items joined as the language joins choices (``a, b or c``)."""
    return formats.alternatives(items, _active.language.formats)


def language_name(tag: str) -> str:
    """A language's name in the UI language (``Korean``); the cleaned tag where there is none, or where it says more."""
    from policy.language import key

    wanted = key(tag)
    if wanted is None:
        return clean(tag)
    codes = [f"{wanted.language}_{part}" for part in (wanted.region, wanted.script) if part]
    found = formats.language((*codes, wanted.language), _active.language.formats)
    if found is None:
        return clean(tag)
    name, place = found
    is_whole = place < len(codes) or key(wanted.language) == wanted
    return name if is_whole else f"{name} ({clean(tag)})"


def _load(language: Language) -> _Active:
    """The language with its catalog; one that cannot be read leaves English messages and the language's formats."""
    return _Active(language, _catalog(language))


@cache
def _catalog(language: Language) -> NullTranslations | None:
    if language is SOURCE:
        return None
    from composer.language.catalogs import load

    return load(language)


def _form(singular: str, plural: str, n: int) -> str:
    return singular if n == 1 else plural


@lru_cache(maxsize=4096)
def _sound(translated: str, source: str, *forms: str) -> str:
    """The translation, cleaned as the foreign text it is; the source where it names other placeholders."""
    if translated == source:
        return source
    return clean(translated, lines="\n" in source) if fits(translated, *(forms or (source,))) else source


def _fill(text: str, values: dict[str, object]) -> str:
    if not values:
        return text

    def value(name: str) -> str | None:
        return _value(name, values[name]) if name in values else None

    return fill(resolved(text, value) if _active.language.tag == _KOREAN else text, value)


def _value(name: str, value: object) -> str:
    """A value as one line of text; amounts with the locale's grouping."""
    if type(value) is int and name in _COUNTS:
        return number(value)
    text = str(value)
    return clean(paragraph(text.split("\n")) if "\n" in text else text)
