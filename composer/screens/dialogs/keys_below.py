"""The keys in force on a screen, as its help explains them: the screen's own, and those of its text fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input, TextArea

from composer.widgets.key_help import explain, explain_editing, rank
from composer.widgets.key_names import key_name
from composer.widgets.keys import describe
from composer.words import _

KeyRow = tuple[str, str]
"""The names of keys, and what they do."""
Pressed = tuple[str, str]
"""A key by Textual's name, and the action that it is bound to."""
_OTHER_KEYBOARDS = "super+"
"""Keys of this modifier do what others do as well, and most terminals keep them for themselves."""


class KeysBelow(Struct, frozen=True):
    """The keys of one screen, as rows for the help."""

    screen: tuple[Pressed, ...] = ()
    area: tuple[Pressed, ...] = ()
    """The keys of its text areas."""
    line: tuple[Pressed, ...] = ()
    """The keys of its fields of one line."""


def keys_below(screen: Screen[Any]) -> KeysBelow:
    """The keys that are bound on a screen now: the screen's own, and those of its text fields."""
    fields = screen.focus_chain
    lists = [field for field in fields if not isinstance(field, Input | TextArea)]
    offered = [(active.binding.key, active.binding.action) for active in screen.active_bindings.values()]
    return KeysBelow(
        screen=tuple(dict.fromkeys([*offered, *_bound(lists)])),
        area=tuple(dict.fromkeys(_bound(field for field in fields if isinstance(field, TextArea)))),
        line=tuple(dict.fromkeys(_bound(field for field in fields if isinstance(field, Input)))),
    )


def screen_rows(pressed: Iterable[Pressed]) -> list[KeyRow]:
    """A row for each action of a screen: its keys, and the sentence about it, the most needed first."""
    return _rows(sorted(pressed, key=lambda one: rank(one[1])), _screen_words)


def field_rows(pressed: Iterable[Pressed]) -> list[KeyRow]:
    """A row for each sentence about editing: all keys that do the same, and what they do."""
    return _rows(pressed, explain_editing)


def _screen_words(action: str) -> str:
    what, name = explain(action), describe(action)
    return _("{name}. {what}", name=name, what=what) if what and name else what


def _rows(pressed: Iterable[Pressed], say: Callable[[str], str]) -> list[KeyRow]:
    found: dict[str, list[str]] = {}
    for key, action in pressed:
        words = say(action)
        if words and key_name(key) not in found.setdefault(words, []):
            found[words].append(key_name(key))
    return [(", ".join(keys), words) for words, keys in found.items()]


def _bound(fields: Iterable[Any]) -> Iterable[Pressed]:
    for field in fields:
        for bound in field._bindings.key_to_bindings.values():
            yield from (_pressed(binding) for binding in bound if not binding.key.startswith(_OTHER_KEYBOARDS))


def _pressed(binding: Binding) -> Pressed:
    return binding.key, binding.action
