"""Why a mail server did not take a message, or could not be reached: a sentence for each reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composer.reasons import ReasonCode
from composer.sentences.system_reasons import system_words
from composer.words import _, size

if TYPE_CHECKING:
    from composer.sentences.reason_table import Facts, Sentences


def _no_smtputf8(facts: Facts) -> str:
    if "header" in facts:
        return _(
            "The server takes no letters outside ASCII in the header (SMTPUTF8). Let your mail client encode them."
        )
    return _("The server does not take addresses with letters outside ASCII (SMTPUTF8).")


SENTENCES: Sentences = {
    ReasonCode.CONNECTION_LOST: lambda _facts: _("The connection to the server was lost."),
    ReasonCode.ANSWER_LOST: lambda _facts: _(
        "The connection was lost after the last octet and before the server's answer."
    ),
    ReasonCode.SIZE: lambda facts: _(
        "The message has {size}; the server takes at most {limit}.",
        size=size(facts["size"]),
        limit=size(facts["limit"]),
    ),
    ReasonCode.NO_8BITMIME: lambda _facts: _(
        "The server takes no 8-bit text (8BITMIME). Let your mail client write 7-bit text."
    ),
    ReasonCode.NO_SMTPUTF8: _no_smtputf8,
    ReasonCode.SERVER_REFUSED: lambda facts: _("{host} refused: {reply}", host=facts["host"], reply=facts["reply"]),
    ReasonCode.MALFORMED_REPLY: lambda facts: _(
        "{host} does not answer as a mail server does: its reply is malformed or without end.", host=facts["host"]
    ),
    ReasonCode.HUNG_UP: lambda facts: _("{host} broke off the connection.", host=facts["host"]),
    ReasonCode.BAD_CERTIFICATE: lambda facts: _(
        "The certificate of {host} is not valid: {reason}. Nothing was sent.",
        host=facts["host"],
        reason=facts["reason"],
    ),
    ReasonCode.UNKNOWN_AUTHORITY: lambda facts: _(
        "The certificate of {host} comes from an authority that this machine does not know: {reason}. Nothing was "
        "sent. If it is your organization's own authority, name the file with its certificate (PEM) as "
        "transport.ca_file in config.toml.",
        host=facts["host"],
        reason=facts["reason"],
    ),
    ReasonCode.NO_AUTHORITIES: lambda facts: _(
        "No certificate can be read in {file}, which transport.ca_file names. Correct it in config.toml.",
        file=facts["file"],
    ),
    ReasonCode.TLS_FROM_THE_START: lambda facts: _(
        "The encryption is set wrong: port {port} of {host} is encrypted from the start, and transport.security is "
        '"{security}". Make it "tls", or take the port for starttls, usually 587.',
        host=facts["host"],
        port=str(facts["port"]),
        security=facts["security"],
    ),
    ReasonCode.NO_TLS_AT_THE_START: lambda facts: _(
        "The encryption is set wrong: port {port} of {host} is not encrypted from the start, and transport.security is "
        '"tls". Make it "starttls", or take the port for tls, usually 465.',
        host=facts["host"],
        port=str(facts["port"]),
    ),
    ReasonCode.NO_TLS: lambda facts: _(
        "No secure connection to {host}: {reason}. Check port and security in config.toml; usual are 587 with starttls "
        "and 465 with tls.",
        host=facts["host"],
        reason=facts["reason"],
    ),
    ReasonCode.NO_STARTTLS: lambda facts: _(
        "{host} does not offer encryption (STARTTLS). Nothing was sent: somebody may be listening in.",
        host=facts["host"],
    ),
    ReasonCode.NOT_LOOPBACK: lambda facts: _(
        "{host} is not this machine: a connection without encryption is not used.", host=facts["host"]
    ),
    ReasonCode.HOST_NOT_FOUND: lambda facts: _(
        "The server {host} was not found. Check its name and your connection.", host=facts["host"]
    ),
    ReasonCode.NO_ANSWER: lambda facts: _(
        "{host} does not answer at port {port}. Check both in config.toml, and your connection.",
        host=facts["host"],
        port=facts["port"],
    ),
    ReasonCode.NOBODY_LISTENS: lambda facts: _(
        "No mail server answers at {host}, port {port}. Check both in config.toml.",
        host=facts["host"],
        port=facts["port"],
    ),
    ReasonCode.UNREACHABLE: lambda facts: _(
        "{host} cannot be reached: {reason}.", host=facts["host"], reason=system_words(facts["said"])
    ),
    ReasonCode.NO_SERVER_SET: lambda _facts: _("No mail server is set. Set transport.host in config.toml."),
    ReasonCode.NO_LOGIN_MECHANISM: lambda facts: _(
        "The server offers no way to log in that presend can use. It would need {names}.",
        names=", ".join(facts["names"]),
    ),
    ReasonCode.LOGIN_REFUSED: lambda facts: _(
        "The server did not accept the login of {user}: {reply}. Check user and password under [transport].",
        user=facts["user"],
        reply=facts["reply"],
    ),
}
