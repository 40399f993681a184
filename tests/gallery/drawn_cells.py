"""Reads a picture of a screen back into cells."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from composer.language.breaks import clusters
from composer.workbench.gallery.cell_picture import BASELINE, HEIGHT, MARGIN, WIDTH
from composer.workbench.gallery.cells import Cell

NAME = "{http://www.w3.org/2000/svg}"
Places = dict[tuple[int, int], tuple[str, str]]
"""What stands in a cell, by row and column from 0: the character and its colour; blanks are left out."""


def drawn(picture: str) -> Places:
    """What a picture draws, by the place and the length of each text in it."""
    found: Places = {}
    for text in ElementTree.fromstring(picture).iter(f"{NAME}text"):
        row, rest = divmod(int(text.attrib["y"]) - BASELINE - MARGIN, HEIGHT)
        column, aside = divmod(int(text.attrib["x"]) - MARGIN, WIDTH)
        characters = list(clusters(text.text or ""))
        cells, uneven = divmod(int(text.attrib["textLength"]), WIDTH * len(characters))
        assert (rest, aside, uneven) == (0, 0, 0)
        for number, character in enumerate(characters):
            place = (row, column + number * cells)
            assert place not in found
            if character != "\u00a0":
                found[place] = (character, text.attrib["fill"])
    return found


def expected(rows: Sequence[Sequence[Cell]]) -> Places:
    """What the cells of a screen hold."""
    found: Places = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.text.strip():
                found[number, column] = (cell.text, "#{:02x}{:02x}{:02x}".format(*cell.ink.text))
            column += cell.width
    return found
