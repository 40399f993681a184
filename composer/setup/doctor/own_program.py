"""Tells presend from other programs, under whatever name it is called."""

from __future__ import annotations

import os
import re
from pathlib import Path

from composer.programs import program_named

_LARGEST_SCRIPT = 4096
"""Octets of a script that is read; one that only calls presend is shorter."""
_CALLS_PRESEND = re.compile(rb"^[^#\n]*\bpresend[\"']?[ \t]+sendmail\b", re.MULTILINE)


def is_presend(program: str, own: str | None) -> bool:
    """Whether a program is presend: by name, through links of both kinds, or as a script that calls it.

    ``program`` is a bare name or a path, ``own`` the path by which presend is known here, if there is one.
    """
    path = Path(program_named(program) or program).resolve()
    if path.name == "presend" or _calls_presend(path):
        return True
    try:
        return own is not None and path.samefile(own)
    except OSError:
        return False


def _calls_presend(path: Path) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return False
    with open(descriptor, "rb") as file:  # noqa: PTH123  # a descriptor, not a path
        text = file.read(_LARGEST_SCRIPT) or b""
    return text.startswith(b"#!") and bool(_CALLS_PRESEND.search(text))
