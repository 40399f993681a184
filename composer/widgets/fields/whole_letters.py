"""The cursor of a text field never stands between a letter and its marks, where it could not be drawn."""

from __future__ import annotations

from rich.cells import cell_len


def beside_a_letter(text: str, before: int, at: int) -> int:
    """The index ``at`` in a text, or where it is within a letter, the end of that in the direction from ``before``.

    What takes no cell belongs to the letter that it follows: combining marks, parts of a syllable, joiners.
    """
    step = -1 if at < before else 1
    while 0 < at < len(text) and not cell_len(text[at]):
        at += step
    return at
