"""What a screen really draws: its characters, its links and its actions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from composer.widgets.lists.hung_text import HungText
from composer.widgets.lists.pick_list import PickList
from composer.widgets.lists.scroll_lines import ScrollLines
from composer.widgets.wrapped_text import WrappedText

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
HIDDEN = frozenset("\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060\u2800\u3164\ufeff\uffa0\ufff9")
WIDTH = 60


def is_dangerous(character: str) -> bool:
    """Whether a terminal may obey it or turn its neighbours round."""
    return unicodedata.category(character) in {"Cc", "Cs"} or character in OVERRIDES


def segments(app: App[Any]) -> Iterator[Segment]:
    """Everything on the terminal, the screens below included."""
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    assert isinstance(update, LayoutUpdate)
    for row in update.strips:
        for strip in row:
            yield from strip


def drawn(app: App[Any], *, fields: bool = False) -> str:
    """What stands on the terminal, after making sure that it is harmless.

    In fields what a member typed stays as it is, also what cannot be seen; it is only shown without what is dangerous.
    """
    pieces = list(segments(app))
    text = "".join(piece.text for piece in pieces)
    assert [hex(ord(character)) for character in text if is_dangerous(character)] == []
    assert fields or [hex(ord(character)) for character in text if character in HIDDEN] == []
    for piece in pieces:
        assert piece.style is None or piece.style.link is None, piece
        assert not (acts(piece) and any(map(str.isalnum, piece.text))), piece  # scroll bars act, and hold no letters
    return text


def acts(piece: Segment) -> bool:
    """Whether a click on it runs an action."""
    return piece.style is not None and any(key.startswith("@") for key in piece.style.meta)


def said(screen: Screen[Any]) -> str:
    """What the widgets of a screen hold, seen or scrolled away, after making sure that it is plain."""
    texts: list[str] = []
    for static in screen.query(Static):
        content = static.content
        assert isinstance(content, Content | WrappedText | HungText | str), type(content)
        texts.append(content.plain if isinstance(content, Content) else str(content))
        if isinstance(content, Content):
            assert not any("@" in str(span.style) or "link" in str(span.style) for span in content.spans)
    for lines in screen.query(ScrollLines):
        if isinstance(lines, PickList) and not lines.rows:
            continue
        texts += [lines.line_at(place, WIDTH).text for place in range(lines.line_count(WIDTH))]
    text = "\n".join(texts)
    assert [hex(ord(character)) for character in text if character != "\n" and is_dangerous(character)] == []
    assert [hex(ord(character)) for character in text if character in HIDDEN] == []
    return text
