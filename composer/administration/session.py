"""The administrator's edits: the policy they are made on, what they would change, and saving them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from composer.administration.review import Review, changes_between, review, traps_in
from composer.administration.stores.store import EarlierVersion, PolicyStore, SaveFacts, StoredPolicy
from composer.administration.toml.document_values import Edits, Value, copied, list_tables, same, value_at
from composer.administration.toml.edited_document import EditedDocument, standing
from composer.administration.toml.merging import changed_on_both, edits_between, list_place, moved
from composer.errors import PolicyFaultsError, StorageError
from composer.reasons import ReasonCode
from composer.sentences.file_faults import fault_reasons, faults_error
from composer.sentences.policy_faults import sentence
from composer.sentences.reasons import failure
from composer.words import _
from policy.document import findings_in, read
from policy.errors import DocumentFaultsError, Fault, KeyPath
from policy.settings import Policy
from policy.toml.text import dotted, parse

if TYPE_CHECKING:
    from policy.lint.trap import LintContext, Trap


class Conflict(Struct, frozen=True):
    """What both sides changed, where two administrators edited the same policy."""

    theirs: tuple[str, ...]
    """What the others changed, as sentences."""
    mine: tuple[str, ...]
    """What these edits would change, as sentences."""
    both: tuple[KeyPath, ...]
    """The places that both changed, each to another value."""


class AdminSession:
    """Holds edits of a policy until they are saved; nothing is in force before that.

    Places of lists count the lists that were there at first; new ones follow, and one taken out leaves its place.
    """

    def __init__(self, store: PolicyStore, around: LintContext | None = None) -> None:
        """Without surroundings a review says nothing of traps. Raises ``PolicyFaultsError`` for a broken policy."""
        self._store = store
        self._around = around
        self._begin(store.read())

    def _begin(self, stored: StoredPolicy) -> None:
        self._stored = stored
        self._kept = parse(stored.text)
        self._stored_traps: tuple[Trap, ...] | None = None
        self._rest_on(EditedDocument(stored.text, self._kept), None)

    def _rest_on(self, draft: EditedDocument, restored: EarlierVersion | None) -> None:
        self._draft = draft
        self._restored = restored
        self._proposed: tuple[str, Policy] | None = None

    @property
    def stored(self) -> StoredPolicy:
        """The policy that the edits would replace."""
        return self._stored

    @property
    def edits(self) -> Edits:
        """What was changed, by place; on the earlier text where one was restored."""
        return self._draft.edits

    @property
    def restored(self) -> EarlierVersion | None:
        """The earlier version whose text the edits are made on; None where it is the present one."""
        return self._restored

    @property
    def is_edited(self) -> bool:
        """Whether Save would write anything."""
        return bool(self._draft.edits) or self._draft.base_text != self._stored.text

    # One setting

    def present(self, path: KeyPath) -> Value:
        """What is kept at a place now; the strict value where nothing is. KeyError: there is no such setting."""
        return cast("Value", copied(self._standing(path)))

    def value(self, path: KeyPath) -> Value:
        """The value at a place with the edits made; ``("lists",)`` gives the lists that remain, in order."""
        return self._draft.value(path)

    def is_changed(self, path: KeyPath) -> bool:
        """Whether Save would change what stands at a place or below it."""
        return not same(self._draft.standing(path), self._standing(path))

    def change(self, path: KeyPath, value: Value | None) -> None:
        """Edit one place; None takes a key or a list out. The value that is there already is no edit."""
        self._draft.change(path, value)

    def revert(self, path: KeyPath) -> None:
        """Drop the edits at a place and below it."""
        self._draft.forget(path)
        if self._restored is not None and self.is_changed(path):
            kept = self._kept_path(path)
            self.change(path, cast("Value | None", value_at(self._kept, kept) if kept else None))

    def revert_all(self) -> None:
        """Drop all edits, and the earlier version where one was restored."""
        self._rest_on(EditedDocument(self._stored.text, self._kept), None)

    def list_places(self) -> tuple[int, ...]:
        """The places of the lists that there would be after Save, in order."""
        return self._draft.list_places()

    def next_list(self) -> int:
        """The place at which a new list is to be put (``change(("lists", place), {...})``)."""
        return self._draft.next_list()

    # The whole

    def text(self) -> str:
        """The policy's text with the edits made; raises ``EditError``."""
        return self._draft.text()

    def proposed(self) -> Policy:
        """The policy that Save would put in force; raises ``PolicyFaultsError`` with all faults, and ``EditError``."""
        try:
            return self._read()
        except DocumentFaultsError as error:
            source = self._stored.source
            raise faults_error(PolicyFaultsError, source, fault_reasons(source, error.faults)) from error

    def faults(self) -> Mapping[KeyPath, tuple[str, ...]]:
        """What keeps the edits from being saved, as sentences by field; asked after every key, so no text is made."""
        found: dict[KeyPath, tuple[str, ...]] = {}
        if not self.is_edited:
            return found
        for finding in findings_in(self._draft.remaining, self._store.read_members):
            field = self._field(finding.path)
            fault = Fault(finding.code, dotted(finding.path), 1, 1, finding.found, finding.expected)
            found[field] = (*found.get(field, ()), sentence(fault))
        return found

    def review(self) -> Review:
        """What Save would change, in words; raises ``PolicyFaultsError`` and ``EditError``."""
        before, after, around = self._stored, self.proposed(), self._around
        if around is None:
            return review(before.policy, after, (), ())
        if self._stored_traps is None:
            self._stored_traps = traps_in(before.text, before.policy, around)
        return review(before.policy, after, self._stored_traps, traps_in(self.text(), after, around))

    def save(self) -> StoredPolicy:
        """Put the edits in force.

        Raises ``ChangedUnderneathError``, ``PolicyFaultsError``, ``EditError`` and ``StorageError``; then nothing was
        saved, and the edits are still there.
        """
        if not self.is_edited:
            return self._stored
        text = self.text()
        facts = SaveFacts(tuple(edits_between(self._kept, parse(text))), self._restored.id if self._restored else "")
        self._begin(self._store.save(text, self._stored, facts))
        return self._stored

    # Somebody else's changes

    def conflict(self, theirs: StoredPolicy) -> Conflict:
        """What the others changed, what these edits would, and where both did; raises ``PolicyFaultsError``."""
        before = self._stored.policy
        return Conflict(
            theirs=changes_between(before, theirs.policy),
            mine=changes_between(before, self.proposed()),
            both=changed_on_both(self._kept, self._own_edits(), parse(theirs.text)),
        )

    def rebase(self, theirs: StoredPolicy) -> tuple[str, ...]:
        """Keep the edits on top of what the others saved; a sentence about each that could not be kept."""
        edits, dropped = moved(self._own_edits(), self._kept, parse(theirs.text))
        self._begin(theirs)
        for path, value in edits.items():
            self.change(path, value)
        return dropped

    def reload(self) -> None:
        """Drop all edits and read the policy again; raises ``PolicyFaultsError``."""
        self._begin(self._store.read())

    # Earlier versions

    def previous(self) -> EarlierVersion | None:
        """The version that the last save replaced; None where nothing was saved yet. Raises ``StorageError``."""
        return next(iter(self._store.versions()), None)

    def versions(self) -> tuple[EarlierVersion, ...]:
        """The earlier versions, newest first; raises ``StorageError``."""
        return tuple(self._store.versions())

    def changes_after(self, versions: Iterable[EarlierVersion]) -> Iterator[tuple[str, ...]]:
        """What the save that replaced each of the first of ``versions()`` changed, as sentences, one after the other.

        Slow where policies are large. Of a version that cannot be read, why.
        """
        newer: Policy | None = self._stored.policy
        for version in versions:
            try:
                older = read(self._store.text_of(version), self._store.read_members)
            except StorageError as error:
                newer = None
                yield (str(error),)
            except DocumentFaultsError:  # a list's file is gone since
                newer = None
                yield (_untold(),)
            else:
                yield changes_between(older, newer) if newer is not None else (_untold(),)
                newer = older

    def restore(self, version: EarlierVersion) -> None:
        """Load an earlier text to be reviewed and saved; other edits are dropped. Raises ``StorageError``."""
        text = self._store.text_of(version)
        try:
            self._rest_on(EditedDocument(text), version)
        except DocumentFaultsError as error:
            raise failure(StorageError, ReasonCode.EARLIER_POLICY_DAMAGED) from error

    def _read(self) -> Policy:
        """The proposed policy; remembered while its text stays, since lists may be large."""
        text = self.text()
        if self._proposed is None or self._proposed[0] != text:
            self._proposed = text, read(text, self._store.read_members)
        return self._proposed[1]

    def _standing(self, path: KeyPath) -> object:
        """What is kept at a place now, for a look: not to be changed."""
        kept = self._kept_path(path)
        return standing({}, path) if kept is None else standing(self._kept, kept)

    def _own_edits(self) -> Edits:
        """The edits as differences from the stored text, also where an earlier version was restored."""
        if self._restored is None:
            return self._draft.edits
        return edits_between(self._kept, self._draft.result)

    def _kept_path(self, path: KeyPath) -> KeyPath | None:
        """Where that which stands at a place stands in what is kept; None for a list that is new there."""
        if self._restored is None or path[:1] != ("lists",) or len(path) == 1:
            return path
        at = list_place(list_tables(self._kept), value_at(self._draft.base, path[:2]))
        return None if at is None else ("lists", at, *path[2:])

    def _field(self, path: KeyPath) -> KeyPath:
        """The field of the page that a place of the resulting text belongs to."""
        if len(path) > 1 and path[0] == "lists" and isinstance(path[1], int):
            path = ("lists", self.list_places()[path[1]], *path[2:])
        return path[:-1] if len(path) > 2 and isinstance(path[-1], int) else path


def _untold() -> str:
    return _("What was changed can no longer be told.")
