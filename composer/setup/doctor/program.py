"""The program itself: versions, and the path that other programs would call."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path

from composer import __version__
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.words import _

OLDEST = (3, 11)


def program_findings(environ: Mapping[str, str], python: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Finding]:
    """Python, the screen library, presend on the PATH, and which sendmail other programs use."""
    version = ".".join(map(str, python))
    if python < OLDEST:
        words = _("Python {version} is too old. Install 3.11 or newer.", version=version)
        yield Finding(Link.PROGRAM, Mark.FAULT, words)
    else:
        words = _("presend {version} runs under Python {python}.", version=__version__, python=version)
        yield Finding(Link.PROGRAM, Mark.WELL, words)
    yield _screen_library()
    yield _on_the_path(environ)
    yield from _sendmail(environ)


def _screen_library() -> Finding:
    try:
        version = metadata.version("textual")
    except metadata.PackageNotFoundError:
        return Finding(
            Link.PROGRAM, Mark.FAULT, _("Textual is missing, without which no screen opens. Install presend again.")
        )
    return Finding(Link.PROGRAM, Mark.WELL, _("The screens are drawn by Textual {version}.", version=version))


def _on_the_path(environ: Mapping[str, str]) -> Finding:
    found = shutil.which("presend", path=environ.get("PATH"))
    if found is None:
        words = _("presend is not on your PATH. Other programs need its whole path; add its folder to PATH.")
        return Finding(Link.PROGRAM, Mark.NOTE, words)
    return Finding(Link.PROGRAM, Mark.WELL, _("Other programs find presend as {file}.", file=found))


def _sendmail(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Said, and nothing to do about: the machine's own mail has its own way."""
    found = next(filter(None, (shutil.which("sendmail", path=path) for path in _sendmail_paths(environ))), None)
    if found is not None:
        real = Path(found).resolve()
        words = _("{file} is not presend: programs that call it by that name send past the policy.", file=found)
        if real.name == "presend":
            words = _("{file} is presend.", file=found)
        yield Finding(Link.PROGRAM, Mark.WELL, words)


def _sendmail_paths(environ: Mapping[str, str]) -> tuple[str, ...]:
    return environ.get("PATH", ""), "/usr/sbin:/usr/lib"
