"""Checks the program itself: versions, and the path by which other programs would call it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib import metadata

from composer import __version__
from composer.programs import program_named
from composer.setup.doctor.bypass import MachineSendmail
from composer.setup.doctor.finding import Finding, Link, Mark
from composer.setup.doctor.own_program import is_presend
from composer.setup.editing.calling import quoted
from composer.words import _

OLDEST = (3, 11)
USUAL_PROGRAM = "/usr/local/bin/presend"
"""The path of presend for everybody, where it is not on the PATH."""
_USUAL = "/usr/sbin:/usr/lib"
"""Where mail systems put their sendmail."""


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
    found = program_named("presend", environ)
    if found is None:
        words = _("presend is not on your PATH. Other programs need its whole path; add its folder to PATH.")
        return Finding(Link.PROGRAM, Mark.NOTE, words)
    return Finding(Link.PROGRAM, Mark.WELL, _("Other programs find presend as {file}.", file=found))


def machine_sendmail(environ: Mapping[str, str]) -> MachineSendmail | None:
    """The sendmail that clients call where nothing is set, most of them by its whole path; None where there is none."""
    found = _first_sendmail(_USUAL, environ.get("PATH", ""))
    return None if found is None else MachineSendmail(found, is_presend(found, program_named("presend", environ)))


def _sendmail(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Which sendmail other programs use; always well, for the machine's own mail has its own way."""
    found = _first_sendmail(environ.get("PATH", ""), _USUAL)
    if found is None:
        return
    own = program_named("presend", environ)
    words = _("{file} is presend.", file=found)
    if not is_presend(found, own):
        words = _(
            "{file} is not presend: programs that call it by that name send past the policy. {command} puts presend in "
            "its place; README says what has to be moved aside first.",
            file=found,
            command=f"update-alternatives --install {quoted(found)} mta {quoted(own or USUAL_PROGRAM)} 90",
        )
    yield Finding(Link.PROGRAM, Mark.WELL, words)


def _first_sendmail(*paths: str) -> str | None:
    return next(filter(None, (program_named("sendmail", {"PATH": path}) for path in paths)), None)
