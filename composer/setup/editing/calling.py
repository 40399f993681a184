"""How presend is called from a client's configuration: its path, and what each client can make of it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from composer.setup.editing.edit import SetupError
from composer.words import _

_PLAIN = re.compile(r"[\w./+@,:=-]+", re.ASCII)


def found_program(named: str | None, started_as: str, environ: Mapping[str, str]) -> str:
    """The path to call presend by: the one that was named, else what was started, else the one on the PATH.

    Raises ``SetupError`` where there is no such program, or its path would not be text on a terminal.
    """
    own = started_as if Path(started_as).name == "presend" else "presend"
    wanted = os.path.expanduser(named or own)  # noqa: PTH111  # "~" alone is no path of ours to resolve
    found = shutil.which(wanted, path=environ.get("PATH"))
    if found is None and named:
        raise SetupError(_("{program} is no program that can be started. Name another with --command.", program=named))
    if found is None:
        raise SetupError(_("presend is not on your PATH. Name the program with --command."))
    path = str(Path(found).absolute())
    if not path.isprintable():  # it is printed for copying, as it is
        raise SetupError(
            _("The path {program} holds characters that cannot be shown. Name another with --command.", program=path)
        )
    return path


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
    """A path for a shell, or for a client that splits words as a shell does."""
    return shlex.quote(program)
