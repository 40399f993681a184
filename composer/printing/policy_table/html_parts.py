"""Elements of a page: everything that is not markup made here is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable

from composer.safe_text import clean


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def element(name: str, *content: str | Markup, **attributes: str) -> Markup:
    """One element; text is cleaned and escaped, a trailing underscore of an attribute's name is left out."""
    given = "".join(f' {key.rstrip("_")}="{_escaped(value)}"' for key, value in attributes.items())
    return Markup(f"<{name}{given}>{joined(content)}</{name}>")


def joined(content: Iterable[str | Markup], between: str = "") -> Markup:
    """Pieces of markup and text one after the other."""
    return Markup(between.join(part if isinstance(part, Markup) else _escaped(part) for part in content))


def _escaped(text: str) -> str:
    return html.escape(clean(text, lines=True))
