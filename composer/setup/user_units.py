"""Enables and disables a timer in the member's systemd manager, where there is one."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence

from composer.programs import program_named
from composer.safe_text import clean
from composer.words import _

PATIENCE = 30.0
"""Seconds that systemctl is given."""


class NoManagerError(Exception):
    """systemd did not do what it was asked; ``str()`` says why."""


def enable(timer: str, environ: Mapping[str, str]) -> None:
    """Start a timer, now and at every login; raises ``NoManagerError``."""
    _systemctl(environ, "daemon-reload")
    _systemctl(environ, "enable", "--now", timer)


def disable(timer: str, environ: Mapping[str, str]) -> None:
    """Stop a timer, now and for good; raises ``NoManagerError``."""
    _systemctl(environ, "disable", "--now", timer)


def reload(environ: Mapping[str, str]) -> None:
    """Make systemd read the units again; raises ``NoManagerError``."""
    _systemctl(environ, "daemon-reload")


def _systemctl(environ: Mapping[str, str], *words: str) -> None:
    program = program_named("systemctl", environ)
    if program is None:
        raise NoManagerError(_("systemctl is not on this machine"))
    try:
        _run([program, "--user", *words], environ)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoManagerError(type(error).__name__) from error


def _run(command: Sequence[str], environ: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603 - a program of the system, by its whole path
        command,
        env=dict(environ),
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        said = clean(done.stderr.decode("utf-8", "replace")).strip()
        raise NoManagerError(said or _("systemctl ended with {status}", status=str(done.returncode)))
