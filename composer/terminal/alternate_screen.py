"""Control sequences of the alternate screen, as the pinned Textual writes them."""

from __future__ import annotations

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
CLEAR = "\x1b[m\x1b[H\x1b[2J"
"""Resets the style and clears the screen that is in use."""
