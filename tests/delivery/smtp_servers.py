"""Mail servers for tests: aiosmtpd in a thread, and a server that follows a script to the byte."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from composer.delivery.transports.credentials import Login
from composer.delivery.transports.smtp import Smtp
from composer.delivery.transports.smtp_session import Timeouts
from composer.services.member_settings import Security, TransportKind, TransportSettings

CERTIFICATES = Path(__file__).parent / "certificates"
PATIENCE = Timeouts(connect=30, command=30, final=30)


@dataclass
class Mail:
    """What a server took, as it was on the wire."""

    sender: str
    recipients: list[str]
    content: bytes
    options: list[str]


@dataclass
class Inbox:
    """The handler of a server: keeps what comes, refuses whom it is told to."""

    mails: list[Mail] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Replies to RCPT by address."""
    content_reply: str = "250 2.0.0 Taken"
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    greeted: list[str] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Note how the client calls itself."""
        session.host_name = hostname
        self.greeted.append(hostname)
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient or refuse it."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        """Keep the message."""
        assert isinstance(envelope.content, bytes)
        if self.content_reply.startswith("2"):
            mail = Mail(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.content, envelope.mail_options)
            self.mails.append(mail)
        return self.content_reply

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        """Kim's password is ``geheim ü``."""
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == "geheim ü".encode(), handled=False)


@contextmanager
def running(inbox: Inbox, *, address: str = "127.0.0.1", tls: bool = False, **options: Any) -> Iterator[int]:
    """A real server on the loopback; its port."""
    loop = asyncio.new_event_loop()
    settings: dict[str, Any] = {"hostname": "mail.test", "enable_SMTPUTF8": True, "decode_data": False} | options

    async def start() -> asyncio.Server:
        context = server_context() if tls else None
        return await loop.create_server(lambda: SMTP(inbox, loop=loop, **settings), address, 0, ssl=context)

    server = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def server_context() -> ssl.SSLContext:
    """The certificate of ``localhost`` and 127.0.0.1, signed by the tests' own authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / "localhost.pem")
    return context


def trusting_context() -> ssl.SSLContext:
    """What a member has whose machine knows that authority."""
    return ssl.create_default_context(cafile=str(CERTIFICATES / "authority.pem"))


def smtp(
    port: int,
    security: Security = Security.PLAINTEXT,
    *,
    host: str = "127.0.0.1",
    login: Login | None = None,
    context: ssl.SSLContext | None = None,
    timeouts: Timeouts = PATIENCE,
) -> Smtp:
    """A transport to a server of these tests."""
    settings = TransportSettings(TransportKind.SMTP, host=host, port=port, security=security)
    return Smtp(settings, lambda _abort, _tell: login, context, timeouts)


class Talk:
    """The server's side of one connection."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("rb")
        self.heard: list[bytes] = []

    def say(self, *lines: str) -> None:
        """Send whole lines, as Latin-1 so that any octet can be said."""
        self._connection.sendall("".join(f"{line}\r\n" for line in lines).encode("latin-1"))

    def hear(self) -> bytes:
        """One line of the client; empty when it is gone."""
        line = self._lines.readline()
        self.heard.append(line)
        return line

    def hear_content(self) -> bytes:
        """Everything up to and with the final dot."""
        lines = []
        while (line := self._lines.readline()) not in (b"", b".\r\n"):
            lines.append(line)
        return b"".join(lines)

    def converse(self, replies: Mapping[str, str], until: str) -> None:
        """Answer commands by their first four letters until one of them is ``until``, which is not answered."""
        self.say("220 test ESMTP")
        while line := self.hear():
            verb = line[:4].decode("latin-1").upper()
            if verb == until:
                return
            self.say(*replies.get(verb, "250 OK").split("\n"))

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._connection.close()


@contextmanager
def scripted(*scripts: Callable[[Talk], None]) -> Iterator[int]:
    """A server whose n-th connection follows the n-th script; after the last it no longer listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    failures: list[BaseException] = []

    def serve() -> None:
        try:
            for script in scripts:
                connection, _peer = listener.accept()
                connection.settimeout(30)
                talk = Talk(connection)
                try:
                    with suppress(ConnectionError):
                        script(talk)
                finally:
                    talk.close()
        except BaseException as error:
            failures.append(error)
        finally:
            listener.close()

    listener.settimeout(30)
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        thread.join(60)
    assert not failures, failures
