"""Delivery to a mail server by SMTP: encrypted with a verified certificate, or on this machine's loopback."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from composer.delivery.transports.base import HopelessError
from composer.delivery.transports.credentials import Login
from composer.delivery.transports.smtp_auth import authenticate
from composer.delivery.transports.smtp_session import SmtpSession, Timeouts
from composer.errors import TransportError
from composer.services.member_settings import Security, TransportSettings
from composer.words import _

_HOST_NAME = re.compile(r"(?=.{4,253}$)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
FindLogin = Callable[[], Login | None]


class Smtp:
    """A server as the member's settings name it."""

    def __init__(
        self,
        settings: TransportSettings,
        find_login: FindLogin,
        context: ssl.SSLContext | None = None,
        timeouts: Timeouts | None = None,
    ) -> None:
        """``context`` is for servers whose authority is not among the machine's; it must verify."""
        self._settings = settings
        self._find_login = find_login
        self._context = context
        self._timeouts = timeouts or Timeouts()

    @contextmanager
    def connect(self) -> Iterator[SmtpSession]:
        """Connect, secure and log in; raises ``TransportError``. Sends nothing by itself."""
        self._require_protection()
        login = self._find_login()
        server = self._opened(login)
        session = SmtpSession(server, self._timeouts)
        try:
            yield session
        finally:
            session.close()

    def _opened(self, login: Login | None) -> smtplib.SMTP:
        server = None
        try:
            server = self._dialled()
            _answer_at_once(server)
            server.local_hostname = _greeting_name(server)
            self._greet(server)
            if self._settings.security is Security.STARTTLS:
                self._secure(server)
            if login is not None:
                authenticate(server, login)
        except BaseException as error:
            if server is not None:
                server.close()
            if isinstance(error, (OSError, UnicodeError, smtplib.SMTPException)):
                raise TransportError(self._words(error)) from error
            raise
        return server

    def _dialled(self) -> smtplib.SMTP:
        host, port, wait = self._settings.host, self._settings.port, self._timeouts.connect
        # The greeting name is replaced before it is used; without one smtplib would ask the DNS for it.
        if self._settings.security is Security.TLS:
            return smtplib.SMTP_SSL(host, port, "localhost", timeout=wait, context=self._verifying())
        return smtplib.SMTP(host, port, "localhost", timeout=wait)

    def _greet(self, server: smtplib.SMTP) -> None:
        code, reply = server.ehlo()
        if not 200 <= code < 300:
            raise smtplib.SMTPHeloError(code, reply)

    def _secure(self, server: smtplib.SMTP) -> None:
        if not server.has_extn("starttls"):
            words = _(
                "{host} does not offer encryption (STARTTLS). Nothing was sent: somebody may be listening in.",
                host=self._settings.host,
            )
            raise TransportError(words)
        code, reply = server.starttls(context=self._verifying())
        if code != 220:
            raise smtplib.SMTPResponseException(code, reply)
        self._greet(server)

    def _verifying(self) -> ssl.SSLContext:
        return self._context or ssl.create_default_context()

    def _require_protection(self) -> None:
        if not self._settings.host:
            raise HopelessError(_("No mail server is set. Set transport.host in config.toml."))
        if self._settings.security is Security.PLAINTEXT and not _is_loopback(self._settings.host):
            words = _("{host} is not this machine: a connection without encryption is not used.",
                      host=self._settings.host)  # fmt: skip
            raise HopelessError(words)

    def _words(self, error: OSError | UnicodeError | smtplib.SMTPException) -> str:
        host = self._settings.host
        match error:
            case smtplib.SMTPResponseException():
                reply = error.smtp_error
                text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
                return _("{host} refused: {reply}", host=host, reply=f"{error.smtp_code} {text}"[:500])
            case ssl.SSLCertVerificationError():
                return _("The certificate of {host} is not valid: {reason}. Nothing was sent.", host=host,
                         reason=error.verify_message)  # fmt: skip
            case ssl.SSLError():
                return _(
                    "No secure connection to {host}: {reason}. Check port and security in config.toml; usual are 587 "
                    "with starttls and 465 with tls.",
                    host=host,
                    reason=error.reason or "TLS",
                )
            case socket.gaierror() | UnicodeError():
                return _("The server {host} was not found. Check its name and your connection.", host=host)
            case TimeoutError():
                return _("{host} does not answer at port {port}. Check both in config.toml, and your connection.",
                         host=host, port=self._settings.port)  # fmt: skip
            case ConnectionRefusedError():
                return _("No mail server answers at {host}, port {port}. Check both in config.toml.",
                         host=host, port=self._settings.port)  # fmt: skip
            case smtplib.SMTPException():
                return _("{host} broke off the connection.", host=host)
        reason = getattr(error, "strerror", None) or type(error).__name__
        return _("{host} cannot be reached: {reason}.", host=host, reason=reason)


def _answer_at_once(server: smtplib.SMTP) -> None:
    """Without this the final dot waits until the server acknowledges what came before it (RFC 896), some 40 ms."""
    assert server.sock is not None
    server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _greeting_name(server: smtplib.SMTP) -> str:
    """This machine's full name where it has one, else the address literal (RFC 5321, 4.1.4)."""
    name = socket.gethostname()
    if _HOST_NAME.fullmatch(name):
        return name
    assert server.sock is not None
    own = ipaddress.ip_address(server.sock.getsockname()[0].partition("%")[0])
    return f"[IPv6:{own}]" if own.version == 6 else f"[{own}]"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
