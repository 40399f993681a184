"""At each moment a moving picture shows the screen of that moment, and nothing of another."""

from __future__ import annotations

from itertools import accumulate
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.workbench.gallery.cell_picture import svg
from composer.workbench.gallery.cells import Cell
from composer.workbench.gallery.moving_picture import Still, moving_svg
from tests.gallery.drawn_cells import NAME, drawn, expected
from tests.gallery.test_cell_picture import INKS

LETTERS = st.builds(lambda text: Cell(text, 1, INKS[0]), st.sampled_from(["a", "b", " "]))
SCREENS = st.lists(st.lists(LETTERS, min_size=3, max_size=3), min_size=2, max_size=2)
STILLS = st.lists(st.builds(Still, SCREENS, st.sampled_from([0.25, 0.5, 1.0, 2.0])), min_size=1, max_size=6)


def at(picture: str, second: float) -> str:
    """The picture as it is at a moment, without what is hidden then (SMIL 3.2.8, discrete values)."""
    root = ElementTree.fromstring(picture)
    for group in list(root.iter(f"{NAME}g")):
        animate = group.find(f"{NAME}animate")
        assert animate is not None
        time = second / float(animate.attrib["dur"].removesuffix("s"))
        keys = list(map(float, animate.attrib["keyTimes"].split(";")))
        values = animate.attrib["values"].split(";")
        assert keys[0] == 0
        assert keys == sorted(set(keys))
        assert len(keys) == len(values)
        if [value for key, value in zip(keys, values, strict=True) if key <= time + 1e-4][-1] == "hidden":
            root.remove(group)
    return ElementTree.tostring(root, encoding="unicode")


@given(STILLS)
def test_every_moment_shows_its_screen(stills: list[Still]) -> None:
    picture = moving_svg(stills, "a")
    starts = [0.0, *accumulate(still.seconds for still in stills)]
    for start, still in zip(starts, stills, strict=False):
        for moment in (start, start + still.seconds / 2):
            assert drawn(at(picture, moment)) == expected(still.rows)


@given(STILLS)
def test_who_knows_no_movement_sees_the_first_screen(stills: list[Still]) -> None:
    root = ElementTree.fromstring(moving_svg(stills, "a"))
    for group in list(root.iter(f"{NAME}g")):
        if group.attrib["visibility"] == "hidden":
            root.remove(group)
    assert drawn(ElementTree.tostring(root, encoding="unicode")) == expected(stills[0].rows)


def test_one_screen_does_not_move() -> None:
    rows = [[Cell("a", 1, INKS[0])]]
    assert moving_svg([Still(rows, 1)], "a") == svg(rows, "a")


@pytest.mark.parametrize("stills", [[], [Still([[]], 1), Still([[], []], 1)]])
def test_screens_of_other_sizes_are_refused(stills: list[Still]) -> None:
    with pytest.raises(ValueError, match="of one size"):
        moving_svg(stills, "a")
