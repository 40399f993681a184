"""Checks the terminal that screens and dialogs are drawn on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from msgspec import Struct

from composer.setup.doctor.finding import Finding, Link, Mark
from composer.words import _

SMALLEST = (40, 20)
"""Columns and rows below which dialogs are cut off."""
_DUMB = {"", "dumb"}
_COLOURLESS = {"vt100", "vt102", "vt220"}


class TerminalFacts(Struct, frozen=True):
    """The size of a terminal (cells), and how wide it draws box characters."""

    columns: int
    rows: int
    is_wide: bool
    """Whether box characters take two cells."""


def facts_of_the_terminal(environ: Mapping[str, str]) -> TerminalFacts | None:
    """The facts of the controlling terminal; a dumb one is not asked. None where there is no terminal."""
    from composer.terminal.width_probe import draws_wide

    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError:
        return None
    try:
        size = os.get_terminal_size(terminal)
        return TerminalFacts(size.columns, size.lines, not _is_dumb(environ) and draws_wide(terminal))
    except OSError:
        return None
    finally:
        os.close(terminal)


def terminal_findings(facts: TerminalFacts | None, environ: Mapping[str, str]) -> Iterator[Finding]:
    """The terminal's size, colours and character widths, and what to do about them."""
    if facts is None:
        words = _(
            "There is no terminal here, so that nothing could be asked: a message that needs a question stays a draft."
        )
        yield Finding(Link.TERMINAL, Mark.NOTE, words)
        return
    size = {"columns": str(facts.columns), "rows": str(facts.rows)}
    if facts.columns < SMALLEST[0] or facts.rows < SMALLEST[1]:
        words = _("The terminal has {columns} columns and {rows} rows. Make it at least 40 by 20.", **size)
        yield Finding(Link.TERMINAL, Mark.NOTE, words)
    else:
        words = _("The terminal has {columns} columns and {rows} rows.", **size)
        yield Finding(Link.TERMINAL, Mark.WELL, words)
    if _is_dumb(environ):
        words = _(
            "By its TERM the terminal can place nothing on the screen, so that dialogs may be garbled. Use another, or "
            "set TERM to what it is, such as xterm-256color."
        )
        yield Finding(Link.TERMINAL, Mark.NOTE, words)
    else:
        yield Finding(Link.TERMINAL, Mark.WELL, _colours(environ))
    if facts.is_wide:
        words = _("It draws box characters two cells wide; presend draws borders in plain characters instead.")
        yield Finding(Link.TERMINAL, Mark.WELL, words)


def _colours(environ: Mapping[str, str]) -> str:
    if environ.get("NO_COLOR"):
        return _("NO_COLOR is set: the screens are without colour.")
    if environ.get("TERM", "") in _COLOURLESS:
        return _("The terminal has no colours; every state is told in words too.")
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return _("The terminal shows all colours.")
    return _("The terminal shows a limited set of colours.")


def _is_dumb(environ: Mapping[str, str]) -> bool:
    return environ.get("TERM", "") in _DUMB
