"""The administrator's edits: on what they are made, what they would change, and saving them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from composer.administration.document_values import (
    Document,
    Edits,
    Value,
    applied,
    placed,
    same,
    strict_value,
    value_at,
)
from composer.administration.merging import edits_between, moved
from composer.administration.policy_text import edited
from composer.administration.review import Review, Reviewed, changes_between, review
from composer.administration.store import EarlierVersion, PolicyStore, SaveFacts, StoredPolicy
from composer.errors import PolicyFaultsError
from composer.storage.fault_words import located, sentence
from composer.words import _
from policy.document import read
from policy.errors import DocumentFaultsError, KeyPath
from policy.settings import Policy
from policy.toml_text import parse

if TYPE_CHECKING:
    from policy.lint import LintSurroundings


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two administrators changed the same policy."""

    theirs: tuple[str, ...]
    """What the others changed, as sentences."""
    mine: tuple[str, ...]
    """What these edits would change, as sentences."""
    both: tuple[KeyPath, ...]
    """Where both did."""


class AdminSession:
    """Holds edits of a policy until they are saved; nothing is in force before that.

    Places of lists count the lists that were there at first; new ones follow, and one taken out leaves its place.
    """

    def __init__(self, store: PolicyStore, around: LintSurroundings | None = None) -> None:
        """Raises ``PolicyFaultsError`` where the policy is broken."""
        self._store = store
        self._around = around
        self._begin(store.read())

    def _begin(self, stored: StoredPolicy) -> None:
        self._stored = stored
        self._kept = parse(stored.text)
        self._rest_on(stored.text, None)

    def _rest_on(self, text: str, restored: EarlierVersion | None) -> None:
        """Take a text as what the edits are made on, and none made yet."""
        self._text = text
        self._base: Document = parse(text)
        self._restored = restored
        self._edits: dict[KeyPath, Value | None] = {}

    @property
    def stored(self) -> StoredPolicy:
        """The policy that the edits would replace."""
        return self._stored

    @property
    def edits(self) -> Edits:
        """What was changed, by place; on the earlier text where one was restored."""
        return MappingProxyType(self._edits)

    @property
    def restored(self) -> EarlierVersion | None:
        """The earlier version that the edits are made on, if any."""
        return self._restored

    @property
    def is_edited(self) -> bool:
        """Whether Save would write anything."""
        return bool(self._edits) or self._text != self._stored.text

    def present(self, path: KeyPath) -> Value:
        """What is kept at a place now; the strict value where nothing is. KeyError: there is no such setting."""
        return _or_strict(self._kept, self._kept_path(path), path)

    def value(self, path: KeyPath) -> Value:
        """What stands at a place with the edits made; ``("lists",)`` gives the lists that remain, in order."""
        result = applied if path == ("lists",) else placed
        return _or_strict(result(self._base, self._edits), path, path)

    def list_places(self) -> tuple[int, ...]:
        """The places of the lists that there would be after Save, in order."""
        lists = value_at(placed(self._base, self._edits), ("lists",))
        return tuple(at for at, one in enumerate(lists) if one is not None) if isinstance(lists, list) else ()

    def next_list(self) -> int:
        """The place at which a new list is to be put (``change(("lists", place), {...})``)."""
        appended = (path[1] for path in self._edits if len(path) > 1 and path[0] == "lists")
        return max([self._list_count() - 1, *(at for at in appended if isinstance(at, int))]) + 1

    def is_changed(self, path: KeyPath) -> bool:
        """Whether Save would change what stands at a place or below it."""
        return not same(self.value(path), self.present(path))

    def change(self, path: KeyPath, value: Value | None) -> None:
        """Edit one place; None takes a key or a list out. The value that is there already is no edit."""
        match path:
            case ("lists", int(at)) if at >= self._list_count():
                self._put(path, value, None)
            case ("lists", int(at), str(key)) if at >= self._list_count():
                new = dict(cast("dict[str, Value]", self._edits.get(("lists", at)) or {}))
                self._put(("lists", at), new | {key: value} if value is not None else new, None)
            case ("lists", int(_)) if value is None:
                self._forget_below(path)
                self._edits[path] = None
            case _ if isinstance(value, dict):
                self._change_table(path, value)
            case _:
                self._put(path, value, _or_strict(self._base, path, path))

    def revert(self, path: KeyPath) -> None:
        """Make a place, and what is below it, as it is kept now."""
        for edit in [edit for edit in self._edits if edit[: len(path)] == path]:
            del self._edits[edit]
        if self._restored is not None and self.is_changed(path):
            kept = value_at(self._kept, self._kept_path(path))
            self.change(path, cast("Value | None", kept))

    def revert_all(self) -> None:
        """Drop all edits and a restored text."""
        self._rest_on(self._stored.text, None)

    def text(self) -> str:
        """The policy's text with the edits made; raises ``EditError``."""
        return edited(self._text, self._edits)

    def proposed(self) -> Policy:
        """The policy that Save would put in force; raises ``PolicyFaultsError`` with all faults."""
        try:
            return self._read()
        except DocumentFaultsError as error:
            source = self._stored.source
            raise PolicyFaultsError(source, located(source, error.faults)) from error

    def faults(self) -> Mapping[KeyPath, tuple[str, ...]]:
        """What keeps the edits from being saved, as sentences by field."""
        found: dict[KeyPath, tuple[str, ...]] = {}
        try:
            self._read()
        except DocumentFaultsError as error:
            for fault in error.faults:
                field = self._field(fault.path)
                found[field] = (*found.get(field, ()), sentence(fault))
        return found

    def review(self) -> Review:
        """What Save would change, in words; raises ``PolicyFaultsError``."""
        before = Reviewed(self._stored.text, self._stored.policy)
        return review(before, Reviewed(self.text(), self.proposed()), self._around)

    def save(self) -> StoredPolicy:
        """Put the edits in force; raises ``ChangedUnderneathError``, ``PolicyFaultsError`` and ``StorageError``."""
        if not self.is_edited:
            return self._stored
        text = self.text()
        changed = tuple(edits_between(self._kept, parse(text)))
        facts = SaveFacts(changed, self._restored.id if self._restored else "")
        self._begin(self._store.save(text, self._stored, facts))
        return self._stored

    def conflict(self, theirs: StoredPolicy) -> Conflict:
        """What the others changed, what these edits would, and where both did; raises ``PolicyFaultsError``."""
        before = self._stored.policy
        both = set(edits_between(self._kept, parse(theirs.text))) & set(self._all_edits())
        return Conflict(
            theirs=changes_between(before, theirs.policy),
            mine=changes_between(before, self.proposed()),
            both=tuple(sorted(both, key=str)),
        )

    def rebase(self, theirs: StoredPolicy) -> tuple[str, ...]:
        """Keep the edits on top of what the others saved; sentences about those that could not be kept."""
        edits, dropped = moved(self._all_edits(), self._kept, parse(theirs.text))
        self._begin(theirs)
        for path, value in edits.items():
            self.change(path, value)
        return dropped

    def reload(self) -> None:
        """Drop all edits and read the policy again; raises ``PolicyFaultsError``."""
        self._begin(self._store.read())

    def previous(self) -> EarlierVersion | None:
        """What the last save replaced; None where nothing was saved yet. Raises ``StorageError``."""
        return next(iter(self._store.versions()), None)

    def versions(self) -> tuple[EarlierVersion, ...]:
        """What was in force before, newest first; raises ``StorageError``."""
        return tuple(self._store.versions())

    def changes_after(self, version: EarlierVersion) -> tuple[str, ...]:
        """What the save that replaced an earlier version changed, as sentences; raises ``StorageError``."""
        texts = [self._stored.text, *map(self._store.text_of, self.versions())]
        before = 1 + self.versions().index(version)
        try:
            older, newer = (read(text, self._store.read_members) for text in (texts[before], texts[before - 1]))
        except DocumentFaultsError:  # a list's file is gone since
            return (_("What was changed can no longer be told."),)
        return changes_between(older, newer)

    def restore(self, version: EarlierVersion) -> None:
        """Load an earlier text to be reviewed and saved; other edits are dropped. Raises ``StorageError``."""
        self._rest_on(self._store.text_of(version), version)

    def _read(self) -> Policy:
        return read(self.text(), self._store.read_members)

    def _all_edits(self) -> Edits:
        return edits_between(self._kept, applied(self._base, self._edits))

    def _put(self, path: KeyPath, value: Value | None, there: Value | None) -> None:
        self._forget_below(path)
        if value is None and value_at(self._base, path) is None:
            return
        if value is not None and there is not None and same(value, there):
            return
        self._edits[path] = value

    def _forget_below(self, path: KeyPath) -> None:
        for edit in [edit for edit in self._edits if edit[: len(path)] == path]:
            del self._edits[edit]

    def _change_table(self, path: KeyPath, value: dict[str, Value]) -> None:
        there = value_at(self._base, path)
        self._forget_below(path)
        gone = [key for key in there if key not in value] if isinstance(there, dict) else []
        for key, one in {**dict.fromkeys(gone), **value}.items():
            self.change((*path, key), one)

    def _list_count(self) -> int:
        lists = self._base.get("lists")
        return len(lists) if isinstance(lists, list) else 0

    def _kept_path(self, path: KeyPath) -> KeyPath:
        return path

    def _field(self, path: KeyPath) -> KeyPath:
        """The field of the page that a place of the resulting text belongs to."""
        if len(path) > 1 and path[0] == "lists" and isinstance(path[1], int):
            path = ("lists", self.list_places()[path[1]], *path[2:])
        return path[:-1] if len(path) > 2 and isinstance(path[-1], int) else path


def _or_strict(document: Document, path: KeyPath, setting: KeyPath) -> Value:
    found = value_at(document, path)
    return strict_value(setting) if found is None else cast(Value, found)
