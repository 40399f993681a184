"""The field of the first-run form that a failed test of a server or a command is about, and what is said there."""

from __future__ import annotations

from composer.errors import TransportError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reasons import in_words
from composer.setup.first_run.values import Fault, Place
from composer.words import _

_PLACES = {
    ReasonCode.NO_ANSWER: Place.PORT,
    ReasonCode.NOBODY_LISTENS: Place.PORT,
    ReasonCode.MALFORMED_REPLY: Place.PORT,
    ReasonCode.TLS_FROM_THE_START: Place.SECURITY,
    ReasonCode.NO_TLS_AT_THE_START: Place.SECURITY,
    ReasonCode.NO_TLS: Place.SECURITY,
    ReasonCode.NO_STARTTLS: Place.SECURITY,
    ReasonCode.NOT_LOOPBACK: Place.SECURITY,
    ReasonCode.UNKNOWN_AUTHORITY: Place.CA_FILE,
    ReasonCode.NO_AUTHORITIES: Place.CA_FILE,
    ReasonCode.NO_LOGIN_MECHANISM: Place.USER,
    ReasonCode.LOGIN_REFUSED: Place.USER,
    ReasonCode.NO_PASSWORD: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_NO_COMMAND: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_NOT_STARTED: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_KILLED: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_STATUS: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_TIMEOUT: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_TOO_LONG: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_NOT_UTF8: Place.PASSWORD_COMMAND,
    ReasonCode.SECRET_EMPTY: Place.PASSWORD_COMMAND,
    ReasonCode.NO_COMMAND_SET: Place.COMMAND,
    ReasonCode.COMMAND_NOT_FOUND: Place.COMMAND,
    ReasonCode.COMMAND_NOT_STARTED: Place.COMMAND,
}


def place_of(why: Reason | None) -> Place:
    """The field where a reason not to reach the server belongs: its own, else that of the server's name."""
    return Place.HOST if why is None else _PLACES.get(why.code, Place.HOST)


def fault_of(error: TransportError) -> Fault:
    """The fault at its field; it does not send the member to config.toml, which is not written yet."""
    why, said = error.why, in_words(error)
    return Fault(place_of(why), lambda: (_in_the_form(why) if why else None) or said())


def _in_the_form(why: Reason) -> str | None:
    facts = why.facts
    match why.code:
        case ReasonCode.NO_ANSWER:
            return _(
                "{host} does not answer at port {port}. Check both, and your connection.",
                host=facts["host"],
                port=facts["port"],
            )
        case ReasonCode.NOBODY_LISTENS:
            return _(
                "No mail server answers at {host}, port {port}. Check both.", host=facts["host"], port=facts["port"]
            )
        case ReasonCode.NO_TLS:
            return _(
                "No secure connection to {host}: {reason}. Check port and encryption; usual are 587 with STARTTLS and "
                "465 with TLS.",
                host=facts["host"],
                reason=facts["reason"],
            )
    return None
