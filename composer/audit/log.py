"""The audit log: one JSON object a line, whole or not there, in a file or in the machine's own log."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from composer.audit.actor import this_actor
from composer.audit.file import AuditFile
from composer.errors import StorageError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure, reason_of
from composer.services.member_settings import AuditPlace, AuditSettings, OnFailure
from composer.storage.machine import THIS_MACHINE


class AuditEvent(Enum):
    """What a line of the audit log is about."""

    REFUSED = "refused"
    """The outbox did not take a message, or the server took it for nobody and its client was told so."""
    WENT_BACK = "went_back"
    """The warning was shown and the member did not send."""
    ACCEPTED = "accepted"
    UNDONE = "undone"
    """The member undid sending while that was possible."""
    CAME_BACK = "came_back"
    """presend took a message back, because the policy changed before it was sent."""
    NOT_DELIVERED = "not_delivered"
    """No recipient was reached for now; its client was told so and sends again, or the member does."""
    DELIVERY = "delivery"
    """An attempt to deliver came to its end."""
    SETTLED = "settled"
    """A person said what became of recipients of whom nobody knew it, or gave them up."""
    POLICY_SAVED = "policy_saved"
    """The administrator's page put another policy in force."""


class AuditHeldError(StorageError):
    """A line of the audit log cannot be written, and without it nothing is sent."""


class _Sink(Protocol):
    def append(self, line: bytes) -> None: ...
    def demand(self) -> None: ...
    def holds(self, words: str) -> bool: ...


class AuditLog:
    """Appends lines where the settings say; several processes may write at once."""

    def __init__(
        self, path: Path, settings: Callable[[], AuditSettings] = AuditSettings, system_log: Path = THIS_MACHINE.log
    ) -> None:
        """``path`` is the file; ``settings`` are asked each time, for another policy may be in force by then."""
        self._path = path
        self._settings = settings
        self._system_log = system_log

    def write(self, at: datetime, event: AuditEvent, facts: Mapping[str, Any]) -> None:
        """Add one line: ``time`` (UTC, ISO 8601), ``event``, who did it, then the facts; raises ``StorageError``.

        The caller hands in no body, no subject and nothing else a message says.
        """
        moment = at.astimezone(UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "event": event.value, **this_actor().facts(), **facts}
        self._sink().append(json.dumps(line).encode("ascii") + b"\n")

    @property
    def holds_mail(self) -> bool:
        """Whether the settings say that nothing is sent without its line in the audit log."""
        return self._settings().on_failure is OnFailure.HOLD

    def demand(self) -> None:
        """Raises ``AuditHeldError`` where a line could not be written now and nothing may be sent without it."""
        fault = self.fault() if self.holds_mail else None
        if fault is not None:
            raise held(fault)

    def fault(self) -> StorageError | None:
        """Why a line could not be written now; None where all is well. Nothing is written."""
        try:
            self._sink().demand()
        except StorageError as error:
            return error
        return None

    def problem(self) -> str:
        """``fault`` in words; empty where all is well."""
        return str(self.fault() or "")

    def holds(self, words: str) -> bool:
        """Whether a line that is whole contains these ASCII words; raises ``StorageError``."""
        return self._sink().holds(words)

    def _sink(self) -> _Sink:
        settings = self._settings()
        if settings.to is AuditPlace.SYSLOG:
            from composer.audit.system_log import SystemLog  # sockets cost the gate time that a file does not

            return SystemLog(self._system_log)
        return AuditFile(self._path, settings.size, settings.keep)


def held(fault: StorageError) -> AuditHeldError:
    """The error of a message that waits because its audit line cannot be written."""
    why = reason_of(fault)
    return failure(AuditHeldError, ReasonCode.AUDIT_LOG_HELD, trouble=why.code.value, **why.facts)
