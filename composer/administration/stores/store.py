"""What the administrator's page needs of the place where a policy is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from composer.errors import PolicyFaultsError, PresendError
from composer.reasons import ReasonCode
from composer.sentences.reasons import reason, reason_words
from policy.errors import KeyPath
from policy.lists.members import LazyMembers
from policy.settings import Policy

SHORT_VERSION = 12
"""Hex digits of the SHA-256 by which an earlier version is known."""


class StoredPolicy(Struct, frozen=True):
    """A policy as it is kept now."""

    text: str
    """The TOML text, with its byte order mark and its line ends."""
    policy: Policy
    source: str
    """The file's path, or ``demonstration``; foreign text."""
    version: str
    """SHA-256 of the bytes, hex."""
    notice: str = ""
    """A sentence about what could not be done although the policy is saved; mostly empty."""


class EarlierVersion(Struct, frozen=True):
    """A text that was in force before a save replaced it."""

    id: str
    """The store's name for the version."""
    replaced_at: datetime
    """The moment at which a save replaced it, aware (UTC)."""
    version: str
    """SHA-256 of the bytes, hex, shortened to 12 digits."""


def version_of(text: str) -> str:
    """SHA-256, hex, of a text's bytes in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class SaveFacts(Struct, frozen=True):
    """What the audit log is told of a save beside the versions; never a text."""

    changed: tuple[KeyPath, ...] = ()
    restored_from: str = ""
    """The id of the earlier version that was taken back; empty = none."""


NO_FACTS = SaveFacts()


class ChangedUnderneathError(PresendError):
    """The policy was changed since the edits were begun; nothing was written."""

    def __init__(self, source: str, theirs: StoredPolicy | None, fault: PolicyFaultsError | None = None) -> None:
        code = ReasonCode.POLICY_CHANGED_UNDERNEATH if theirs else ReasonCode.POLICY_BROKEN_UNDERNEATH
        why = reason(code, file=source)
        super().__init__(reason_words(why), why)
        self.theirs = theirs
        """The policy that is there now; None where it is gone or broken."""
        self.fault = fault
        """Why there is no usable policy now."""


class PolicyStore(Protocol):
    """Where a policy is read, saved and kept in earlier versions."""

    def read(self) -> StoredPolicy:
        """The policy as it is now; raises ``PolicyFaultsError``."""
        ...

    def save(self, text: str, base: StoredPolicy, facts: SaveFacts = NO_FACTS) -> StoredPolicy:
        """Put a text in force in place of ``base``.

        Raises ``ChangedUnderneathError``, ``StorageError`` and ``PolicyFaultsError``; then nothing was written.
        """
        ...

    def read_members(self, name: str) -> str | LazyMembers:
        """The members in a ``members_file`` as named in the policy; raises ``OSError`` or ``ValueError``."""
        ...

    def versions(self) -> Sequence[EarlierVersion]:
        """The earlier versions, newest first; raises ``StorageError``."""
        ...

    def text_of(self, version: EarlierVersion) -> str:
        """The text of an earlier version; raises ``StorageError``."""
        ...
