"""The machine's own log, to which syslog daemons and the journal listen at a socket."""

from __future__ import annotations

import errno
import os
import socket
import time
from pathlib import Path

from composer.errors import StorageError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure
from composer.sentences.system_reasons import system_said

_PRIORITY = 2 << 3 | 6
"""Facility ``mail``, severity ``informational`` (RFC 5424, 6.2.1)."""
_PATIENCE = 5.0
"""Seconds that the daemon is given to take a line."""


class SystemLog:
    """Sends lines as programs on the same machine do (RFC 3164): priority, time, ``presend[PID]``, the line."""

    def __init__(self, path: Path, patience: float = _PATIENCE) -> None:
        self._path = path
        self._patience = patience

    def append(self, line: bytes) -> None:
        """Hand one line to the daemon; raises ``StorageError`` where nobody takes it."""
        stamp = time.strftime("%b %e %H:%M:%S").encode("ascii", "replace")
        self._send(b"<%d>%s presend[%d]: %s" % (_PRIORITY, stamp, os.getpid(), line.rstrip(b"\n")))

    def demand(self) -> None:
        """Raise ``StorageError`` where no daemon listens; nothing is written."""
        self._send(b"")

    def holds(self, _words: str) -> bool:
        """Always False: what was handed over cannot be read again."""
        return False

    def _send(self, data: bytes) -> None:
        """By datagram, as nearly all daemons want it, else by a stream, in which a NUL ends a line."""
        try:
            try:
                self._send_by(socket.SOCK_DGRAM, data)
            except OSError as error:
                if error.errno != errno.EPROTOTYPE:
                    raise
                self._send_by(socket.SOCK_STREAM, data + b"\0" if data else b"")
        except OSError as error:
            raise self._failure(error) from error

    def _send_by(self, kind: socket.SocketKind, data: bytes) -> None:
        with socket.socket(socket.AF_UNIX, kind | socket.SOCK_CLOEXEC) as log:
            log.settimeout(self._patience)
            log.connect(str(self._path))
            if data:
                log.sendall(data)

    def _failure(self, error: OSError) -> StorageError:
        code = ReasonCode.LOG_TAKES_NOTHING
        if isinstance(error, TimeoutError):
            return failure(StorageError, code, path=self._path, n=round(self._patience))
        return failure(StorageError, code, path=self._path, said=system_said(error))
