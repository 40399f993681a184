"""Builds HTML elements; every text that is not markup made here is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable

from composer.safe_text import clean


class Markup(str):
    """A string that is HTML already and is not escaped again."""

    __slots__ = ()


def element(name: str, *content: str | Markup, **attributes: str) -> Markup:
    """One HTML element; texts are cleaned and escaped, and an attribute's trailing underscore is dropped."""
    given = "".join(f' {key.rstrip("_")}="{_escaped(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{given}>{joined(content)}</{name}>")


def joined(content: Iterable[str | Markup], between: str = "") -> Markup:
    """Markup and texts in a row with ``between`` between them; texts are cleaned and escaped."""
    return Markup(between.join(part if isinstance(part, Markup) else _escaped(part) for part in content))


def _escaped(text: str) -> str:
    return html.escape(clean(text, lines=True))
