"""A policy kept in memory: for the demonstration and for tests. Nothing is ever written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from composer.administration.stores.store import (
    NO_FACTS,
    SHORT_VERSION,
    ChangedUnderneathError,
    EarlierVersion,
    SaveFacts,
    StoredPolicy,
    version_of,
)
from composer.errors import PolicyFaultsError, StorageError
from composer.reasons import ReasonCode
from composer.sentences.file_faults import fault_reasons, faults_error
from composer.sentences.reasons import failure
from composer.services.clock import Clock
from policy.document import ReadMembers, read
from policy.errors import DocumentFaultsError
from policy.lists.members import LazyMembers


class MemoryPolicyStore:
    """Keeps a policy and its earlier versions for as long as the process lives."""

    def __init__(self, text: str, read_members: ReadMembers, source: str, clock: Clock) -> None:
        self._members = read_members
        self._source = source
        self._clock = clock
        self._stored = self._parsed(text)
        self._earlier: list[tuple[EarlierVersion, str]] = []
        self._ids = count(1)

    def read(self) -> StoredPolicy:
        """The policy as the last save left it."""
        return self._stored

    def save(self, text: str, base: StoredPolicy, facts: SaveFacts = NO_FACTS) -> StoredPolicy:
        """Put a text in force; raises ``ChangedUnderneathError`` and ``PolicyFaultsError``. Nothing is audited."""
        del facts
        if base.version != self._stored.version:
            raise ChangedUnderneathError(self._source, self._stored)
        if text == self._stored.text:
            return self._stored
        stored = self._parsed(text)
        before = EarlierVersion(str(next(self._ids)), self._clock.now(), base.version[:SHORT_VERSION])
        self._earlier.insert(0, (before, base.text))
        self._stored = stored
        return stored

    def read_members(self, name: str) -> str | LazyMembers:
        """The members in a list's ``members_file``; raises ``OSError`` or ``ValueError``."""
        return self._members(name)

    def versions(self) -> Sequence[EarlierVersion]:
        """The policies that saves replaced, newest first."""
        return tuple(version for version, _text in self._earlier)

    def text_of(self, version: EarlierVersion) -> str:
        """The text of an earlier version; raises ``StorageError`` where there is none."""
        for kept, text in self._earlier:
            if kept == version:
                return text
        raise failure(StorageError, ReasonCode.EARLIER_POLICY_GONE)

    def _parsed(self, text: str) -> StoredPolicy:
        try:
            policy = read(text, self._members)
        except DocumentFaultsError as error:
            raise faults_error(PolicyFaultsError, self._source, fault_reasons(self._source, error.faults)) from error
        return StoredPolicy(text, policy, self._source, version_of(text))
