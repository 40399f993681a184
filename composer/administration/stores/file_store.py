"""A policy file: read for editing, and replaced whole, once, by one administrator at a time."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from composer.administration.administrator import Administrator
from composer.administration.stores.file_versions import FileVersions
from composer.administration.stores.save_lock import saving
from composer.administration.stores.save_record import SaveRecord, finish_interrupted, new_record, unfinished
from composer.administration.stores.store import (
    NO_FACTS,
    ChangedUnderneathError,
    EarlierVersion,
    SaveFacts,
    StoredPolicy,
)
from composer.audit.log import AuditLog
from composer.disk.durable import sync_folder, write_new
from composer.disk.regular_file import read_regular
from composer.errors import PolicyFaultsError, StorageError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.services.clock import Clock
from composer.storage.atomic import storage_error
from composer.storage.policy.list_index import ListIndexes
from composer.storage.policy.source import policy_bytes, policy_from
from composer.words import _
from policy.document import policy_id
from policy.lists.members import LazyMembers
from policy.toml.text import dotted

_WRITABLE = 0o222


class FilePolicyStore:
    """Keeps a policy in a file, and in a folder beside it what was in force before."""

    def __init__(
        self,
        path: Path,
        clock: Clock,
        audit: AuditLog,
        who: Administrator,
        indexes: ListIndexes | None = None,
    ) -> None:
        """Lists' files are relative to ``path``; where it is a link, what it leads to is replaced and not the link."""
        self._path = path
        self._target = Path(os.path.realpath(path))
        self._versions = FileVersions(self._target)
        self._clock = clock
        self._audit = audit
        self._who = who
        self._indexes = indexes

    def read(self) -> StoredPolicy:
        """The policy as it is now; raises ``PolicyFaultsError``. An interrupted save is audited or cleared first."""
        with contextlib.suppress(OSError, StorageError):  # reading needs no right to write
            if any(record.uid == self._who.uid for record in unfinished(self._versions.folder)):
                with saving(self._versions.folder, self._target):
                    self._finish_interrupted()
        return self._parsed(policy_bytes(self._path))

    def save(self, text: str, base: StoredPolicy, facts: SaveFacts = NO_FACTS) -> StoredPolicy:
        """Put a text in force; raises ``ChangedUnderneathError``, ``StorageError`` and ``PolicyFaultsError``.

        Whatever is raised, the old policy is still there, whole.
        """
        after = text.encode("utf-8")
        if after == self._unchanged(base):
            return base
        self._demand_writable()
        stored = self._parsed(after)
        with saving(self._versions.prepared(self._target.stat()), self._target):
            with contextlib.suppress(OSError, StorageError):
                self._finish_interrupted()
            before = self._unchanged(base)
            record = self._record(base, stored, facts)
            self._replace(before, after, record)
            return self._audited(stored, record)

    def read_members(self, name: str) -> str | LazyMembers:
        """The members in a list's file; raises ``OSError`` or ``ValueError``."""
        path = self._path.parent / name
        return self._indexes.members(path)[0] if self._indexes else read_regular(path)[0].decode("utf-8-sig")

    def versions(self) -> Sequence[EarlierVersion]:
        """The earlier versions, newest first; raises ``StorageError``."""
        found = self._versions.list()
        with contextlib.suppress(PolicyFaultsError):
            version = _version(policy_bytes(self._path))
            if found and version.startswith(found[0].version):  # kept by a save that did not happen
                return found[1:]
        return found

    def text_of(self, version: EarlierVersion) -> str:
        """The text of an earlier version; raises ``StorageError``."""
        return self._versions.text(version)

    def _parsed(self, data: bytes) -> StoredPolicy:
        policy = policy_from(data, str(self._path), self._path.parent)
        return StoredPolicy(data.decode("utf-8"), policy, str(self._path), _version(data))

    def _finish_interrupted(self) -> None:
        finish_interrupted(self._target, self._versions.folder, self._who.uid, self._audit)

    def _unchanged(self, base: StoredPolicy) -> bytes:
        """What the file holds, which is what the edits were made on; raises ``ChangedUnderneathError``."""
        try:
            data = policy_bytes(self._target)
            if _version(data) == base.version:
                return data
            theirs = self._parsed(data)
        except PolicyFaultsError as error:
            raise ChangedUnderneathError(str(self._path), None, error) from error
        raise ChangedUnderneathError(str(self._path), theirs)

    def _demand_writable(self) -> None:
        """Raise ``StorageError`` where file or folder is read-only; root, and a replacement, could pass over that."""
        for path in (self._target, self._target.parent):
            if not path.stat().st_mode & _WRITABLE:
                raise failure(StorageError, ReasonCode.POLICY_READ_ONLY, path=path)
        try:
            os.close(os.open(self._target, os.O_WRONLY | os.O_CLOEXEC))
        except OSError as error:
            raise storage_error(self._target, error) from error

    def _replace(self, before: bytes, after: bytes, record: SaveRecord) -> None:
        """Keep the old text as a version, put the new one in its place; see ``save_record`` for the order."""
        like = self._target.stat()
        self._versions.keep(before, self._clock.now(), like)
        ready = self._target.with_name(record.temporary)
        try:
            write_new(ready, after, like)
            record.write(self._versions.folder)
            ready.replace(self._target)
        except OSError as error:
            with contextlib.suppress(OSError):
                record.drop(self._versions.folder)
                ready.unlink(missing_ok=True)
            raise storage_error(self._target, error) from error
        with contextlib.suppress(OSError):  # it is in force; only a power cut could still undo it
            sync_folder(self._target.parent)

    def _audited(self, stored: StoredPolicy, record: SaveRecord) -> StoredPolicy:
        """The saved policy, its audit line written; where that fails, its notice says that the line follows."""
        try:
            record.audit(self._audit)
        except StorageError as error:
            notice = _("The policy is saved. Its line in the audit log is made up for later: {reason}", reason=error)
            return StoredPolicy(stored.text, stored.policy, stored.source, stored.version, notice)
        with contextlib.suppress(OSError):
            record.drop(self._versions.folder)
        self._versions.prune()
        return stored

    def _record(self, before: StoredPolicy, after: StoredPolicy, facts: SaveFacts) -> SaveRecord:
        who = self._who
        audited: dict[str, Any] = {
            **who.facts(),
            "file": str(self._target),
            "policy_before": policy_id(before.policy),
            "policy_after": policy_id(after.policy),
            "version_before": before.version,
            "version_after": after.version,
            "changed": [dotted(path) for path in facts.changed],
            "restored_from": facts.restored_from or None,
        }
        return new_record(self._target, who.uid, self._clock.now(), audited)


def _version(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
