"""A policy's text and the edits made on it, which are not in it yet."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from composer.administration.toml.document_values import (
    Document,
    Edits,
    Value,
    copied,
    list_tables,
    placed,
    same,
    strict_value,
    value_at,
)
from composer.administration.toml.policy_text import edited
from policy.errors import KeyPath
from policy.toml.text import parse


class EditedDocument:
    """A policy's text with edits collected by place; setting the value that is there already is no edit."""

    def __init__(self, text: str, document: Document | None = None) -> None:
        """Begin without edits, with what was parsed already; raises ``DocumentFaultsError`` where it is no TOML."""
        self.base_text = text
        self.base: Document = parse(text) if document is None else document
        self.list_count = len(list_tables(self.base))
        """How many lists there are without the edits; places from here on are those of new ones."""
        self._edits: dict[KeyPath, Value | None] = {}
        self._result: Document | None = None
        self._written: str | None = None

    @property
    def edits(self) -> Edits:
        """The edits, as new values by place; None takes a key or a list out."""
        return MappingProxyType(self._edits)

    @property
    def result(self) -> Document:
        """The document with the edits made; a list that was taken out leaves None in its place. Not to be changed."""
        if self._result is None:
            self._result = placed(self.base, self._edits)
        return self._result

    @property
    def remaining(self) -> Document:
        """The document with the edits made and without the lists that were taken out. Not to be changed."""
        lists = [one for one in list_tables(self.result) if one is not None]
        return {**self.result, "lists": lists} if "lists" in self.result else self.result

    def text(self) -> str:
        """The text with the edits made; raises ``EditError``."""
        if self._written is None:
            self._written = edited(self.base_text, self._edits)
        return self._written

    def value(self, path: KeyPath) -> Value:
        """What stands at a place with the edits made; ``("lists",)`` gives the lists that remain, in order."""
        if path == ("lists",):
            return cast(Value, copied([one for one in list_tables(self.result) if one is not None]))
        return or_strict(self.result, path)

    def standing(self, path: KeyPath) -> object:
        """The same without a copy, for a look: not to be changed."""
        return standing(self.result, path)

    def list_places(self) -> tuple[int, ...]:
        """The places of the lists that remain and of the new ones, in order."""
        return tuple(at for at, one in enumerate(list_tables(self.result)) if one is not None)

    def next_list(self) -> int:
        """The place at which a new list can be added."""
        return max(self.list_count, len(list_tables(self.result)))

    def change(self, path: KeyPath, value: Value | None) -> None:
        """Edit one place; None takes a key or a list out. Raises KeyError for a setting that there is not."""
        match path:
            case ("lists", int(at)) if at >= self.list_count:
                self._put(path, value, None)
            case ("lists", int(at), str(key)) if at >= self.list_count:
                new = cast("Mapping[str, Value]", self._edits.get(("lists", at)) or {})
                kept = {name: one for name, one in new.items() if name != key or value is not None}
                self._put(("lists", at), kept if value is None else {**kept, key: value}, None)
            case ("lists", int(at)) if value is None:
                self._put(path, None, None)
            case _ if isinstance(value, dict):
                self._change_table(path, value)
            case _:
                self._put(path, value, or_strict(self.base, path))

    def forget(self, path: KeyPath) -> None:
        """Drop the edits at a place and below it."""
        for edit in [edit for edit in self._edits if edit[: len(path)] == path]:
            del self._edits[edit]
        self._result = self._written = None

    def _put(self, path: KeyPath, value: Value | None, there: Value | None) -> None:
        self.forget(path)
        is_absent = value_at(self.base, path) is None
        if is_absent if value is None else there is not None and same(value, there):
            return
        self._edits[path] = copied(value)

    def _change_table(self, path: KeyPath, value: Mapping[str, Value]) -> None:
        there = value_at(self.base, path)
        self.forget(path)
        gone = [key for key in there if key not in value] if isinstance(there, dict) else []
        for key in gone:
            self.change((*path, key), None)
        for key, one in value.items():
            self.change((*path, key), one)


def standing(document: Document, path: KeyPath) -> object:
    """What stands at a place, the strict value where nothing does; raises KeyError for no setting."""
    found = value_at(document, path)
    return strict_value(path) if found is None else found


def or_strict(document: Document, path: KeyPath) -> Value:
    """A copy of what stands at a place, the strict value where nothing does; raises KeyError for no setting."""
    return cast(Value, copied(standing(document, path)))
