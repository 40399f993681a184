"""The record of a save, by which a save that was interrupted is audited once if it happened, and not if it did not.

The new text lies ready beside the policy; then the record is written; then the text takes the policy's name. A record
whose text still lies there is of a save that did not happen; one whose text is gone is of a save that did.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from composer.audit.log import AuditEvent, AuditLog
from composer.disk.durable import replace_file, sync_folder

_NAME = "saving-{}.json"


class SaveRecord(msgspec.Struct, frozen=True):
    """One save that has begun and is not audited yet."""

    id: str
    """128 random bits in hex, which the audit line names too."""
    uid: int
    """Whose save it is: nobody else makes up for it, since the audit log is each one's own."""
    temporary: str
    """The name under which the new text lies ready in the policy's folder."""
    at: datetime
    facts: dict[str, Any]
    """The facts of the audit line."""

    def write(self, folder: Path) -> None:
        """Write the record durably into ``folder``; raises ``OSError``."""
        replace_file(self._path(folder), msgspec.json.encode(self))

    def drop(self, folder: Path) -> None:
        """Delete the record, since its save is over; raises ``OSError``."""
        self._path(folder).unlink(missing_ok=True)
        sync_folder(folder)

    def audit(self, log: AuditLog) -> None:
        """Write the audit line of the save; raises ``StorageError``."""
        log.write(self.at, AuditEvent.POLICY_SAVED, {"save": self.id, **self.facts})

    def _path(self, folder: Path) -> Path:
        return folder / _NAME.format(self.id)


def new_record(policy: Path, uid: int, at: datetime, facts: Mapping[str, Any]) -> SaveRecord:
    """The record of a save that begins now, with an id of its own."""
    save_id = secrets.token_hex(16)
    return SaveRecord(save_id, uid, _temporary(policy, save_id), at, dict(facts))


def unfinished(folder: Path) -> tuple[SaveRecord, ...]:
    """The records of saves that were interrupted, by name; raises ``OSError``."""
    found = []
    for path in sorted(folder.glob(_NAME.format("*"))):
        with contextlib.suppress(ValueError):  # not a record, whoever put it there
            found.append(msgspec.json.decode(path.read_bytes(), type=SaveRecord))
    return tuple(found)


def finish_interrupted(policy: Path, folder: Path, uid: int, log: AuditLog) -> None:
    """Audit what was saved and not audited, and clear away what was not saved; the caller holds the lock.

    Raises ``OSError`` and ``StorageError``; what could not be done is left for the next time.
    """
    records = unfinished(folder)
    _clear(policy.parent, f".{policy.name}.", {record.temporary for record in records})
    _clear(folder, ".", set())
    for record in records:
        if record.uid != uid:
            continue
        ready = policy.with_name(record.temporary)
        is_saved = not ready.exists()
        if is_saved and not log.holds(json.dumps(record.id)):
            record.audit(log)
        record.drop(folder)
        ready.unlink(missing_ok=True)


def _clear(folder: Path, prefix: str, needed: set[str]) -> None:
    """Delete the new texts of saves that were interrupted before their record was written."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith(prefix) and path.name.endswith(".tmp") and path.name not in needed:
            path.unlink()


def _temporary(policy: Path, save_id: str) -> str:
    return f".{policy.name}.{save_id}.tmp"
