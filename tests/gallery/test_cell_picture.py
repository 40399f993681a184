"""Each character of a picture stands in the cells in which a terminal shows it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from composer.language.breaks import clusters
from composer.workbench.gallery.cell_picture import HEIGHT, MARGIN, WIDTH, runs, svg
from composer.workbench.gallery.cells import Cell, Ink
from tests.gallery.drawn_cells import NAME, drawn, expected
from tests.golden import FOLDER

TMUX = shutil.which("tmux")
GOLDENS = sorted((FOLDER / "gallery").glob("*.txt"))
INKS = [
    Ink((255, 255, 255), (0, 0, 0)),
    Ink((0, 0, 0), (255, 255, 255), is_bold=True),
    Ink((1, 2, 3), (0, 0, 0), is_italic=True, is_underlined=True, is_struck=True),
]
CHARACTERS = ["a", "<", "&", '"', " ", "한", "글", "東", "か", "。", "─", "█", "e\u0301", "↗", "가\u0301"]
CELLS = st.builds(lambda text, ink: Cell(text, cell_len(text), ink), st.sampled_from(CHARACTERS), st.sampled_from(INKS))
ROWS = st.lists(st.lists(CELLS, max_size=12), max_size=4)


@given(ROWS)
def test_every_character_stands_in_its_own_cells_in_its_colour(rows: list[list[Cell]]) -> None:
    assert drawn(svg(rows, "a")) == expected(rows)


@given(ROWS)
def test_the_runs_of_a_row_take_all_of_its_cells_once(rows: list[list[Cell]]) -> None:
    for row in rows:
        at = 0
        for run in runs(row):
            assert run.column == at
            at += run.length
        assert at == sum(cell.width for cell in row)


@given(ROWS)
def test_every_ground_is_painted_where_it_is(rows: list[list[Cell]]) -> None:
    root = ElementTree.fromstring(svg(rows, "a"))
    frame, *pieces = root.iter(f"{NAME}rect")
    painted: dict[tuple[int, int], str] = {}
    for piece in pieces:
        row = (int(piece.attrib["y"]) - MARGIN) // HEIGHT
        first = (int(piece.attrib["x"]) - MARGIN) // WIDTH
        for column in range(first, first + int(piece.attrib["width"]) // WIDTH):
            assert (row, column) not in painted
            painted[row, column] = piece.attrib["fill"]
    for number, cells in enumerate(rows):
        column = 0
        for cell in cells:
            for one in range(column, column + cell.width):
                ground = "#{:02x}{:02x}{:02x}".format(*cell.ink.ground)
                assert painted.get((number, one), frame.attrib["fill"]) == ground
            column += cell.width


def test_a_title_is_only_text() -> None:
    root = ElementTree.fromstring(svg([[]], "<script>&"))
    assert next((child.tag, child.text) for child in root) == (f"{NAME}title", "<script>&")


WIDTHS = """
import os, sys, termios, tty
tty.setraw(0)
for text in open(sys.argv[1], encoding="utf-8").read().split("\\0"):
    os.write(1, ("\\x1b[H" + text + "\\x1b[6n").encode())
    answer = b""
    while not answer.endswith(b"R"):
        answer += os.read(0, 1)
    with open(sys.argv[2], "a") as file:
        file.write(answer.decode().partition(";")[2][:-1] + "\\n")
os.rename(sys.argv[2], sys.argv[3])
"""
"""Writes each text at the left of an empty row, and keeps the column at which the terminal says that it ended."""


@pytest.mark.skipif(TMUX is None, reason="tmux is not here")
def test_tmux_gives_every_character_of_every_screen_the_cells_that_its_picture_gives_it(tmp_path: Path) -> None:
    characters = sorted({one for path in GOLDENS for one in clusters(path.read_text("utf-8")) if one != "\n"})
    assert len(characters) > 500
    (tmp_path / "texts").write_text("\0".join(characters), "utf-8")
    (tmp_path / "widths.py").write_text(WIDTHS)
    command = [sys.executable, *(str(tmp_path / name) for name in ("widths.py", "texts", "begun", "done"))]
    start = [TMUX or "", "-L", f"cells-{tmp_path.name}", "-u", "-f", os.devnull]
    try:
        subprocess.run(
            [*start, "new-session", "-d", "-x", "80", "-y", "24", f"{shlex.join(command)}; tmux wait-for -S ended"],
            check=True,
        )
        subprocess.run([*start, "wait-for", "ended"], check=True)
    finally:
        subprocess.run([*start, "kill-server"], check=False, capture_output=True)
    widths = [int(line) - 1 for line in (tmp_path / "done").read_text().splitlines()]
    assert {one: width for one, width in zip(characters, widths, strict=True) if width != cell_len(one)} == {}
