"""Files that arguments name: one that is not there is told before anything else is done."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from composer.errors import NoInputError
from composer.words import _

STANDARD_INPUT = "-"


def existing_file(text: str) -> Path:
    """The path of a file that can be read; raises ``NoInputError``. It is not opened: it may be a pipe."""
    from composer.sentences.system_reasons import system_reason

    path = Path(text)
    try:
        path.stat()
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise NoInputError(_("{file}: cannot be read: {reason}.", file=text, reason=system_reason(error))) from error
    return path


def file_or_stdin(text: str) -> str:
    """The argument as it was given, where it is ``-`` or a file that can be read; raises ``NoInputError``."""
    if text != STANDARD_INPUT:
        existing_file(text)
    return text
