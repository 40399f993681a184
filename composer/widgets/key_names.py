"""The names of keys as keyboards have them, in characters that every terminal draws."""

from __future__ import annotations

from collections.abc import Callable

from composer.words import pgettext

_NAMES: dict[str, Callable[[], str]] = {
    "left": lambda: pgettext("key name", "Left"),
    "right": lambda: pgettext("key name", "Right"),
    "up": lambda: pgettext("key name", "Up"),
    "down": lambda: pgettext("key name", "Down"),
    "home": lambda: pgettext("key name", "Home"),
    "end": lambda: pgettext("key name", "End"),
    "pageup": lambda: pgettext("key name", "Page Up"),
    "pagedown": lambda: pgettext("key name", "Page Down"),
    "backspace": lambda: pgettext("key name", "Backspace"),
    "delete": lambda: pgettext("key name", "Delete"),
    "enter": lambda: pgettext("key name", "Enter"),
    "escape": lambda: pgettext("key name", "Escape"),
    "tab": lambda: pgettext("key name", "Tab"),
    "space": lambda: pgettext("key name", "Space"),
}


def key_name(key: str) -> str:
    """A key as Textual calls it (``ctrl+shift+left``) in words (``Ctrl+Shift+Left``)."""
    *modifiers, last = key.split("+")
    named = _NAMES.get(last)
    shown = named() if named else last.upper() if len(last) == 1 or (last[0] == "f" and last[1:].isdigit()) else last
    return "+".join([*(modifier.capitalize() for modifier in modifiers), shown])
