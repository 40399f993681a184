"""The terminal that a screen is drawn on, also where standard input was used up or redirected."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from composer.errors import NoTerminalError
from composer.words import _

if TYPE_CHECKING:
    from composer.widgets.glyphs import Glyphs


def glyphs_of_the_terminal() -> Glyphs:
    """The glyphs that this terminal draws in one cell, which it is asked about."""
    from composer.terminal.width_probe import draws_wide
    from composer.widgets.glyphs import ASCII, NARROW

    return ASCII if draws_wide(0) else NARROW


def use_controlling_terminal() -> None:
    """Make the controlling terminal standard input, output and error; raises ``NoTerminalError``."""
    if all(os.isatty(descriptor) for descriptor in (0, 1, 2)):
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        raise NoTerminalError(_("There is no terminal to show the composer on. Nothing was sent.")) from None
    for descriptor in (0, 1, 2):
        if not os.isatty(descriptor):
            os.dup2(terminal, descriptor)
    sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", encoding="utf-8", closefd=False)  # type: ignore[misc]  # Textual draws on it
