"""The octets between presend and a mail server: commands out, replies in, each within bounds of size and time."""

from __future__ import annotations

import re
import select
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from msgspec import Struct

from composer.threads.abort import Abort

LONGEST_LINE = 8_192
"""Octets of one line of a reply; RFC 5321, 4.5.3.1.5 allows 512."""
MOST_LINES = 500
"""Lines of one reply."""
MOST_OCTETS = 65_536
"""Octets of one reply."""
CHUNK = 4_096
_REPLY_LINE = re.compile(rb"([2-5][0-9]{2})(?:(?P<more>-)|(?![0-9]))[ \t]?(?P<text>.*)", re.DOTALL)
_FEATURE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9-]*)(?:[ =](?P<values>.*))?")
_NOTHING_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
T = TypeVar("T")


class WireError(Exception):
    """The server closed the connection, which is of no use any more."""


class MalformedReplyError(WireError):
    """What the server sent is no SMTP reply, or has no end."""


class RefusedError(Exception):
    """The server refused to go on with the session."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.code)
        self.reply = reply


class Reply(Struct, frozen=True):
    """A reply whole (RFC 5321, 4.2)."""

    code: int
    """The reply code, from 200 to 599."""
    text: bytes
    """Its lines without the code, with LF between them."""

    @property
    def is_good(self) -> bool:
        """Whether the command was done."""
        return 200 <= self.code < 300

    @property
    def is_refusal(self) -> bool:
        """Whether the command was not done, for now or for good."""
        return 400 <= self.code < 600

    @property
    def words(self) -> str:
        """The code and the text of the reply, foreign and not cleaned."""
        return f"{self.code} {self.text.decode('utf-8', 'replace')}"


class SmtpWire:
    """One connection. What waits may raise ``AbortedError``, ``WireError`` and ``OSError`` (``TimeoutError``)."""

    def __init__(self, connection: socket.socket, abort: Abort, patience: float) -> None:
        connection.setblocking(False)
        self._socket = connection
        self._abort = abort
        self._received = bytearray()
        self.patience = patience
        """Seconds for one command to go out, and for its whole reply to come in."""
        self.features: Mapping[str, str] = {}
        """What the server offers (RFC 1869), names in lower case, with their parameters."""

    @property
    def own_address(self) -> str:
        """The IP address of this end of the connection, as text."""
        return str(self._socket.getsockname()[0])

    def send(self, octets: bytes) -> None:
        """Write every octet within ``patience`` seconds."""
        deadline = time.monotonic() + self.patience
        left = memoryview(octets)
        while left:
            left = left[self._done(lambda: self._socket.send(left), select.POLLOUT, deadline) :]  # noqa: B023 - at once

    def command(self, text: str) -> Reply:
        """Send one line and wait for its reply. Raises ``ValueError`` for what would be more than one line.

        A refusal that came before anything was asked is the reply, and nothing is sent.
        """
        if "\r" in text or "\n" in text or "\0" in text:
            raise ValueError("a command is one line")
        if early := self.early_refusal():
            return early
        self.send(f"{text}\r\n".encode())
        return self.reply()

    def early_refusal(self) -> Reply | None:
        """A refusal that the server sent unasked, such as 421 before it closes; None where nothing came.

        Anything else unasked raises ``MalformedReplyError``: it would be taken for the answer to the next command, and
        a message would seem accepted that is not.
        """
        if not self._received:
            with suppress(*_NOTHING_YET):
                self._received += self._socket.recv(CHUNK)
        if not self._received:
            return None
        reply = self.reply()
        if not reply.is_refusal:
            raise MalformedReplyError
        return reply

    def is_silent(self, seconds: float) -> bool:
        """Whether nothing comes for ``seconds``; the end of the connection is something."""
        try:
            wait_until_ready(self._socket, select.POLLIN, self._abort, time.monotonic() + seconds)
        except TimeoutError:
            return True
        return False

    def reply(self) -> Reply:
        """Read one reply with all its lines (RFC 5321, 4.2) within ``patience`` seconds.

        Raises ``MalformedReplyError``.
        """
        deadline = time.monotonic() + self.patience
        texts: list[bytes] = []
        octets = 0
        while True:
            line = self._line(deadline)
            octets += len(line)
            found = _REPLY_LINE.match(line)
            if found is None or len(texts) == MOST_LINES or octets > MOST_OCTETS:
                raise MalformedReplyError
            texts.append(found["text"].strip(b" \t"))
            if not found["more"]:
                return Reply(int(found[1]), b"\n".join(texts))

    def greet(self, name: str) -> None:
        """Say EHLO and note what the server offers; raises ``RefusedError``."""
        reply = self.command(f"EHLO {name}")
        if not reply.is_good:
            raise RefusedError(reply)
        features: dict[str, str] = {}
        for line in reply.text.decode("latin-1").split("\n")[1:]:
            if found := _FEATURE.match(line):
                key = found["name"].lower()
                features[key] = f"{features.get(key, '')} {found['values'] or ''}".strip()
        self.features = features

    def encrypt(self, context: ssl.SSLContext, host: str) -> None:
        """Continue over TLS; raises ``ssl.SSLError``. What came in the clear before is forgotten (RFC 3207, 4.2)."""
        if self._received:
            raise MalformedReplyError  # somebody else may have said it (CVE-2011-0411)
        wrapped = context.wrap_socket(self._socket, server_hostname=host, do_handshake_on_connect=False)
        self._socket = wrapped
        self.features = {}
        self._done(wrapped.do_handshake, select.POLLIN, time.monotonic() + self.patience)

    def close(self) -> None:
        """Close the connection without QUIT, whatever is under way."""
        self._socket.close()

    def _line(self, deadline: float) -> bytes:
        while (end := self._received.find(b"\n")) < 0:
            if len(self._received) > LONGEST_LINE:
                raise MalformedReplyError
            received = self._done(lambda: self._socket.recv(CHUNK), select.POLLIN, deadline)
            if not received:
                raise WireError
            self._received += received
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line.rstrip(b"\r")

    def _done(self, operation: Callable[[], T], wanted: int, deadline: float) -> T:
        """The result of an operation as soon as the socket is ready for it."""
        while True:
            self._abort.check()
            try:
                return operation()
            except ssl.SSLWantReadError:
                is_ready_for = select.POLLIN
            except ssl.SSLWantWriteError:
                is_ready_for = select.POLLOUT
            except BlockingIOError:
                is_ready_for = wanted
            wait_until_ready(self._socket, is_ready_for, self._abort, deadline)


def wait_until_ready(connection: socket.socket, wanted: int, abort: Abort, deadline: float) -> None:
    """Wait until a socket can be read or written (``select.POLLIN``, ``POLLOUT``), or has failed.

    Raises ``AbortedError`` and ``TimeoutError``.
    """
    poll = select.poll()
    poll.register(connection, wanted)
    while not poll.poll(abort.slices(deadline) * 1_000):
        pass
