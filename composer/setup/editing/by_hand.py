"""Clients whose settings presend does not write, and what a member can do about each."""

from __future__ import annotations

from collections.abc import Sequence

from composer.setup.clients.base import Setting
from composer.setup.editing.edit import SetupError
from composer.words import _


def refuse_by_hand(client: str) -> None:
    """Raise ``SetupError`` with what to do, for one of these clients; return for every other name."""
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


def refuse_without_shared_file(client: str, settings: Sequence[Setting]) -> None:
    """Raise ``SetupError`` for a client that has no file for everybody; ``settings`` are those for everybody."""
    if not settings:
        raise SetupError(
            _(
                "{client} reads no file that is for everybody on a machine. Each member sets it up with {command}.",
                client=client,
                command=f"presend install {client} --write",
            )
        )
