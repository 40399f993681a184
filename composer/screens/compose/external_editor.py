"""The member's own editor for the text, on a private temporary file."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from composer.errors import PresendError
from composer.words import _

FALLBACK = "vi"


@contextmanager
def _interrupts_left_to_the_editor() -> Iterator[None]:
    """Ctrl+C reaches every process of the terminal; a handler that does nothing is not inherited by the editor."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def edit(app: App[Any], text: str) -> str:
    """The text after editing; raises ``PresendError`` in words and then nothing is changed."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or FALLBACK)
    descriptor, name = tempfile.mkstemp(prefix="presend-", suffix=".txt")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text.removesuffix("\n") + "\n")  # a last line without an end would join what is added
        with app.suspend(), _interrupts_left_to_the_editor():
            status = subprocess.run([*command, name], check=False).returncode  # noqa: S603  # the member's own command
        if status != 0:
            raise PresendError(
                _("{editor} ended with {status}. The text is as it was.", editor=command[0], status=status)
            )
        return path.read_text("utf-8", errors="replace").removesuffix("\n") + ("\n" if text.endswith("\n") else "")
    except SuspendNotSupported:
        raise PresendError(_("No editor can be opened in this terminal.")) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PresendError(_("{editor} cannot be started: {reason}.", editor=command[0], reason=reason)) from None
    finally:
        path.unlink(missing_ok=True)
