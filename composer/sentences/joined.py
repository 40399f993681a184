"""Phrases put together: each joint is a message, so that a language has its own punctuation and spaces."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from composer.words import pgettext


def labelled(label: str, text: str) -> str:
    """A text behind the name of what it is about (``Recipients: 3``)."""
    return pgettext("joint", "{label}: {text}", label=label, text=text)


def remarked(text: str, remark: str) -> str:
    """A text with a remark in brackets behind it."""
    return pgettext("joint", "{text} ({remark})", text=text, remark=remark)


def facts(parts: Sequence[str]) -> str:
    """Facts about one thing, parted by commas, where "and" would be one word too many."""
    return reduce(_fact, parts) if parts else ""


def clauses(parts: Sequence[str]) -> str:
    """Clauses that hold commas themselves, parted by semicolons."""
    return reduce(_clause, parts) if parts else ""


def marked(mark: str, text: str) -> str:
    """A text behind a mark that is no word: a bullet, a tick, a number."""
    return f"{mark} {text}"


def located(place: str, text: str) -> str:
    """A text behind a place as compilers and editors write it (``FILE:LINE:COLUMN``), the same in every language."""
    return f"{place}: {text}"


def _fact(first: str, second: str) -> str:
    return pgettext("joint of facts", "{first}, {second}", first=first, second=second)


def _clause(first: str, second: str) -> str:
    return pgettext("joint of clauses", "{first}; {second}", first=first, second=second)
