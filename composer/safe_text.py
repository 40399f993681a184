"""The one door for text that someone else wrote: control, bidi-override and invisible characters never pass."""

from __future__ import annotations

from policy.foreign_text import LONGEST, clean_line, clean_lines


def clean(text: str, *, lines: bool = False, longest: int = LONGEST) -> str:
    """Foreign text made safe to show: NFC, one line unless ``lines``; line breaks of any kind become LF there."""
    return clean_lines(text[:longest]) if lines else clean_line(text[:longest])
