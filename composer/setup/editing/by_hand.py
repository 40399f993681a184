"""Clients whose settings presend does not write, and what can be done about each."""

from __future__ import annotations

from composer.setup.editing.edit import SetupError
from composer.words import _


def refuse_by_hand(client: str) -> None:
    """Raises ``SetupError`` for one of these clients; says what to do."""
    match client:
        case "meli":
            raise SetupError(
                _(
                    "The settings of meli are written by hand: {line} under [composing] in its config.toml. meli reads "
                    "the keyboard on, so that you can be asked only inside tmux; elsewhere what needs an answer is "
                    "kept and not sent.",
                    line='send_mail = "presend sendmail -t"',
                )
            )
        case "himalaya":
            raise SetupError(
                _(
                    "himalaya calls no other program to send, so that presend cannot stand behind it. Read with "
                    "himalaya, and write and send with presend."
                )
            )
