"""A dialog where the client does not read the keys: in a popup of tmux, or in a tab of aerc."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from composer.gate.asking.dialog_document import DialogAnswer, DialogQuestion
from composer.gate.asking.dialog_socket import OPENS_WITHIN, dialog_socket
from composer.gate.terminal.place import Place
from composer.programs import presend_again, program_named

DIALOG = presend_again("gate-dialog")
"""The command that shows the dialog; the path of the socket is its last word."""
ENDS_WITHIN = 5.0
"""Seconds the program that opened the dialog has to end after the answer."""


class NoDialogError(Exception):
    """No dialog could be opened there."""


def ask_in_other_window(
    place: Place,
    question: DialogQuestion,
    environ: Mapping[str, str],
    *,
    dialog: Sequence[str] = DIALOG,
    patience: float = OPENS_WITHIN,
) -> DialogAnswer | None:
    """The member's answer, None where the dialog was left without one; raises ``NoDialogError``."""
    try:
        with dialog_socket() as waiting:
            command = _opening(place, [*dialog, str(waiting.path)], environ, waiting.path.parent)
            with _started(command, environ, waiting.path.parent) as opener:
                return waiting.ask(question, opener, patience)
    except OSError as error:  # the time-out is one too
        raise NoDialogError from error


def _opening(place: Place, command: Sequence[str], environ: Mapping[str, str], folder: Path) -> list[str]:
    """The call that opens the command there, in ``folder`` where that can be said; raises ``FileNotFoundError``."""
    words = shlex.join(command)
    match place:
        case Place.TMUX:
            pane = environ.get("TMUX_PANE")
            target = ["-t", pane] if pane else []
            size = ["-w", "100%", "-h", "100%"]
            return [_program("tmux", environ), "display-popup", "-E", "-d", str(folder), *target, *size, words]
        case Place.AERC:
            return [_program("aerc", environ), f":term {words}"]
        case Place.HERE:
            raise ValueError("the dialog opens on the terminal itself")


def _program(name: str, environ: Mapping[str, str]) -> str:
    found = program_named(name, environ)
    if found is None:
        raise FileNotFoundError(name)
    return found


@contextmanager
def _started(command: Sequence[str], environ: Mapping[str, str], folder: Path) -> Iterator[int]:
    """A running program in ``folder``, as a pidfd; nothing of what it says reaches the client's screen.

    In a session of its own it has no terminal: an aerc that finds no other one to tell would else open on this one.
    """
    nothing = subprocess.DEVNULL
    program = subprocess.Popen(  # noqa: S603 - found by name in the member's own PATH
        command, stdin=nothing, stdout=nothing, stderr=nothing, env=dict(environ), cwd=folder, start_new_session=True
    )
    descriptor = os.pidfd_open(program.pid)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
        with suppress(subprocess.TimeoutExpired):
            program.wait(ENDS_WITHIN)
        program.kill()
        program.wait()
