"""Logging in to an SMTP server: PLAIN (RFC 4616), LOGIN, XOAUTH2; the secret appears in no error."""

from __future__ import annotations

import base64

from composer.delivery.transports.base import PermanentError
from composer.delivery.transports.credentials import Login
from composer.delivery.transports.smtp_wire import Reply, SmtpWire
from composer.errors import TransportError
from composer.reasons import ReasonCode
from composer.sentences.reasons import failure

_CHALLENGE = 334
_DONE = 235


def authenticate(wire: SmtpWire, login: Login) -> None:
    """Log in by a mechanism that both sides know (RFC 4954); raises ``TransportError``.

    It is a ``PermanentError`` where the server refuses for good.
    """
    offered = wire.features.get("auth", "").upper().split()
    wanted = ("XOAUTH2",) if login.is_token else ("PLAIN", "LOGIN")
    mechanism = next((name for name in wanted if name in offered), None)
    if mechanism is None:
        raise failure(TransportError, ReasonCode.NO_LOGIN_MECHANISM, names=wanted)
    reply = _STEPS[mechanism](wire, login)
    if reply.code == _DONE:
        return
    kind = PermanentError if 500 <= reply.code < 600 else TransportError
    raise failure(kind, ReasonCode.LOGIN_REFUSED, user=login.user, reply=reply.words.rstrip("."))


def _plain(wire: SmtpWire, login: Login) -> Reply:
    response = f"\0{login.user}\0{login.secret}"
    return wire.command(f"AUTH PLAIN {_base64(response)}")


def _login(wire: SmtpWire, login: Login) -> Reply:
    answer = wire.command("AUTH LOGIN")
    for text in (login.user, login.secret):
        if answer.code != _CHALLENGE:
            return answer
        answer = wire.command(_base64(text))
    return answer


def _xoauth2(wire: SmtpWire, login: Login) -> Reply:
    token = f"user={login.user}\x01auth=Bearer {login.secret}\x01\x01"
    answer = wire.command(f"AUTH XOAUTH2 {_base64(token)}")
    return wire.command("") if answer.code == _CHALLENGE else answer


_STEPS = {"PLAIN": _plain, "LOGIN": _login, "XOAUTH2": _xoauth2}


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")
