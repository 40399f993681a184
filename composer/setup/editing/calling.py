"""The path by which a client's configuration calls presend, quoted as that client can read it."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from composer.errors import NoInputError
from composer.programs import program_named
from composer.sentences.reasons import reason_words
from composer.setup.editing.edit import SetupError
from composer.storage.machine import Machine
from composer.words import _

_PLAIN = re.compile(r"[\w./+@,:=-]+", re.ASCII)


def found_program(named: str | None, started_as: str, environ: Mapping[str, str]) -> str:
    """The path to call presend by: the one named, else the one started, else the one on the PATH.

    Raises ``NoInputError`` where the one named is none, and ``SetupError`` where none is found or its path would not be
    text on a terminal.
    """
    own = started_as if Path(started_as).name == "presend" else "presend"
    wanted = os.path.expanduser(named or own)  # noqa: PTH111  # "~" alone is no path of ours to resolve
    found = program_named(wanted, environ)
    if found is None and named:
        raise NoInputError(
            _("{program} is no program that can be started. Name another with --command.", program=named)
        )
    if found is None:
        raise SetupError(_("presend is not on your PATH. Name the program with --command."))
    path = str(Path(found).absolute())
    if not path.isprintable():  # it is printed for copying, as it is
        raise SetupError(
            _("The path {program} holds characters that cannot be shown. Name another with --command.", program=path)
        )
    return path


def demand_shared(program: str, machine: Machine) -> None:
    """Raise ``SetupError`` for a program that not only the machine's owner can change, or that not all can start."""
    for reason in machine.distrusts((Path(program),)):
        raise SetupError(
            _(
                "Everybody on the machine would run {program}. Name another with --command, or put this right: "
                "{reason}",
                program=program,
                reason=reason_words(reason),
            )
        )
    closed = machine.closed_to_others(Path(program))
    if closed is not None:
        raise SetupError(
            _(
                "{program} cannot be started by everybody on the machine, because {file} is closed to others. Name "
                "another with --command.",
                program=program,
                file=closed,
            )
        )


def unquoted(program: str, client: str) -> str:
    """A path for a client that knows no quoting; raises ``SetupError`` for one that would need it."""
    if _PLAIN.fullmatch(program):
        return program
    raise SetupError(
        _(
            "{client} cannot call {program}: it knows no quotation marks, and the path holds a space or another "
            "special character. Make a link to it without any, such as ~/bin/presend, and name that with --command.",
            client=client,
            program=program,
        )
    )


def quoted(program: str) -> str:
    """A path quoted for a shell, or for a client that splits words as a shell does."""
    return shlex.quote(program)
