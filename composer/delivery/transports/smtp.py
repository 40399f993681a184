"""Delivery to a mail server by SMTP: encrypted with a verified certificate, or on this machine's loopback."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from composer.delivery.transports.base import PermanentError, Tell, tell_nobody
from composer.delivery.transports.credentials import Login
from composer.delivery.transports.dialling import NotLoopbackError, Resolve, dial, is_loopback, resolved
from composer.delivery.transports.smtp_auth import authenticate
from composer.delivery.transports.smtp_session import SmtpSession, Timeouts
from composer.delivery.transports.smtp_wire import MalformedReplyError, RefusedError, SmtpWire, WireError
from composer.errors import TransportError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import failure, reason, reason_words
from composer.sentences.system_reasons import system_said
from composer.services.member_settings import Security, TransportSettings
from composer.threads.abort import Abort

_HOST_NAME = re.compile(r"(?=.{4,253}$)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
FindLogin = Callable[[Abort, Tell], Login | None]
"""Finds the login for a server; raises ``TransportError`` and ``AbortedError``."""
_READY = 220
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL"})
"""What OpenSSL's versions say of an answer that is no TLS record."""
_UNKNOWN_AUTHORITY = frozenset({2, 18, 19, 20, 21, 27})
"""X509_V_ERR_ codes (openssl-verification-options(1)): issuer not found, self-signed, not verified, not trusted."""


class Smtp:
    """An SMTP server as the member's settings name it (RFC 5321; RFC 3207 for STARTTLS, RFC 8314 for TLS)."""

    def __init__(
        self,
        settings: TransportSettings,
        find_login: FindLogin,
        context: ssl.SSLContext | None = None,
        timeouts: Timeouts | None = None,
        resolve: Resolve = resolved,
    ) -> None:
        """``context`` is for servers whose authority is not among the machine's; it must verify."""
        self._settings = settings
        self._find_login = find_login
        self._context = context
        self._timeouts = timeouts or Timeouts()
        self._resolve = resolve

    @contextmanager
    def connect(self, abort: Abort, tell: Tell = tell_nobody) -> Iterator[SmtpSession]:
        """Connect, secure and log in; raises ``TransportError`` and ``AbortedError``. Sends nothing by itself."""
        self._require_protection()
        login = self._find_login(abort, tell)
        session = SmtpSession(self._opened(login, abort), self._timeouts)
        try:
            yield session
        except BaseException:
            session.drop()
            raise
        session.close()

    def _opened(self, login: Login | None, abort: Abort) -> SmtpWire:
        wire = None
        try:
            wire = self._dialled(abort)
            name = _greeting_name(wire)
            wire.greet(name)
            if self._settings.security is Security.STARTTLS:
                self._secure(wire, name)
            if login is not None:
                authenticate(wire, login)
        except BaseException as error:
            if wire is not None:
                wire.close()
            if isinstance(error, (OSError, UnicodeError, WireError, RefusedError)):
                raise self._told(error) from error
            raise
        return wire

    def _dialled(self, abort: Abort) -> SmtpWire:
        """A connection whose server has said that it is ready."""
        wire = self._wire(abort)
        try:
            if self._settings.security is Security.TLS:
                self._encrypt_at_once(wire)
            elif wire.is_silent(self._timeouts.until_asked) and self._waits_for_tls(abort):
                raise self._wrong_encryption(ReasonCode.TLS_FROM_THE_START)
            reply = wire.reply()
            if reply.code != _READY:
                raise RefusedError(reply)
        except BaseException:
            wire.close()
            raise
        return wire

    def _wire(self, abort: Abort) -> SmtpWire:
        settings, wait = self._settings, self._timeouts.connect
        is_clear = settings.security is Security.PLAINTEXT
        connection = dial(settings.host, settings.port, abort, wait, self._resolve, only_here=is_clear)
        _answer_at_once(connection)
        return SmtpWire(connection, abort, wait)

    def _encrypt_at_once(self, wire: SmtpWire) -> None:
        try:
            wire.encrypt(self._verifying(), self._settings.host)
        except ssl.SSLError as error:
            if error.reason in _NOT_TLS:
                raise self._wrong_encryption(ReasonCode.NO_TLS_AT_THE_START) from error
            raise

    def _waits_for_tls(self, abort: Abort) -> bool:
        """Whether the port answers a TLS handshake, tried on a connection of its own, over which nothing is sent."""
        with suppress(OSError, WireError):
            wire = self._wire(abort)
            wire.patience = self._timeouts.until_asked
            try:
                wire.encrypt(self._verifying(), self._settings.host)
            except ssl.SSLCertVerificationError:
                return True
            finally:
                wire.close()
            return True
        return False

    def _wrong_encryption(self, code: ReasonCode) -> TransportError:
        settings = self._settings
        return failure(TransportError, code, host=settings.host, port=settings.port, security=settings.security.value)

    def _secure(self, wire: SmtpWire, name: str) -> None:
        if "starttls" not in wire.features:
            raise failure(TransportError, ReasonCode.NO_STARTTLS, host=self._settings.host)
        reply = wire.command("STARTTLS")
        if reply.code != _READY:
            raise RefusedError(reply)
        wire.encrypt(self._verifying(), self._settings.host)
        wire.greet(name)

    def _verifying(self) -> ssl.SSLContext:
        """The authorities of the machine, and those of the settings beside them; raises ``TransportError``."""
        if self._context is not None:
            return self._context
        context, own = ssl.create_default_context(), self._settings.ca_file
        if own is not None:
            try:
                context.load_verify_locations(cafile=str(own))
            except OSError as error:
                raise failure(TransportError, ReasonCode.NO_AUTHORITIES, file=own) from error
        return context

    def _require_protection(self) -> None:
        if not self._settings.host:
            raise failure(PermanentError, ReasonCode.NO_SERVER_SET)
        if self._settings.security is Security.PLAINTEXT and not _may_be_loopback(self._settings.host):
            raise self._not_here()

    def _not_here(self) -> PermanentError:
        return failure(PermanentError, ReasonCode.NOT_LOOPBACK, host=self._settings.host)

    def _told(self, error: OSError | UnicodeError | WireError | RefusedError) -> TransportError:
        if isinstance(error, NotLoopbackError):
            return self._not_here()
        why = self._reason(error)
        return TransportError(reason_words(why), why)

    def _reason(self, error: OSError | UnicodeError | WireError | RefusedError) -> Reason:
        host, port = self._settings.host, self._settings.port
        match error:
            case RefusedError():
                return reason(ReasonCode.SERVER_REFUSED, host=host, reply=error.reply.words[:500])
            case MalformedReplyError():
                return reason(ReasonCode.MALFORMED_REPLY, host=host)
            case WireError():
                return reason(ReasonCode.HUNG_UP, host=host)
            case ssl.SSLCertVerificationError(verify_code=code) if code in _UNKNOWN_AUTHORITY:
                return reason(ReasonCode.UNKNOWN_AUTHORITY, host=host, reason=error.verify_message)
            case ssl.SSLCertVerificationError():
                return reason(ReasonCode.BAD_CERTIFICATE, host=host, reason=error.verify_message)
            case ssl.SSLError():
                return reason(ReasonCode.NO_TLS, host=host, reason=error.reason or "TLS")
            case socket.gaierror() | UnicodeError():
                return reason(ReasonCode.HOST_NOT_FOUND, host=host)
            case TimeoutError():
                return reason(ReasonCode.NO_ANSWER, host=host, port=port)
            case ConnectionRefusedError():
                return reason(ReasonCode.NOBODY_LISTENS, host=host, port=port)
        return reason(ReasonCode.UNREACHABLE, host=host, said=system_said(error))


def _answer_at_once(connection: socket.socket) -> None:
    """Without this the final dot waits until the server acknowledges what came before it (RFC 896), some 40 ms."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _greeting_name(wire: SmtpWire) -> str:
    """This machine's full name where it has one, else the address literal (RFC 5321, 4.1.4)."""
    name = socket.gethostname()
    if _HOST_NAME.fullmatch(name):
        return name
    own = ipaddress.ip_address(wire.own_address.partition("%")[0])
    return f"[IPv6:{own}]" if own.version == 6 else f"[{own}]"


def _may_be_loopback(host: str) -> bool:
    """What the name says; the address is looked at when it is called."""
    return host.lower() == "localhost" or is_loopback(host)
