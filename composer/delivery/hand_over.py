"""Sending goes on after presend is left: a process of its own session that no closed terminal takes along."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence

from composer.errors import TransportError
from composer.words import _


def hand_over(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Start ``argv`` (``presend outbox flush --wait``) detached, without input or output; its process id.

    Raises ``TransportError``. The verb itself ignores SIGHUP.
    """
    program = shutil.which(argv[0], path=environ.get("PATH"))
    if program is None:
        raise TransportError(_("The program {program} was not found.", program=argv[0]))
    nothing = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        return os.posix_spawn(program, list(argv), dict(environ), file_actions=nothing, setsid=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise TransportError(_("The program {program} could not be started: {reason}.", program=program,
                               reason=reason)) from error  # fmt: skip
