"""What makes a save that was interrupted tell afterwards whether it happened, so that the audit log knows each once.

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
    """One save on its way."""

    id: str
    """128 random bits, hex; stands in the audit line too."""
    uid: int
    """Whose save it is: nobody else makes up for it, since the audit log is each one's own."""
    temporary: str
    """The name under which the new text lies ready in the policy's folder."""
    at: datetime
    facts: dict[str, Any]
    """Of the audit line."""

    def write(self, folder: Path) -> None:
        """Make the record durable; raises ``OSError``."""
        replace_file(self._path(folder), msgspec.json.encode(self))

    def drop(self, folder: Path) -> None:
        """The save is over, one way or the other; raises ``OSError``."""
        self._path(folder).unlink(missing_ok=True)
        sync_folder(folder)

    def audit(self, log: AuditLog) -> None:
        """Write the audit line; raises ``StorageError``."""
        log.write(self.at, AuditEvent.POLICY_SAVED, {"save": self.id, **self.facts})

    def _path(self, folder: Path) -> Path:
        return folder / _NAME.format(self.id)


def new_record(policy: Path, uid: int, at: datetime, facts: Mapping[str, Any]) -> SaveRecord:
    """A record of a save that begins."""
    save_id = secrets.token_hex(16)
    return SaveRecord(save_id, uid, _temporary(policy, save_id), at, dict(facts))


def unfinished(folder: Path) -> tuple[SaveRecord, ...]:
    """The records of saves that did not come to their end; raises ``OSError``."""
    found = []
    for path in sorted(folder.glob(_NAME.format("*"))):
        with contextlib.suppress(ValueError):  # not a record, whoever put it there
            found.append(msgspec.json.decode(path.read_bytes(), type=SaveRecord))
    return tuple(found)


def make_up(policy: Path, folder: Path, uid: int, log: AuditLog) -> None:
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
    """Take away what lay ready for a save that never came to its record."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith(prefix) and path.name.endswith(".tmp") and path.name not in needed:
            path.unlink()


def _temporary(policy: Path, save_id: str) -> str:
    return f".{policy.name}.{save_id}.tmp"
