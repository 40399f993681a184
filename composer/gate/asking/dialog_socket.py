"""A private socket between the gate that waits and a dialog in another terminal; who hangs up has given no answer."""

from __future__ import annotations

import os
import select
import shutil
import socket
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from composer.gate.asking.dialog_document import (
    LARGEST,
    DialogAnswer,
    DialogQuestion,
    answer_in,
    line_of,
    question_in,
)

OPENS_WITHIN = 15.0
"""Seconds a dialog has to come up, Python's start on a busy machine included."""
SENDS_WITHIN = 10.0
"""Seconds that the waiting gate has to hand over its question."""
_LONGEST_FOLDER = 80
"""Octets of a temporary folder in which a socket's name has room."""
_CREDENTIALS = struct.Struct("3i")


class DialogSocket:
    """The end of the gate, which waits for a dialog in another window and for its answer."""

    def __init__(self, listener: socket.socket, path: Path) -> None:
        self._listener = listener
        self.path = path
        """What the dialog is started with."""

    def ask(self, question: DialogQuestion, opener: int, patience: float = OPENS_WITHIN) -> DialogAnswer | None:
        """Wait for the dialog, then for its answer; None where none came.

        ``opener`` is a pidfd of the program that opens the dialog. Raises ``TimeoutError`` where no dialog came up.
        """
        with self._dialog(opener, patience) as peer, suppress(OSError):
            peer.sendall(line_of(question))
            return answer_in(_line(peer))
        return None

    @contextmanager
    def _dialog(self, opener: int, patience: float) -> Iterator[socket.socket]:
        """The first connection of this user; another user could not have reached the folder."""
        until = time.monotonic() + patience
        watched: list[socket.socket | int] = [self._listener, opener]
        while (left := until - time.monotonic()) > 0:
            ready = select.select(watched, [], [], left)[0]
            if self._listener in ready:
                peer, _address = self._listener.accept()
                with peer:
                    if _is_same_user(peer):
                        yield peer
                        return
            elif opener in ready:
                if not _ended_well(opener):
                    break
                watched.remove(opener)  # it has only passed the command on
        raise TimeoutError


@contextmanager
def dialog_socket() -> Iterator[DialogSocket]:
    """A socket in a folder of mode 0700, gone afterwards; raises ``OSError``."""
    folder = Path(tempfile.mkdtemp(prefix="presend-", dir=_short_folder()))
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            path = folder / "dialog"
            listener.bind(str(path))
            listener.listen(1)
            yield DialogSocket(listener, path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short_folder() -> str | None:
    """None for the usual place; a short one where the name of a socket, 108 octets at most (unix(7)), has no room."""
    return "/tmp" if len(os.fsencode(tempfile.gettempdir())) > _LONGEST_FOLDER else None  # noqa: S108 - mkdtemp's is private


class DialogPeer:
    """The end of the dialog, which reads the question and writes the answer."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def question(self) -> DialogQuestion | None:
        """The question to ask; None where the gate does not wait any more."""
        self._connection.settimeout(SENDS_WITHIN)
        try:
            return question_in(_line(self._connection))
        except OSError:
            return None

    def is_awaited(self) -> bool:
        """Whether the gate still waits for the answer."""
        ready = select.select([self._connection], [], [], 0)[0]
        try:
            return not ready or bool(self._connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def answer(self, answer: DialogAnswer) -> None:
        """Send the answer; where the gate does not wait any more nothing happens."""
        with suppress(OSError):
            self._connection.sendall(line_of(answer))


@contextmanager
def connected(path: Path) -> Iterator[DialogPeer]:
    """The connection to the gate that waits; raises ``OSError``."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(path))
        if not _is_same_user(connection):
            raise PermissionError
        yield DialogPeer(connection)


def _line(connection: socket.socket) -> bytes:
    received = bytearray()
    while not received.endswith(b"\n") and len(received) < LARGEST:
        data = connection.recv(65_536)
        if not data:
            break
        received += data
    return bytes(received)


def _is_same_user(connection: socket.socket) -> bool:
    """By what the kernel says of the other side (unix(7), SO_PEERCRED)."""
    packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _pid, uid, _gid = _CREDENTIALS.unpack(packed)
    return bool(uid == os.getuid())


def _ended_well(opener: int) -> bool:
    """The exit status of an ended child, which stays to be collected."""
    found = os.waitid(os.P_PIDFD, opener, os.WEXITED | os.WNOWAIT)
    return found is not None and found.si_code == os.CLD_EXITED and found.si_status == 0
