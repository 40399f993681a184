"""The field of the first-run form that a failed test of a server or a command is about, and what is said there."""

from __future__ import annotations

from composer.errors import TransportError
from composer.reasons import Reason, ReasonCode
from composer.sentences.reason_table import Sentences
from composer.sentences.reasons import in_words, reason_words
from composer.setup.first_run.labels import label
from composer.setup.first_run.values import Fault, Place
from composer.words import _, listing

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
    """The fault at its field; it speaks of fields, and not of config.toml, which is not written yet."""
    why, said = error.why, in_words(error)
    return Fault(place_of(why), lambda: (_in_the_form(why) if why else "") or said())


def _in_the_form(why: Reason) -> str:
    """The sentence of a reason that elsewhere names a setting; empty for any other."""
    if why.code in _SECRETS:
        facts = {**why.facts, "setting": label(Place.PASSWORD_COMMAND)}
        return reason_words(Reason(why.code, facts))
    return _SENTENCES[why.code](why.facts) if why.code in _SENTENCES else ""


_SECRETS = frozenset(code for code in _PLACES if code.value.startswith("secret_"))
_SENTENCES: Sentences = {
    ReasonCode.NO_ANSWER: lambda facts: _(
        "{host} does not answer at port {port}. Check both, and your connection.",
        host=facts["host"],
        port=facts["port"],
    ),
    ReasonCode.NOBODY_LISTENS: lambda facts: _(
        "No mail server answers at {host}, port {port}. Check both.", host=facts["host"], port=facts["port"]
    ),
    ReasonCode.NO_SERVER_SET: lambda _facts: _("Type the name of the server that takes your mail."),
    ReasonCode.NO_TLS: lambda facts: _(
        "No secure connection to {host}: {reason}. Check port and encryption; usual are 587 with STARTTLS and "
        "465 with TLS.",
        host=facts["host"],
        reason=facts["reason"],
    ),
    ReasonCode.TLS_FROM_THE_START: lambda facts: _(
        "Port {port} of {host} is encrypted from the start. Choose TLS in the field {field}, or take the port for "
        "STARTTLS, usually 587.",
        port=str(facts["port"]),
        host=facts["host"],
        field=label(Place.SECURITY),
    ),
    ReasonCode.NO_TLS_AT_THE_START: lambda facts: _(
        "Port {port} of {host} is not encrypted from the start. Choose STARTTLS in the field {field}, or take the port "
        "for TLS, usually 465.",
        port=str(facts["port"]),
        host=facts["host"],
        field=label(Place.SECURITY),
    ),
    ReasonCode.UNKNOWN_AUTHORITY: lambda facts: _(
        "The certificate of {host} comes from an authority that this machine does not know: {reason}. If it is your "
        "organization's own, type the path of the file with its certificate in the field {field}.",
        host=facts["host"],
        reason=facts["reason"],
        field=label(Place.CA_FILE),
    ),
    ReasonCode.NO_AUTHORITIES: lambda facts: _(
        "No certificate can be read in {file}. Type the path of a PEM file, or leave it empty.", file=facts["file"]
    ),
    ReasonCode.LOGIN_REFUSED: lambda facts: _(
        "The server did not accept the login of {user}: {reply}. Check the fields {fields}.",
        user=facts["user"],
        reply=facts["reply"],
        fields=listing((label(Place.USER), label(Place.PASSWORD_COMMAND))),
    ),
    ReasonCode.NO_PASSWORD: lambda facts: _(
        "Type a command that prints the password of {user}, or leave the user empty.", user=facts["user"]
    ),
    ReasonCode.NO_COMMAND_SET: lambda _facts: _("Type the command that sends, for example msmtp."),
    ReasonCode.COMMAND_NOT_FOUND: lambda facts: _(
        "No program {program} is found. Install it, or type its whole path.", program=facts["command"]
    ),
}
