"""Why a command for sending or for a password, or a keyring, failed: a sentence for each reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from composer.reasons import ReasonCode
from composer.sentences.system_reasons import system_words
from composer.words import _, ngettext

if TYPE_CHECKING:
    from composer.sentences.reason_table import Facts, Sentences


def _secret(why: Callable[[Facts], str]) -> Callable[[Facts], str]:
    """Without the command: a secret may stand in that too."""
    return lambda facts: _(
        "The command in {setting} failed: {reason}. Run it yourself to see why.",
        setting=facts["setting"],
        reason=why(facts).rstrip("."),
    )


def _secret_timeout(facts: Facts) -> str:
    return ngettext(
        "it did not end within {n} second and was stopped",
        "it did not end within {n} seconds and was stopped",
        facts["n"],
    )


def _command_timeout(facts: Facts) -> str:
    return ngettext(
        "The command did not end within {n} second and was stopped.",
        "The command did not end within {n} seconds and was stopped.",
        facts["n"],
    )


SENTENCES: Sentences = {
    ReasonCode.NO_PASSWORD: lambda facts: _(
        "There is no password for {user}. Set password_command in the [transport] table.", user=facts["user"]
    ),
    ReasonCode.VARIABLE_NOT_SET: lambda facts: _(
        "The environment variable {name} with the password is not set.", name=facts["name"]
    ),
    ReasonCode.NO_KEYRING: lambda _facts: _(
        "The keyring cannot be asked: the package keyring is not installed. Install presend[keyring]."
    ),
    ReasonCode.KEYRING_FAILED: lambda facts: _("The keyring did not answer: {reason}.", reason=facts["reason"]),
    ReasonCode.NOT_IN_KEYRING: lambda facts: _(
        "The keyring has no password for {user} under {service}.", user=facts["user"], service=facts["service"]
    ),
    ReasonCode.SECRET_NO_COMMAND: _secret(lambda _facts: _("it is no complete command line")),
    ReasonCode.SECRET_NOT_STARTED: _secret(lambda facts: system_words(facts["said"])),
    ReasonCode.SECRET_KILLED: _secret(lambda facts: _("it was killed by signal {signal}", signal=facts["signal"])),
    ReasonCode.SECRET_STATUS: _secret(lambda facts: _("it ended with status {status}", status=facts["status"])),
    ReasonCode.SECRET_TIMEOUT: _secret(_secret_timeout),
    ReasonCode.SECRET_TOO_LONG: _secret(lambda _facts: _("its first line is too long for a password")),
    ReasonCode.SECRET_NOT_UTF8: _secret(lambda _facts: _("its first line is no text in UTF-8")),
    ReasonCode.SECRET_EMPTY: _secret(lambda _facts: _("it printed nothing")),
    ReasonCode.NO_COMMAND_SET: lambda _facts: _("No command that sends is set. Set transport.command in config.toml."),
    ReasonCode.COMMAND_NOT_FOUND: lambda facts: _(
        "The command {command} was not found. Install it, or correct transport.command in config.toml.",
        command=facts["command"],
    ),
    ReasonCode.COMMAND_NOT_STARTED: lambda facts: _(
        "The command {command} could not be started: {reason}.",
        command=facts["command"],
        reason=system_words(facts["said"]),
    ),
    ReasonCode.COMMAND_KILLED: lambda facts: _("The command was killed by signal {signal}.", signal=facts["signal"]),
    ReasonCode.COMMAND_STATUS: lambda facts: _("The command ended with status {status}.", status=facts["status"]),
    ReasonCode.COMMAND_TIMEOUT: _command_timeout,
}
