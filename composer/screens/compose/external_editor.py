"""The member's own editor for the text, on a private temporary file."""

from __future__ import annotations

import os
import shlex
import signal
import stat
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from composer.disk.regular_file import read_regular
from composer.errors import PresendError
from composer.message.mailto import body_text
from composer.sentences.system_reasons import system_reason
from composer.terminal.foreground import Finished, run_in_foreground
from composer.widgets.fields.body_area import LONGEST_LINE
from composer.words import _, number, size

VARIABLES = ("VISUAL", "EDITOR")
FALLBACK = "vi"
LARGEST = 5_000_000
"""Bytes of a text that can still be edited in presend."""


class _UnusableError(Exception):
    """What the editor left is no text for a message; ``str()`` is the sentence."""


def edit(app: App[Any], text: str) -> str:
    """The text after the member's editor has ended; raises ``PresendError``, and then the text is as it was.

    What the editor wrote stays in its file where it cannot be taken, and the error names the file.
    """
    command = editor(os.environ)
    path, given = _handed_over(text)
    finished = _run(app, [*command, str(path)], path)
    try:
        if finished.status != 0 and not finished.was_ended:
            raise _UnusableError(_ended_words(command[0], finished.status))
        edited = _read(path, text, command[0])
    except _UnusableError as error:
        if _holds(path, given):
            path.unlink(missing_ok=True)
            raise PresendError(_("{reason} The text is as it was.", reason=error)) from None
        raise PresendError(
            _("{reason} The text is as it was; what the editor wrote is in {path}.", reason=error, path=path)
        ) from None
    path.unlink(missing_ok=True)
    return edited.removesuffix("\n") + ("\n" if text.endswith("\n") else "")


def editor(environ: Mapping[str, str]) -> list[str]:
    """The words of the member's editor command, from ``VARIABLES`` or ``FALLBACK``.

    Raises ``PresendError`` for an empty one.
    """
    name, line = next(((name, environ[name]) for name in VARIABLES if environ.get(name)), ("", FALLBACK))
    try:
        command = shlex.split(line)
    except ValueError:
        raise PresendError(
            _("{variable} is {line}, which is not a command line; close its quotes.", variable=name, line=line)
        ) from None
    if not command or not command[0]:
        raise PresendError(_("{variable} names no editor. Set it to the name of a program.", variable=name))
    return command


def _handed_over(text: str) -> tuple[Path, bytes]:
    """A private file with the text, and its bytes."""
    data = (text.removesuffix("\n") + "\n").encode("utf-8", "replace")  # an end, else what is added joins the last line
    try:
        descriptor, name = tempfile.mkstemp(prefix="presend-", suffix=".txt")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as error:
        raise PresendError(
            _("No file can be written for the editor: {reason}. The text is as it was.", reason=system_reason(error))
        ) from None
    return Path(name), data


def _run(app: App[Any], command: Sequence[str], path: Path) -> Finished:
    try:
        with app.suspend():
            return run_in_foreground(command)
    except SuspendNotSupported:
        words = _("No editor can be opened in this terminal.")
    except FileNotFoundError:
        words = _("{editor} cannot be started: there is no such program.", editor=command[0])
    except PermissionError:
        words = _("{editor} cannot be started: it is not a program that you may run.", editor=command[0])
    except (OSError, ValueError) as error:
        words = _("{editor} cannot be started: {reason}.", editor=command[0], reason=system_reason(error))
    path.unlink(missing_ok=True)
    raise PresendError(words)


def _read(path: Path, before: str, name: str) -> str:
    """What the editor left; raises ``_UnusableError``."""
    try:
        if path.stat().st_size > LARGEST:
            raise _UnusableError(
                _("The file that {editor} left is larger than {size}.", editor=name, size=size(LARGEST))
            )
        data = read_regular(path)[0]
    except FileNotFoundError:
        raise _UnusableError(_("{editor} left no file.", editor=name)) from None
    except OSError as error:
        raise _UnusableError(
            _("The file that {editor} left cannot be read: {reason}.", editor=name, reason=system_reason(error))
        ) from None
    return _checked(_decoded(data, name), before, name)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _UnusableError(
            _("What {editor} wrote is not UTF-8 text in line {line}; have it write UTF-8.", editor=name, line=line)
        ) from None


def _checked(text: str, before: str, name: str) -> str:
    if "\0" in text:
        raise _UnusableError(
            _("What {editor} wrote holds a NUL character in line {line}, so it is no text.",
              editor=name, line=text.count("\n", 0, text.index("\0")) + 1)
        )  # fmt: skip
    longest = max(map(len, body_text(text).split("\n")))
    if longest > max(LONGEST_LINE, *map(len, before.split("\n"))):
        raise _UnusableError(
            _("What {editor} wrote has a line of more than {longest} characters, in which typing would be slow.",
              editor=name, longest=number(LONGEST_LINE))
        )  # fmt: skip
    return text


def _ended_words(name: str, status: int) -> str:
    if status > 0:
        return _("{editor} ended with {status}.", editor=name, status=status)
    return _("{editor} was ended by the signal {signal}.", editor=name, signal=_signal_name(-status))


def _signal_name(number_of_signal: int) -> str:
    try:
        return signal.Signals(number_of_signal).name
    except ValueError:
        return str(number_of_signal)


def _holds(path: Path, given: bytes) -> bool:
    """Whether there is nothing in the file that would be lost with it."""
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return False
        return facts.st_size in (0, len(given)) and read_regular(path)[0] in (b"", given)
    except FileNotFoundError:
        return True
    except OSError:
        return False
