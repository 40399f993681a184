"""The active UI language: catalogs, live switch, and Babel's formats with an explicit locale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from composer.safe_text import clean


def _(message: str, /, **values: object) -> str:
    """The translation of ``message`` with its bare brace names filled; string values are cleaned on the way in."""
    return _fill(message, values)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Like ``_``, for a message that means different things in different places."""
    return _fill(message, values)


def ngettext(singular: str, plural: str, n: int, /, **values: object) -> str:
    """The form for ``n`` things; ``{n}`` is filled with the number in the locale's digits."""
    return _fill(singular if n == 1 else plural, {"n": n, **values})


def npgettext(context: str, singular: str, plural: str, n: int, /, **values: object) -> str:
    """``ngettext`` with a context."""
    return _fill(singular if n == 1 else plural, {"n": n, **values})


def _fill(text: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", clean(str(value), lines=True))
    return text


def use(tag: str) -> None:
    """Make a language the active one; unknown tags fall back to English."""


def active() -> str:
    """The active UI language as a BCP 47 tag."""
    return "en"


def available() -> Sequence[str]:
    """Tags of the languages that are offered."""
    return ("en", "ko", "ja")


def own_name(tag: str) -> str:
    """A language's name in itself (한국어)."""
    return tag


def size(count: int) -> str:
    """Bytes as a short size (``25 MB``), powers of 1,000."""
    return f"{count} B"


def date_time(moment: datetime) -> str:
    """A moment in its own time zone, as date and time."""
    return moment.isoformat(" ", "minutes")


def date(moment: datetime) -> str:
    """A moment's day and month in its own time zone."""
    return moment.date().isoformat()


def number(value: int) -> str:
    """A whole number with the locale's grouping."""
    return f"{value:,}"


def listing(items: Sequence[str]) -> str:
    """Items joined as the language joins them (``a, b and c``)."""
    return ", ".join(items)
