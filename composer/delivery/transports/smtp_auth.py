"""Logging in to an SMTP server: PLAIN (RFC 4616), LOGIN, XOAUTH2; the secret appears in no error."""

from __future__ import annotations

import base64
import smtplib

from composer.delivery.transports.base import HopelessError
from composer.delivery.transports.credentials import Login
from composer.errors import TransportError
from composer.words import _

_CHALLENGE = 334
_DONE = 235


def authenticate(server: smtplib.SMTP, login: Login) -> None:
    """Log in with what both sides know; raises ``TransportError``, hopeless where the server says no for good."""
    offered = server.esmtp_features.get("auth", "").upper().split()
    wanted = ("XOAUTH2",) if login.is_token else ("PLAIN", "LOGIN")
    mechanism = next((name for name in wanted if name in offered), None)
    if mechanism is None:
        words = _("The server offers no way to log in that presend can use. It would need {names}.",
                  names=", ".join(wanted))  # fmt: skip
        raise TransportError(words)
    code, reply = _STEPS[mechanism](server, login)
    if code == _DONE:
        return
    words = _(
        "The server did not accept the login of {user}: {reply}. Check user and password under [transport].",
        user=login.user,
        reply=f"{code} {reply.decode('utf-8', 'replace')}".rstrip("."),
    )
    raise HopelessError(words) if 500 <= code < 600 else TransportError(words)


def _plain(server: smtplib.SMTP, login: Login) -> tuple[int, bytes]:
    response = f"\0{login.user}\0{login.secret}"
    return server.docmd("AUTH", f"PLAIN {_base64(response)}")


def _login(server: smtplib.SMTP, login: Login) -> tuple[int, bytes]:
    answer = server.docmd("AUTH", "LOGIN")
    for text in (login.user, login.secret):
        if answer[0] != _CHALLENGE:
            return answer
        answer = server.docmd(_base64(text))
    return answer


def _xoauth2(server: smtplib.SMTP, login: Login) -> tuple[int, bytes]:
    token = f"user={login.user}\x01auth=Bearer {login.secret}\x01\x01"
    answer = server.docmd("AUTH", f"XOAUTH2 {_base64(token)}")
    return server.docmd("") if answer[0] == _CHALLENGE else answer


_STEPS = {"PLAIN": _plain, "LOGIN": _login, "XOAUTH2": _xoauth2}


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")
