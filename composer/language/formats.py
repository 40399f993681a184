"""Numbers, dates and lists as a language writes them, each told the CLDR locale; sizes, which all write alike.

Babel costs 25 ms to import, so that it is imported where a value needs it, and small numbers do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

_UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"), (1, "B"))
"""Units of ``policy.toml.sizes``."""
_NO_BREAK = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "})
"""Their width differs between terminals; a plain space does not."""


def number(value: int, locale: str) -> str:
    """A whole number with the locale's grouping."""
    if -1000 < value < 1000:
        return str(value)
    from babel.numbers import format_decimal

    return format_decimal(value, locale=locale).translate(_NO_BREAK)


def size(count: int) -> str:
    """A size in bytes, in powers of 1,000 with at most one decimal, as the policy file takes it in every language.

    Rounded up: what is over a limit never reads as if it were equal to it.
    """
    factor, unit = next(entry for entry in _UNITS if count > _largest_below(entry[0]))
    whole, tenths = divmod(-(-count * 10 // factor), 10)
    return f"{whole}.{tenths} {unit}" if tenths else f"{whole} {unit}"


def _largest_below(factor: int) -> int:
    """The most bytes that the next smaller unit shows as less than 1,000; for the smallest unit, anything."""
    return factor - max(factor // 10_000, 1) if factor > 1 else -1


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
