"""Numbers, sizes, dates and lists as a language writes them; every function is told the CLDR locale.

Babel costs 25 ms to import, so that it is imported where a value needs it, and small numbers do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

_UNITS = ((10**12, "terabyte"), (10**9, "gigabyte"), (10**6, "megabyte"), (10**3, "kilobyte"))
_NO_BREAK = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
"""Their width differs between terminals; a plain space does not."""


def number(value: int, locale: str) -> str:
    """A whole number with the locale's grouping."""
    if -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale).translate(_NO_BREAK)


def size(count: int, locale: str) -> str:
    """A size in bytes, in powers of 1,000 with at most one decimal.

    Rounded up: what is over a limit never reads as if it were equal to it.
    """
    from babel.units import format_unit

    factor, unit = next(entry for entry in _UNITS if count > _largest_below(entry[0]))
    tenths = -(-count * 10 // factor)
    shown: int | float = tenths / 10 if tenths % 10 else tenths // 10
    return format_unit(shown, f"digital-{unit}", length="short", locale=locale).translate(_NO_BREAK)


def _largest_below(factor: int) -> int:
    """The most bytes that the next smaller unit shows as less than 1,000; for the smallest unit, anything."""
    return factor - factor // 10_000 if factor > _UNITS[-1][0] else -1


def date_time(moment: datetime, locale: str) -> str:
    """Date and 24-hour time of ``moment`` in the zone it has, which is not named."""
    from babel.dates import format_date, format_skeleton, get_datetime_format

    local = moment.replace(tzinfo=None)
    pattern = str(get_datetime_format("medium", locale=locale)).replace("'", "")
    day, time = format_date(local, "medium", locale=locale), format_skeleton("Hm", local, locale=locale)
    return pattern.replace("{1}", day).replace("{0}", time).translate(_NO_BREAK)


def date(moment: datetime, locale: str, *, short: bool = False) -> str:
    """Day and month of ``moment`` in the zone it has; ``short``: with the month's name abbreviated."""
    from babel.dates import format_skeleton

    skeleton = "MMMd" if short else "MMMMd"
    return format_skeleton(skeleton, moment.replace(tzinfo=None), locale=locale).translate(_NO_BREAK)


def listing(items: Sequence[str], locale: str) -> str:
    """Items joined with the locale's commas and word for "and"."""
    return _joined(items, "standard", locale)


def alternatives(items: Sequence[str], locale: str) -> str:
    """Items joined with the locale's commas and word for "or"."""
    return _joined(items, "or", locale)


def language(codes: Sequence[str], locale: str) -> tuple[str, int] | None:
    """The locale's name of the first code that has one (``pt_BR``, ``zh_Hant``, ``ko``), and which code it was."""
    from babel import Locale

    names = Locale.parse(locale).languages  # the codes are only looked up: none of them ever names a file
    return next(((names[code], place) for place, code in enumerate(codes) if code in names), None)


def _joined(items: Sequence[str], style: Literal["standard", "or"], locale: str) -> str:
    if len(items) < 2:
        return "".join(items)
    from babel.lists import format_list

    return format_list(list(items), style=style, locale=locale)
